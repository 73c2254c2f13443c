import { createRandom, hashText } from "../wire/seeded-random.js";
import { contentWords } from "../chat/reply/search-notes.js";

/** A unit vector from the words of a text: shared words make vectors point the same way. Deterministic. */
export function embedText(text: string, dimensions: number): number[] {
  const words = contentWords(text);
  const vector = Array.from({ length: dimensions }, () => 0);
  for (const word of words.length === 0 ? [text] : words) {
    const random = createRandom(hashText(word));
    for (let index = 0; index < dimensions; index += 1) vector[index] = (vector[index] ?? 0) + random() - 0.5;
  }
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => Number((value / length).toFixed(7)));
}
