import { expect, it } from "vitest";
import { isDaily, isEmpty, type PlotData } from "./plot-data.js";

const HOUR_S = 3_600;

function plot(values: readonly (number | null)[], facts: Partial<PlotData> = {}): PlotData {
  const times = values.map((_, index) => index * HOUR_S);
  return { times, kind: "stacked", format: String, series: [{ label: "Spend", color: "--plot-1", values }], ...facts };
}

it("is empty with gaps and zeros only", () => {
  expect(isEmpty(plot([0, null, 0]))).toBe(true);
  expect(isEmpty(plot([0, 0.000001]))).toBe(false);
});

it("is of days when its bars are, and never when each dot is a moment of its own", () => {
  const times = [0, 24 * HOUR_S];
  expect(isDaily(plot([1, 2]))).toBe(false);
  expect(isDaily(plot([1, 2], { times }))).toBe(true);
  expect(isDaily(plot([1, 2], { times, kind: "dots" }))).toBe(false);
});
