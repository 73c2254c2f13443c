import { expect, it } from "vitest";
import type { UsageRow } from "../api/usage.js";
import { seriesBy, seriesOver } from "./shape-usage.js";
import { bucketTime, rangeOf, timesOf } from "./time-range.js";

const NOW_MS = Date.parse("2026-11-22T22:40:00Z");
const NONE = { p50: undefined, p95: undefined };

function row(group: Record<string, string>, costUsd: number): UsageRow {
  return {
    group,
    costUsd,
    requests: 1,
    attempts: 1,
    failed: 0,
    promptTokens: 0,
    cachedTokens: 0,
    completionTokens: 0,
    reasoningTokens: 0,
    latencyMs: NONE,
    firstTokenMs: NONE,
  };
}

it("shows a day as 24 whole hours, the running one last", () => {
  const times = timesOf(rangeOf("24 h", NOW_MS));
  expect(times).toHaveLength(24);
  expect(times.at(-1)).toBe(Date.parse("2026-11-22T22:00:00Z") / 1000);
  expect(timesOf(rangeOf("30 days", NOW_MS))).toHaveLength(30);
});

it("keeps every dollar when models are many: the largest by name, the rest together", () => {
  const range = rangeOf("24 h", NOW_MS);
  const times = timesOf(range);
  const rows = Array.from({ length: 9 }, (_, index) => row({ hour: "2026-11-22T21:00Z", model: `model-${index}` }, index + 1));
  const series = seriesBy(rows, {
    times,
    bucket: "hour",
    dimension: "model",
    value: ({ costUsd }) => costUsd,
    nameOf: (name) => name ?? "",
  });
  expect(series.map(({ label }) => label)).toEqual(["model-8", "model-7", "model-6", "model-5", "Others"]);
  const at = times.indexOf(bucketTime("2026-11-22T21:00Z"));
  expect(series.reduce((sum, { values }) => sum + (values[at] ?? 0), 0)).toBe(45);
});

it("leaves a gap where no request was timed", () => {
  const times = timesOf(rangeOf("24 h", NOW_MS));
  const { values } = seriesOver([row({ hour: "2026-11-22T22:00Z" }, 3)], {
    times,
    bucket: "hour",
    label: "",
    color: "",
    value: ({ costUsd }) => costUsd,
    empty: null,
  });
  expect(values.at(-1)).toBe(3);
  expect(values.slice(0, -1).every((value) => value === null)).toBe(true);
});
