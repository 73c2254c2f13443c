import type { JsonObject } from "@openclaw/core";
import { readArray, readNumber, readString } from "@openclaw/core/internal";
import { type PriceUnit, readPriceUnits } from "./price-units.js";
import type { VideoModelRow } from "./wire/video-model-row.js";

/** What a video costs by its model's listed prices, in USD; what is billed is the provider's to say. */
export interface VideoPrice {
  /** By the dearest price that may be billed for what was asked; what was left open counts as the dearest. */
  readonly mostUsd: number;
  /** By the price that fits best. Absent where what was asked leaves open what decides it: the length, or the size. */
  readonly likelyUsd?: number;
}

// What a clip of unknown length and size may be.
const UNKNOWN_SECONDS = 12;
const UNKNOWN_SHORT_SIDE = 2160;
const FRAMES_PER_SECOND = 24;
const SHORT_SIDES: Readonly<Record<string, number>> = { "2k": 1440, "4k": 2160, "8k": 4320 };

/**
 * The price of a video request as it will be sent (VID-3, SRV-4). Pure.
 *
 * @param body of the plan: `duration`, `resolution`, `aspect_ratio`, `size`, `generate_audio`, `frame_images`, `input_references`
 * @returns undefined where the model's row lists no price
 */
export function priceVideo(body: JsonObject, row: VideoModelRow | undefined): VideoPrice | undefined {
  const wish = readWish(body, row);
  const units = readPriceUnits(row?.pricing).filter((unit) => mayBeBilled(unit, wish));
  const clips = units.filter(({ per }) => per !== "picture" && per !== "least");
  if (clips.length === 0) return undefined;
  const sumOf = (per: PriceUnit["per"]): number => units.reduce((sum, unit) => (unit.per === per ? sum + unit.usd : sum), 0);
  const whole = (clipUsd: number): number => upToMicroUsd(Math.max(clipUsd, sumOf("least")) + sumOf("picture") * wish.pictures);
  const most = whole(Math.max(...clips.map((unit) => clipUsd(unit, wish))));
  const likely = decides(clips, wish) ? bestFit(clips) : undefined;
  return { mostUsd: most, ...(likely === undefined ? {} : { likelyUsd: whole(clipUsd(likely, wish)) }) };
}

interface Wish {
  readonly seconds: number;
  readonly saysLength: boolean;
  /** Such as `720p`. */
  readonly resolution: string | undefined;
  readonly pixels: number;
  readonly saysPixels: boolean;
  readonly sound: boolean;
  readonly pictures: number;
}

function readWish(body: JsonObject, row: VideoModelRow | undefined): Wish {
  const seconds = readNumber(body["duration"]);
  const size = readSize(readString(body["size"]));
  const resolution = readString(body["resolution"])?.toLowerCase() ?? (size === undefined ? undefined : `${Math.min(...size)}p`);
  const ratio = readString(body["aspect_ratio"]) ?? "";
  const pictures = (readArray(body["frame_images"])?.length ?? 0) + (readArray(body["input_references"])?.length ?? 0);
  return {
    seconds: seconds ?? longest(row?.durations),
    saysLength: seconds !== undefined,
    resolution,
    pixels: size === undefined ? pixelsOf(resolution, ratio, row) : size[0] * size[1],
    saysPixels: size !== undefined || (resolution !== undefined && wideness(ratio) > 0),
    // Most models speak when nobody forbids it.
    sound: body["generate_audio"] !== false,
    pictures,
  };
}

function mayBeBilled({ fromVideo, sound, fromPicture, resolution }: PriceUnit, wish: Wish): boolean {
  if (fromVideo) return false;
  if (sound !== undefined && sound !== wish.sound) return false;
  if (fromPicture !== undefined && fromPicture !== wish.pictures > 0) return false;
  return resolution === undefined || wish.resolution === undefined || shortSide(resolution) === shortSide(wish.resolution);
}

/** Whether what was asked says all that its price hangs on. */
function decides(units: readonly PriceUnit[], { saysLength, saysPixels, resolution }: Wish): boolean {
  return units.every(({ per, resolution: named }) => {
    if (per !== "video" && !saysLength) return false;
    if ((per === "token" || per === "megapixel-second") && !saysPixels) return false;
    return named === undefined || resolution !== undefined;
  });
}

/** The price that names most of what was asked; of two, the dearer. */
function bestFit(units: readonly PriceUnit[]): PriceUnit | undefined {
  const named = ({ resolution, sound, fromPicture }: PriceUnit): number =>
    (resolution === undefined ? 0 : 4) + (sound === undefined ? 0 : 2) + (fromPicture === undefined ? 0 : 1);
  return units.toSorted((a, b) => named(b) - named(a) || b.usd - a.usd)[0];
}

function clipUsd({ usd, per }: PriceUnit, { seconds, pixels }: Wish): number {
  if (per === "token") return (usd * seconds * FRAMES_PER_SECOND * pixels) / 1024;
  if (per === "megapixel-second") return (usd * seconds * pixels) / 1e6;
  return per === "second" ? usd * seconds : usd;
}

/** So that it can be read, and is never less than it was. */
function upToMicroUsd(usd: number): number {
  return Math.max(0, Math.ceil(usd * 1e6 - 1e-6)) / 1e6;
}

function longest(durations: readonly number[] | undefined): number {
  return durations === undefined || durations.length === 0 ? UNKNOWN_SECONDS : Math.max(...durations);
}

function readSize(text: string | undefined): readonly [number, number] | undefined {
  const [, width, height] = /^(\d{1,5})x(\d{1,5})$/.exec(text ?? "") ?? [];
  return width === undefined || height === undefined ? undefined : [Number(width), Number(height)];
}

function pixelsOf(resolution: string | undefined, ratio: string, row: VideoModelRow | undefined): number {
  const short = Math.max(...(resolution === undefined ? (row?.resolutions ?? []) : [resolution]).map(shortSide), 0) || UNKNOWN_SHORT_SIDE;
  const ratios = wideness(ratio) === 0 ? (row?.aspectRatios ?? []) : [ratio];
  const widest = Math.max(...ratios.map(wideness), 0) || wideness("16:9");
  return short * short * widest;
}

function shortSide(resolution: string): number {
  const text = resolution.toLowerCase();
  return SHORT_SIDES[text] ?? (/^\d{3,4}p$/.test(text) ? Number(text.slice(0, -1)) : UNKNOWN_SHORT_SIDE);
}

/** The long side in short sides; 0 for what is no ratio. */
function wideness(ratio: string): number {
  const [, a, b] = /^(\d{1,3}):(\d{1,3})$/.exec(ratio) ?? [];
  const [width, height] = [Number(a), Number(b)];
  return width > 0 && height > 0 ? Math.max(width, height) / Math.min(width, height) : 0;
}
