import { expect, it } from "vitest";
import { readRange } from "./read-range.js";

// RFC 9110 §14
it("reads one range, from the start, to the end, or the last bytes", () => {
  expect(readRange("bytes=0-0", 10)).toEqual({ start: 0, end: 0 });
  expect(readRange("bytes=4-", 10)).toEqual({ start: 4, end: 9 });
  expect(readRange("bytes=4-99", 10)).toEqual({ start: 4, end: 9 });
  expect(readRange("bytes=-3", 10)).toEqual({ start: 7, end: 9 });
  expect(readRange("bytes=-30", 10)).toEqual({ start: 0, end: 9 });
});

it("refuses what begins behind the end, and leaves alone what it need not understand", () => {
  for (const header of ["bytes=10-", "bytes=10-12", "bytes=-0"]) expect([header, readRange(header, 10)]).toEqual([header, "unsatisfiable"]);
  for (const header of [undefined, "", "bytes=-", "bytes=5-2", "bytes=0-1,4-5", "items=0-1", "bytes=a-b", `bytes=${"9".repeat(30)}-`]) {
    expect([header, readRange(header, 10)]).toEqual([header, undefined]);
  }
});
