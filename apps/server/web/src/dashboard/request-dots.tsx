import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import type { Attempt } from "../api/requests.js";
import { Plot } from "../plots/plot.js";
import type { PlotData } from "../plots/plot-data.js";
import { count, duration } from "../ui/format.js";
import type { Rows } from "./rows.js";

/** Each attempt as a dot: when, and how long it took. */
export function RequestDots({ rows, attempts }: { readonly rows: Rows; readonly attempts: number }): JSX.Element {
  const data = useMemo(() => dotsOf(typeof rows === "string" ? [] : rows), [rows]);
  if (rows === "too-many")
    return <p class="soft small">{count(attempts)} attempts are too many to show one by one: choose a shorter span.</p>;
  if (rows === "failed") return <p class="soft small">The single attempts could not be loaded.</p>;
  return <Plot title="Each attempt" summary={`${attempts} attempts by how long they took.`} data={data} />;
}

function dotsOf(rows: readonly Attempt[]): PlotData {
  const sorted = rows
    .filter(({ startedMs, latencyMs }) => startedMs !== undefined && latencyMs !== undefined)
    .toSorted((a, b) => (a.startedMs ?? 0) - (b.startedMs ?? 0));
  const values = (failed: boolean): readonly (number | null)[] =>
    sorted.map(({ outcome, latencyMs }) => ((outcome !== "ok") === failed ? (latencyMs ?? null) : null));
  return {
    times: sorted.map(({ startedMs }) => (startedMs ?? 0) / 1000),
    kind: "dots",
    format: (value) => duration(value),
    series: [
      { label: "Answered", color: "--plot-2", values: values(false) },
      { label: "Failed", color: "--plot-1", values: values(true) },
    ],
  };
}
