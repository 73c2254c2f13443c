import { expect, it } from "vitest";
import { timeLabels } from "./time-labels.js";

const NOON_S = Date.UTC(2026, 10, 22, 12) / 1000;

it("names a day of the server as that day, and in the reader's language", () => {
  const midnightS = Date.UTC(2026, 10, 23) / 1000;
  // West of Greenwich this moment is still the day before.
  expect(timeLabels([midnightS], { stepS: 86_400, daily: true, locale: "en-US" })).toEqual(["Nov 23"]);
  expect(timeLabels([midnightS], { stepS: 86_400, daily: true, locale: "de-DE" })).toEqual(["23. Nov."]);
});

it("names the day once, where it begins", () => {
  const labels = timeLabels([NOON_S, NOON_S + 3_600, NOON_S + 86_400], { stepS: 3_600, daily: false, locale: "de-DE" });
  expect(labels.map((label) => label.includes("\n"))).toEqual([true, false, true]);
});
