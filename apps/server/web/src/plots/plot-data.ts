/** One line, area or bar series of a plot. */
export interface PlotSeries {
  readonly label: string;
  /** A custom property that holds its colour, such as `--plot-1`. */
  readonly color: string;
  readonly values: readonly (number | null)[];
}

export interface PlotData {
  /** Unix seconds, rising. */
  readonly times: readonly number[];
  readonly series: readonly PlotSeries[];
  readonly kind: "lines" | "stacked" | "dots";
  /** How a value is written at the axis and in the legend. */
  readonly format: (value: number) => string;
}

/** Sums from the first series up, so that areas stand on each other. */
export function stack(series: readonly PlotSeries[]): (number | null)[][] {
  const sums: number[] = [];
  return series.map(({ values }) =>
    values.map((value, index) => {
      sums[index] = (sums[index] ?? 0) + (value ?? 0);
      return sums[index];
    }),
  );
}
