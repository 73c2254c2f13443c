import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { Plot } from "../plots/plot.js";
import type { PlotData } from "../plots/plot-data.js";
import { count } from "../ui/format.js";
import { type Cause, causesOf, causesOverTime } from "./causes.js";
import { modelName } from "./plots.js";
import type { Rows } from "./rows.js";

export interface FailuresProps {
  readonly rows: Rows;
  readonly times: readonly number[];
  readonly failed: number;
}

/** Why attempts failed, and when. */
export function Failures({ rows, times, failed }: FailuresProps): JSX.Element | null {
  const failures = useMemo(() => (typeof rows === "string" ? [] : rows.filter(({ outcome }) => outcome !== "ok")), [rows]);
  const data = useMemo(
    (): PlotData => ({ times, kind: "stacked", format: count, whole: true, series: causesOverTime(failures, times) }),
    [failures, times],
  );
  if (failed === 0 || failures.length === 0) return null;
  const causes = causesOf(failures);
  return (
    <section class="panel pad stack" aria-label="Failures by cause">
      <Plot
        title="Failures by cause"
        summary={causes.map(({ name, count: often }) => `${name}: ${often}`).join(", ")}
        data={data}
        height={180}
      />
      <ul class="causes">
        {causes.map((cause) => (
          <CauseRow key={cause.name} cause={cause} most={causes[0]?.count ?? 1} />
        ))}
      </ul>
    </section>
  );
}

function CauseRow({ cause, most }: { readonly cause: Cause; readonly most: number }): JSX.Element {
  return (
    <li>
      <span class="cause-name">{cause.name.replaceAll("_", " ")}</span>
      <span class="bar bad" aria-hidden="true">
        <i style={{ transform: `scaleX(${cause.count / most})` }} />
      </span>
      <strong class="number">{cause.count}</strong>
      <span class="faint small cut">{cause.models.map(modelName).join(", ")}</span>
    </li>
  );
}
