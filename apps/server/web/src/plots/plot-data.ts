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
  /** Things that are counted: no half of one stands at the axis. */
  readonly whole?: boolean;
}

/** Whether a value is of a day, as the server counts days: from midnight to midnight UTC, wherever it is looked at. */
export function isDaily({ kind, times }: PlotData): boolean {
  return kind !== "dots" && (times[1] ?? 0) - (times[0] ?? 0) >= 86_400;
}

/** Nothing but gaps and zeros. */
export function isEmpty({ series }: PlotData): boolean {
  return series.every(({ values }) => values.every((value) => value === null || value === 0));
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
