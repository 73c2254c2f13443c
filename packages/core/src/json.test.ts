import { expect, it } from "vitest";
import { parseJson, readArray, readNumber, readObject, readString } from "./json.js";
import { readStrings } from "./read-strings.js";

it("reads an object and nothing else as an object", () => {
  expect(readObject({ a: 1 })).toEqual({ a: 1 });
  for (const value of [null, undefined, [], "x", 1]) expect(readObject(value)).toBeUndefined();
});

it.each([
  [1.5, 1.5],
  ["0.0000008", 0.0000008],
  ["8e-7", 0.0000008],
  ["-1", -1],
  ["", undefined],
  ["  ", undefined],
  ["1 apple", undefined],
  [Number.NaN, undefined],
  [Number.POSITIVE_INFINITY, undefined],
  [null, undefined],
  [true, undefined],
])("reads %j as the number %j", (value, number) => {
  expect(readNumber(value)).toBe(number);
});

it("keeps only the strings of an array", () => {
  expect(readStrings(["a", 1, null, "b"])).toEqual(["a", "b"]);
  expect(readStrings("a")).toBeUndefined();
});

it("gives undefined for what is not JSON, and for the wrong type", () => {
  expect(parseJson("{")).toBeUndefined();
  expect(parseJson("[1]")).toEqual([1]);
  expect(readArray({ length: 1 })).toBeUndefined();
  expect(readString(1)).toBeUndefined();
});
