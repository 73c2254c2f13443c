import { createRandom, hashText } from "../../wire/seeded-random.js";
import { mixColors, type Color } from "./canvas.js";

export type Ground = "mountains" | "ocean" | "forest" | "city" | "desert";
export type Hour = "day" | "dawn" | "sunset" | "night" | "storm";

/** Everything a picture needs, derived from the words of a prompt and a seed. */
export interface Scene {
  hour: Hour;
  ground: Ground;
  snow: boolean;
  skyTop: Color;
  skyLow: Color;
  near: Color;
  light: Color;
  /** Position of the sun or moon, 0..1. */
  lightX: number;
  lightY: number;
  seed: number;
}

const HOUR_WORDS: [Hour, RegExp][] = [
  ["night", /\b(night|moon|stars?|midnight|dark|neon)/i],
  ["sunset", /\b(sunset|dusk|evening|golden|orange|autumn|fire|red)/i],
  ["dawn", /\b(dawn|sunrise|morning|pink|pastel|spring)/i],
  ["storm", /\b(storm|rain|gr[ae]y|fog|mist|cloudy|sad|winter)/i],
  ["day", /\b(day|noon|blue|sunny|summer|bright)/i],
];
const GROUND_WORDS: [Ground, RegExp][] = [
  ["ocean", /\b(oceans?|seas?|lakes?|waters?|beach|waves?|rivers?|boats?|ships?|harbou?r|fish|lighthouse|island)/i],
  ["city", /\b(city|cities|skyline|town|streets?|buildings?|towers?|office|neon|cyber\w*|car|robots?)/i],
  ["forest", /\b(forests?|trees?|jungle|woods?|garden|park|fox|deer|birds?|owl|bear)/i],
  ["desert", /\b(deserts?|dunes?|sand|camel|mars|canyon|pyramids?)/i],
  ["mountains", /\b(mountains?|hills?|alps?|peaks?|valley|snow\w*)/i],
];
const SKIES: Record<Hour, { top: Color; low: Color; light: Color; near: Color }> = {
  day: { top: [58, 128, 205], low: [196, 224, 240], light: [255, 244, 214], near: [38, 74, 60] },
  dawn: { top: [92, 110, 178], low: [252, 200, 190], light: [255, 226, 200], near: [58, 56, 84] },
  sunset: { top: [52, 36, 92], low: [250, 142, 82], light: [255, 214, 150], near: [38, 22, 44] },
  night: { top: [8, 10, 30], low: [42, 52, 96], light: [232, 236, 248], near: [10, 12, 26] },
  storm: { top: [70, 78, 92], low: [164, 172, 178], light: [214, 216, 214], near: [40, 46, 50] },
};

/** Reads a scene out of a prompt; what the words leave open, the seed decides. */
export function readScene(prompt: string, seed: number): Scene {
  const mixed = (hashText(prompt) ^ Math.imul(seed, 2654435761)) >>> 0;
  const random = createRandom(mixed);
  const hours = Object.keys(SKIES) as Hour[];
  const grounds = GROUND_WORDS.map(([ground]) => ground);
  const hour = HOUR_WORDS.find(([, words]) => words.test(prompt))?.[0] ?? pick(hours, random(), "day");
  const ground = GROUND_WORDS.find(([, words]) => words.test(prompt))?.[0] ?? pick(grounds, random(), "mountains");
  const sky = SKIES[hour];
  const tint: Color = [random() * 255, random() * 255, random() * 255];
  return {
    hour,
    ground,
    snow: /\b(snow\w*|winter|ice|icy|arctic|frozen)/i.test(prompt),
    skyTop: mixColors(sky.top, tint, 0.12),
    skyLow: mixColors(sky.low, tint, 0.08),
    near: ground === "desert" ? mixColors(sky.near, [196, 130, 70], 0.7) : mixColors(sky.near, tint, 0.1),
    light: sky.light,
    lightX: 0.2 + random() * 0.6,
    lightY: hour === "sunset" || hour === "dawn" ? 0.46 : 0.16 + random() * 0.16,
    seed: mixed,
  };
}

function pick<Item>(items: readonly Item[], share: number, fallback: Item): Item {
  return items[Math.floor(share * items.length)] ?? fallback;
}
