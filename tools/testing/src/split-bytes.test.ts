import { expect, it } from "vitest";
import { joinBytes, splitBytes } from "./split-bytes.js";

const text = "data: żółć 🦞\n\ndata: [DONE]\n\n";
const bytes = new TextEncoder().encode(text);

it("cuts once at every border, also inside a character", () => {
  const twoWay = [...splitBytes(text)].filter((split) => split.name.startsWith("cut"));
  expect(twoWay.map((split) => split.chunks[0]?.length)).toEqual(Array.from({ length: bytes.length - 1 }, (_, index) => index + 1));
});

it("loses and repeats no byte in any split", () => {
  for (const split of splitBytes(bytes, { seeds: [1, 2, 3, 4, 5] })) {
    expect(joinBytes(split.chunks), split.name).toEqual(bytes);
    expect(split.chunks.every((chunk) => chunk.length > 0)).toBe(true);
  }
});

it("gives the same random split for the same seed and another for another", () => {
  const lengths = (seed: number) => [...splitBytes(bytes, { seeds: [seed], maxPieceBytes: 9 })].at(-1)?.chunks.map((chunk) => chunk.length);
  expect(lengths(7)).toEqual(lengths(7));
  expect(lengths(7)).not.toEqual(lengths(8));
});

it("offers the whole, byte by byte and three random splits by default", () => {
  const names = [...splitBytes("ab")].map((split) => split.name);
  expect(names).toEqual(["whole", "cut at byte 1", "byte by byte", "random, seed 1", "random, seed 2", "random, seed 3"]);
});
