import UPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { isDaily, type PlotData, stack } from "./plot-data.js";
import { timeLabels } from "./time-labels.js";

export interface DrawnPlot {
  resize(width: number): void;
  destroy(): void;
}

export interface PlotOptions {
  readonly width: number;
  readonly height: number;
  /** Told of the value under the pointer; `undefined` when there is none. */
  readonly onPoint: (index: number | undefined, leftPx: number) => void;
}

/** 1, 2, 5, 10, 20, 50 … */
const WHOLE_STEPS = Array.from({ length: 12 }, (_, power) => [1, 2, 5].map((step) => step * 10 ** power)).flat();
const FONT = "11px Inter, system-ui, sans-serif";

/** Draws a plot into an element (UI-2). Colours are taken from the page's custom properties when it is drawn. */
export function drawPlot(element: HTMLElement, data: PlotData, { width, height, onPoint }: PlotOptions): DrawnPlot {
  const styles = getComputedStyle(element);
  const color = (name: string): string => styles.getPropertyValue(name).trim();
  const { whole = false } = data;
  const daily = isDaily(data);
  const stacked = data.kind === "stacked";
  // Half a bar at both ends, so that the first and the last are whole.
  const padS = stacked ? ((data.times[1] ?? 0) - (data.times[0] ?? 0)) / 2 : 0;
  const values = stacked ? stack(data.series) : data.series.map((series) => [...series.values]);
  const bars = UPlot.paths.bars?.({ size: [0.72, 36], radius: [0.22, 0] });
  const columns = data.series.map((series, index) => ({ series, values: values[index] ?? [] }));
  // The tallest sum is drawn first, the lower ones over it.
  const drawn = stacked ? columns.toReversed() : columns;
  const axis: UPlot.Axis = {
    stroke: color("--ink-faint"),
    font: FONT,
    grid: { stroke: color("--line"), width: 1 },
    ticks: { show: false },
  };
  const plot = new UPlot(
    {
      width,
      height,
      padding: [8, 4, 0, 0],
      legend: { show: false },
      ...(daily ? { tzDate: (atS: number) => UPlot.tzDate(new Date(atS * 1000), "Etc/UTC") } : {}),
      cursor: {
        y: false,
        drag: { setScale: false, x: false },
        points: { show: data.kind !== "stacked" },
        focus: { prox: data.kind === "dots" ? 24 : -1 },
      },
      scales: {
        x: { range: (_plot, least, most) => [least - padS, most + padS] },
        y: { range: (_plot, _least, most) => [0, most > 0 ? most * 1.08 : 1] },
      },
      axes: [
        {
          ...axis,
          grid: { show: false },
          space: 70,
          size: 38,
          values: (_plot, splits, _axis, _space, stepS) => [...timeLabels(splits, { stepS, daily })],
        },
        {
          ...axis,
          size: 58,
          ...(whole ? { incrs: WHOLE_STEPS } : {}),
          values: (_plot, splits) => splits.map((value) => data.format(value)),
        },
      ],
      series: [
        {},
        ...drawn.map(({ series }): UPlot.Series => ({
          label: series.label,
          stroke: color(series.color),
          width: stacked ? 0 : data.kind === "dots" ? 0 : 1.75,
          spanGaps: true,
          ...(stacked ? { fill: color(series.color), points: { show: false }, ...(bars === undefined ? {} : { paths: bars }) } : {}),
          ...(data.kind === "dots"
            ? { paths: () => null, points: { show: true, size: 4, fill: `${color(series.color)}99`, width: 0 } }
            : {}),
          ...(data.kind === "lines" ? { points: { show: data.times.length < 3 } } : {}),
        })),
      ],
      hooks: { setCursor: [(self) => onPoint(self.cursor.idx ?? undefined, self.cursor.left ?? 0)] },
    },
    [data.times as number[], ...drawn.map((column) => column.values)],
    element,
  );
  return { resize: (next) => plot.setSize({ width: next, height }), destroy: () => plot.destroy() };
}
