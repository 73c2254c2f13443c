import type { Attempt } from "../api/requests.js";
import type { PlotSeries } from "../plots/plot-data.js";

export interface Cause {
  readonly name: string;
  readonly count: number;
  /** Those that failed so most often, at most three. */
  readonly models: readonly string[];
}

/** Failures by their code, the most frequent first. */
export function causesOf(failures: readonly Attempt[]): readonly Cause[] {
  const groups = new Map<string, Map<string, number>>();
  for (const row of failures) {
    const models = groups.get(nameOf(row)) ?? new Map<string, number>();
    models.set(row.model, (models.get(row.model) ?? 0) + 1);
    groups.set(nameOf(row), models);
  }
  return [...groups]
    .map(([name, models]) => {
      const ranked = [...models].toSorted(([, a], [, b]) => b - a);
      return { name, count: ranked.reduce((sum, [, often]) => sum + often, 0), models: ranked.slice(0, 3).map(([model]) => model) };
    })
    .toSorted((a, b) => b.count - a.count);
}

const COLORS = ["--plot-1", "--plot-2", "--plot-3", "--plot-4", "--plot-5", "--plot-6"];

/** The same over time; causes beyond the colours go together. */
export function causesOverTime(failures: readonly Attempt[], times: readonly number[]): readonly PlotSeries[] {
  const names = causesOf(failures).map(({ name }) => name);
  const columns = names.slice(0, COLORS.length).map(() => times.map(() => 0));
  for (const row of failures) {
    const at = Math.min(names.indexOf(nameOf(row)), COLORS.length - 1);
    const index = times.findLastIndex((time) => time * 1000 <= (row.startedMs ?? 0));
    const column = columns[at];
    if (column !== undefined && index !== -1) column[index] = (column[index] ?? 0) + 1;
  }
  return columns.map((values, at) => ({
    label: at === COLORS.length - 1 && names.length > COLORS.length ? "Others" : (names[at] ?? "").replaceAll("_", " "),
    color: COLORS[at] ?? "--plot-6",
    values,
  }));
}

function nameOf({ errorCode, outcome }: Attempt): string {
  return errorCode ?? outcome;
}
