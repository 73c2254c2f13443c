import { createDirectiveReader, readDirectives } from "@openclaw/tts";
import fc from "fast-check";
import { pureTarget } from "../target.js";

const settings = fc.constantFrom(
  "voice=alloy",
  "model=openai/tts-1",
  "speed=1.5",
  "speed=x",
  "provider=openrouter",
  "voice=",
  "=",
  "text",
  "voiceId=a b",
  "é=😀",
);
const pieces = fc.oneof(
  fc.constantFrom(
    "[[tts]]",
    "[[/tts]]",
    "[[tts:text]]",
    "[[/tts:text]]",
    "[[tts:",
    "]]",
    "[[",
    "[",
    "[[[tts]]]",
    "[[TTS]]",
    "```",
    "`",
    "~~~",
    "\n",
    "\\[[tts]]",
  ),
  fc.array(settings, { maxLength: 3 }).map((list) => `[[tts:${list.join(" ")}]]`),
  fc.string({ unit: "grapheme", maxLength: 8 }),
);
const answers = fc.array(pieces, { maxLength: 16 }).map((list) => list.join(""));

/** TTS-2: however an answer is cut while it is written, the same is shown, heard and obeyed. */
export const directives = pureTarget("directives", "however an answer is cut, the same is shown, heard and obeyed", () =>
  fc.property(answers, fc.array(fc.nat(), { maxLength: 12 }), fc.boolean(), (answer, cuts, allowText) => {
    const whole = readDirectives(answer, { allowText });
    const reader = createDirectiveReader({ allowText });
    const places = [0, ...cuts.map((cut) => cut % (answer.length + 1)), answer.length].toSorted((one, other) => one - other);
    const cut = places.slice(1).map((end, index) => reader.push(answer.slice(places[index], end)));
    const last = reader.end();
    const inPieces = {
      visible: [...cut, last].map((piece) => piece.visible).join(""),
      spoken: [...cut, last].map((piece) => piece.spoken).join(""),
      ...reader.found(),
    };
    if (JSON.stringify(inPieces) !== JSON.stringify(whole))
      throw new Error(`${JSON.stringify(inPieces)} instead of ${JSON.stringify(whole)}`);
    if (!whole.tagged && whole.visible !== answer)
      throw new Error(`Nothing was obeyed and yet something is missing: ${JSON.stringify(whole.visible)}`);
  }),
);
