import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { type Attempt, listRequests } from "../api/requests.js";
import { modelName } from "./plots.js";

const LOOKED_AT = 200;

/** Why the last failures failed. */
export function Failures({ failed }: { readonly failed: number }): JSX.Element | null {
  const rows = useSignal<readonly Attempt[]>([]);
  useEffect(() => {
    if (failed === 0) return;
    listRequests({ outcome: "error" }, { limit: LOOKED_AT }).then(
      ({ attempts }) => (rows.value = attempts),
      () => undefined,
    );
  }, [failed]);
  if (failed === 0 || rows.value.length === 0) return null;
  const causes = countBy(rows.value, ({ errorCode }) => errorCode ?? "unknown");
  const most = causes[0]?.count ?? 1;
  return (
    <section class="panel" aria-label="Failures by cause">
      <h2 class="panel-title">
        Failures by cause <span class="faint small">the last {rows.value.length}</span>
      </h2>
      <ul class="causes">
        {causes.map(({ name, count, models }) => (
          <li key={name}>
            <span class="cause-name">{name.replaceAll("_", " ")}</span>
            <span class="bar bad" aria-hidden="true">
              <i style={{ transform: `scaleX(${count / most})` }} />
            </span>
            <strong class="number">{count}</strong>
            <span class="faint small cut">{models.map(modelName).join(", ")}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function countBy(
  rows: readonly Attempt[],
  nameOf: (row: Attempt) => string,
): readonly { readonly name: string; readonly count: number; readonly models: readonly string[] }[] {
  const groups = new Map<string, { count: number; readonly models: Set<string> }>();
  for (const row of rows) {
    const group = groups.get(nameOf(row)) ?? { count: 0, models: new Set<string>() };
    group.count += 1;
    group.models.add(row.model);
    groups.set(nameOf(row), group);
  }
  return [...groups]
    .map(([name, group]) => ({ name, count: group.count, models: [...group.models].slice(0, 3) }))
    .sort((a, b) => b.count - a.count);
}
