import { expect, it } from "vitest";
import { count, duration, moment, perMillion, usd } from "./format.js";

it("never shows money that was spent as nothing", () => {
  expect([0, 0.0000004, 0.00005084, 0.0042, 0.155126, 12.345, 1234.5].map(usd)).toEqual([
    "$0",
    "<$0.000001",
    "$0.000051",
    "$0.0042",
    "$0.155",
    "$12.35",
    "$1,235",
  ]);
  expect(usd(undefined)).toBe("–");
});

it("writes counts, times and prices short", () => {
  expect([999, 1_000, 12_345, 999_600, 3_400_000].map(count)).toEqual(["999", "1k", "12k", "1M", "3.4M"]);
  expect([0, 999, 1_500, 61_000, 7_200_000].map(duration)).toEqual(["0 ms", "999 ms", "1.5 s", "1 min 1 s", "2 h 0 min"]);
  expect([0, 0.000003, -1].map(perMillion)).toEqual(["free", "$3", "–"]);
});

it("names the date of what is further away than a week in either direction, never a weekday alone", () => {
  const nowMs = new Date(2026, 10, 23, 12).getTime();
  const monthEnd = moment(new Date(2026, 11, 1).getTime(), nowMs);
  expect(monthEnd).toMatch(/\b1\b/);
  expect(monthEnd).not.toMatch(/Tue/);
  expect(moment(new Date(2026, 10, 24).getTime(), nowMs)).toMatch(/^Tue/);
  expect(moment(new Date(2026, 10, 10).getTime(), nowMs)).toMatch(/\b10\b/);
});
