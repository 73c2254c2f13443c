import type { JSX } from "preact";
import type { UsageRow } from "../api/usage.js";
import { whoami } from "../api/whoami.js";
import { count, duration, percent, usd } from "../ui/format.js";
import { modelName } from "./plots.js";
import type { Report } from "./report.js";

/** The same sums by model, key and provider. */
export function Breakdowns({ report }: { readonly report: Report }): JSX.Element {
  return (
    <>
      <Breakdown
        title="By model"
        rows={report.byModel}
        nameOf={({ group }) => modelName(group["model"])}
        totalUsd={report.totals.costUsd}
      />
      {whoami.value?.admin === true && (
        <div class="halves">
          <Breakdown
            short
            title="By key"
            rows={report.byKey}
            nameOf={({ group }) => report.keyName(group["key"])}
            totalUsd={report.totals.costUsd}
          />
          <Breakdown
            short
            title="By provider"
            rows={report.byProvider}
            nameOf={({ group }) => group["provider"] ?? "Not told"}
            totalUsd={report.totals.costUsd}
          />
        </div>
      )}
    </>
  );
}

interface BreakdownProps {
  readonly title: string;
  readonly rows: readonly UsageRow[];
  readonly nameOf: (row: UsageRow) => string;
  readonly totalUsd: number;
  readonly short?: boolean;
}

const SHOWN = 12;

function Breakdown({ title, rows, nameOf, totalUsd, short = false }: BreakdownProps): JSX.Element {
  const sorted = rows.toSorted((a, b) => b.costUsd - a.costUsd || b.requests - a.requests);
  return (
    <section class="panel" aria-label={title}>
      <h2 class="panel-title">{title}</h2>
      <div class="table-scroll" tabIndex={0} role="group" aria-label={`${title}, table`}>
        <table>
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col" class="end">
                Spend
              </th>
              <th scope="col" class="end">
                Requests
              </th>
              {!short && (
                <th scope="col" class="end">
                  Tokens in
                </th>
              )}
              {!short && (
                <th scope="col" class="end">
                  Out
                </th>
              )}
              {!short && (
                <th scope="col" class="end">
                  Cached
                </th>
              )}
              {!short && (
                <th scope="col" class="end">
                  First token
                </th>
              )}
              <th scope="col" class="end">
                Failed
              </th>
            </tr>
          </thead>
          <tbody>
            {sorted.slice(0, SHOWN).map((row) => (
              <tr key={nameOf(row)}>
                <td>
                  <div class="share-cell">
                    <span class="cut">{nameOf(row)}</span>
                    <span class="bar" aria-hidden="true">
                      <i style={{ transform: `scaleX(${totalUsd > 0 ? row.costUsd / totalUsd : 0})` }} />
                    </span>
                  </div>
                </td>
                <td class="end">{usd(row.costUsd)}</td>
                <td class="end">{count(row.requests)}</td>
                {!short && <td class="end">{count(row.promptTokens)}</td>}
                {!short && <td class="end">{count(row.completionTokens)}</td>}
                {!short && <td class="end">{percent(row.cachedTokens, row.promptTokens)}</td>}
                {!short && <td class="end">{duration(row.firstTokenMs.p50)}</td>}
                <td class="end">
                  {row.failed === 0 ? <span class="faint">0</span> : <span class="tag bad">{percent(row.failed, row.attempts)}</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {sorted.length === 0 && <p class="faint small panel-none">Nothing in this span.</p>}
      {sorted.length > SHOWN && <p class="faint small panel-none">and {sorted.length - SHOWN} more in the export</p>}
    </section>
  );
}
