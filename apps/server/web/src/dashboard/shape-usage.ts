import type { UsageRow } from "../api/usage.js";
import type { PlotSeries } from "../plots/plot-data.js";
import { bucketTime } from "./time-range.js";

const COLORS = ["--plot-1", "--plot-2", "--plot-3", "--plot-4", "--plot-5"] as const;

/** Rows by time and something else as series: the largest by themselves, the rest together. */
export function seriesBy(
  rows: readonly UsageRow[],
  options: {
    readonly times: readonly number[];
    readonly bucket: string;
    readonly dimension: string;
    readonly value: (row: UsageRow) => number;
    readonly nameOf: (value: string | undefined) => string;
  },
): readonly PlotSeries[] {
  const { times, bucket, dimension, value, nameOf } = options;
  const sums = new Map<string | undefined, number>();
  for (const row of rows) sums.set(row.group[dimension], (sums.get(row.group[dimension]) ?? 0) + value(row));
  const ranked = [...sums].filter(([, sum]) => sum > 0).sort(([, a], [, b]) => b - a);
  // One that would be alone among the rest may as well have its own name.
  const named = ranked.slice(0, ranked.length === COLORS.length ? COLORS.length : COLORS.length - 1).map(([name]) => name);
  const place = new Map(times.map((time, index) => [time, index]));
  const columns = [...named.map(() => times.map(() => 0)), times.map(() => 0)];
  for (const row of rows) {
    const index = place.get(bucketTime(row.group[bucket] ?? ""));
    const at = named.indexOf(row.group[dimension]);
    const column = columns[at === -1 ? named.length : at];
    if (index !== undefined && column !== undefined) column[index] = (column[index] ?? 0) + value(row);
  }
  const others = ranked.length > named.length;
  return columns.slice(0, named.length + (others ? 1 : 0)).map((values, index) => ({
    label: index === named.length ? "Others" : nameOf(named[index]),
    color: index === named.length ? "--plot-6" : (COLORS[index] ?? "--plot-6"),
    values,
  }));
}

/** Rows by time as one series; where there is no row there is no value. */
export function seriesOver(
  rows: readonly UsageRow[],
  options: {
    readonly times: readonly number[];
    readonly bucket: string;
    readonly label: string;
    readonly color: string;
    readonly value: (row: UsageRow) => number | undefined;
    readonly empty: number | null;
  },
): PlotSeries {
  const { times, bucket, label, color, value, empty } = options;
  const byTime = new Map(rows.map((row) => [bucketTime(row.group[bucket] ?? ""), value(row)]));
  return { label, color, values: times.map((time) => byTime.get(time) ?? empty) };
}
