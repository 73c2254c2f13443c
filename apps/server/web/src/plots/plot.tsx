import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import "./plots.css";
import { darkShown } from "../app/theme.js";
import type { DrawnPlot } from "./draw-plot.js";
import { isDaily, isEmpty, type PlotData } from "./plot-data.js";

export interface PlotProps {
  readonly title: string;
  /** What the plot says, for who cannot see it. */
  readonly summary: string;
  readonly data: PlotData;
  readonly height?: number;
}

/** A plot over time with its legend; the library is loaded with the first one. */
export function Plot({ title, summary, data, height = 210 }: PlotProps): JSX.Element {
  const place = useRef<HTMLDivElement>(null);
  const point = useSignal<{ readonly index: number; readonly leftPx: number } | undefined>(undefined);
  const dark = darkShown.value;
  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    let plot: DrawnPlot | undefined;
    let closed = false;
    const observer = new ResizeObserver(() => plot?.resize(element.clientWidth));
    void import("./draw-plot.js").then(({ drawPlot }) => {
      if (closed) return;
      performance.mark("plot-begins");
      plot = drawPlot(element, data, {
        width: element.clientWidth,
        height,
        onPoint: (index, leftPx) => (point.value = index === undefined || leftPx < 0 ? undefined : { index, leftPx }),
      });
      // The library draws in a microtask of its own, which is before this one.
      queueMicrotask(() => performance.measure("plot", "plot-begins"));
      observer.observe(element);
    });
    return () => {
      closed = true;
      observer.disconnect();
      plot?.destroy();
      point.value = undefined;
    };
  }, [data, dark, height]);
  return (
    <figure class="plot">
      <figcaption>
        <strong>{title}</strong>
        <Legend data={data} index={point.value?.index} />
      </figcaption>
      <div ref={place} class="plot-place" role="img" aria-label={`${title}. ${summary}`} style={{ minHeight: `${height}px` }} />
      {isEmpty(data) && <p class="plot-none soft small">Nothing in this time.</p>}
    </figure>
  );
}

function Legend({ data, index }: { readonly data: PlotData; readonly index: number | undefined }): JSX.Element {
  const time = index === undefined ? undefined : data.times[index];
  return (
    <span class="legend number">
      {data.series.map((series) => {
        const value = index === undefined ? undefined : series.values[index];
        return (
          <span key={series.label} class="legend-item" data-color={series.color}>
            <i />
            {series.label}
            {value != null && <b>{data.format(value)}</b>}
          </span>
        );
      })}
      {time !== undefined && <span class="faint">{isDaily(data) ? dayOf(time) : momentOf(time)}</span>}
    </span>
  );
}

function momentOf(atS: number): string {
  return new Date(atS * 1000).toLocaleString([], { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
}

function dayOf(atS: number): string {
  return `${new Date(atS * 1000).toLocaleDateString([], { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" })} (UTC)`;
}
