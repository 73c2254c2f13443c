import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { isAbort, messageOf } from "../api/failure.js";
import { type Attempt, exportRows } from "../api/requests.js";
import { Plot } from "../plots/plot.js";
import type { PlotData } from "../plots/plot-data.js";
import { count, duration } from "../ui/format.js";
import type { TimeRange } from "./time-range.js";

/** More rows than this are neither loaded nor told apart on a screen. */
const MOST_ROWS = 20_000;

/** Each attempt as a dot: when, and how long it took. */
export function RequestDots({ range, attempts }: { readonly range: TimeRange; readonly attempts: number }): JSX.Element {
  const data = useSignal<PlotData | undefined>(undefined);
  const problem = useSignal("");
  useEffect(() => {
    if (attempts > MOST_ROWS) return undefined;
    const controller = new AbortController();
    exportRows(range, controller.signal).then(
      (rows) => (data.value = dotsOf(rows)),
      (error: unknown) => {
        if (!isAbort(error)) problem.value = messageOf(error);
      },
    );
    return () => controller.abort();
  }, [range]);
  if (attempts > MOST_ROWS)
    return <p class="soft small">{count(attempts)} attempts are too many to show one by one: choose a shorter span.</p>;
  if (problem.value !== "") return <p class="note bad">{problem.value}</p>;
  const shown = data.value ?? { times: [], series: [], kind: "dots" as const, format: duration };
  return <Plot title="Each attempt" summary={`${attempts} attempts by how long they took.`} data={shown} />;
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
