import { expect, it } from "vitest";
import { resolvePointer } from "./json-pointer.js";

// RFC 6901
it.each<[pointer: string, value: unknown]>([
  ["", { a: { "b/c": 1, "d~e": 2, "~1": 3 }, list: ["x", { y: "z" }], text: "words" }],
  ["/a/b~1c", 1],
  ["/a/d~0e", 2],
  ["/a/~01", 3],
  ["/list/0", "x"],
  ["/list/1/y", "z"],
  ["/list/2", undefined],
  ["/list/length", undefined],
  ["/text/0", undefined],
  ["/constructor", undefined],
  ["/gone/further", undefined],
])("the pointer %j leads to %j", (pointer, value) => {
  const document = { a: { "b/c": 1, "d~e": 2, "~1": 3 }, list: ["x", { y: "z" }], text: "words" };
  expect(resolvePointer(document, pointer)).toEqual(value);
});
