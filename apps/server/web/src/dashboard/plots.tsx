import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { modelsById } from "../api/models.js";
import { Plot } from "../plots/plot.js";
import type { PlotData } from "../plots/plot-data.js";
import { count, duration, usd } from "../ui/format.js";
import type { Report, SpendDimension } from "./report.js";
import { seriesBy, seriesOver } from "./shape-usage.js";

interface PlotsProps {
  readonly report: Report;
  readonly times: readonly number[];
}

export function modelName(id: string | undefined): string {
  return id === undefined ? "Unknown" : (modelsById.value.get(id)?.name ?? id);
}

const SPEND_TITLES: Readonly<Record<SpendDimension, string>> = {
  model: "Spend by model",
  key: "Spend by key",
  provider: "Spend by provider",
};

export function SpendPlot({ report, times }: PlotsProps): JSX.Element {
  const { dimension, rows } = report.overTimeBy;
  const data = useMemo((): PlotData => {
    const { bucket } = report.range;
    const nameOf =
      dimension === "model" ? modelName : dimension === "key" ? report.keyName : (name: string | undefined) => name ?? "Not told";
    return {
      times,
      kind: "stacked",
      format: usd,
      series: seriesBy(rows, { times, bucket, dimension, value: ({ costUsd }) => costUsd, nameOf }),
    };
  }, [report, times, modelsById.value]);
  return <Plot title={SPEND_TITLES[dimension]} summary={`${usd(report.totals.costUsd)} in all.`} data={data} height={240} />;
}

export function RequestsPlot({ report, times }: PlotsProps): JSX.Element {
  const data = useMemo((): PlotData => {
    const { bucket } = report.range;
    const rows = report.overTime;
    return {
      times,
      kind: "stacked",
      format: count,
      whole: true,
      series: [
        seriesOver(rows, { times, bucket, label: "Failed", color: "--plot-1", value: ({ failed }) => failed, empty: 0 }),
        seriesOver(rows, {
          times,
          bucket,
          label: "Answered",
          color: "--plot-2",
          value: ({ attempts, failed }) => attempts - failed,
          empty: 0,
        }),
      ],
    };
  }, [report, times]);
  return <Plot title="Attempts" summary={`${report.totals.attempts}, of which ${report.totals.failed} failed.`} data={data} />;
}

export function TokensPlot({ report, times }: PlotsProps): JSX.Element {
  const data = useMemo((): PlotData => {
    const { bucket } = report.range;
    const rows = report.overTime;
    const over = (label: string, color: string, value: (row: (typeof rows)[number]) => number): PlotData["series"][number] =>
      seriesOver(rows, { times, bucket, label, color, value, empty: 0 });
    return {
      times,
      kind: "stacked",
      format: count,
      whole: true,
      series: [
        over("Cached", "--plot-3", ({ cachedTokens }) => cachedTokens),
        over("In", "--plot-2", ({ promptTokens, cachedTokens }) => promptTokens - cachedTokens),
        over("Out", "--plot-4", ({ completionTokens }) => completionTokens),
      ],
    };
  }, [report, times]);
  return (
    <Plot
      title="Tokens"
      summary={`${count(report.totals.promptTokens)} in and ${count(report.totals.completionTokens)} out.`}
      data={data}
    />
  );
}

export function LatencyPlot({ report, times }: PlotsProps): JSX.Element {
  const data = useMemo((): PlotData => {
    const { bucket } = report.range;
    const rows = report.overTime;
    const over = (label: string, color: string, value: (row: (typeof rows)[number]) => number | undefined): PlotData["series"][number] =>
      seriesOver(rows, { times, bucket, label, color, value, empty: null });
    return {
      times,
      kind: "lines",
      format: (value) => duration(value),
      series: [
        over("First token, half", "--plot-2", ({ firstTokenMs }) => firstTokenMs.p50),
        over("First token, 95 %", "--plot-1", ({ firstTokenMs }) => firstTokenMs.p95),
        over("Whole, half", "--plot-3", ({ latencyMs }) => latencyMs.p50),
      ],
    };
  }, [report, times]);
  return (
    <Plot
      title="Time to answer"
      summary={`Half of the first tokens came within ${duration(report.totals.firstTokenMs.p50)}.`}
      data={data}
    />
  );
}
