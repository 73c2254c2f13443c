import type { JSX } from "preact";
import { count, duration, percent, usd } from "../ui/format.js";
import type { Report } from "./report.js";

/** The figures of the whole span. */
export function Tiles({ report }: { readonly report: Report }): JSX.Element {
  const { totals } = report;
  const tokens = totals.promptTokens + totals.completionTokens;
  const tiles = [
    { name: "Spend", value: usd(totals.costUsd), more: totals.requests > 0 ? `${usd(totals.costUsd / totals.requests)} a request` : "" },
    {
      name: "Requests",
      value: count(totals.requests),
      more: totals.attempts > totals.requests ? `${count(totals.attempts)} attempts` : "",
    },
    { name: "Tokens", value: count(tokens), more: `${count(totals.promptTokens)} in, ${count(totals.completionTokens)} out` },
    { name: "Cache hits", value: percent(totals.cachedTokens, totals.promptTokens), more: `${count(totals.cachedTokens)} tokens` },
    { name: "First token", value: duration(totals.firstTokenMs.p50), more: `95 %: ${duration(totals.firstTokenMs.p95)}` },
    { name: "Whole answer", value: duration(totals.latencyMs.p50), more: `95 %: ${duration(totals.latencyMs.p95)}` },
    { name: "Failed", value: percent(totals.failed, totals.attempts), more: `${count(totals.failed)} attempts` },
  ];
  return (
    <dl class="tiles panel">
      {tiles.map(({ name, value, more }) => (
        <div key={name} class="tile">
          <dt>{name}</dt>
          <dd class="number">
            <strong>{value}</strong>
            <span>{more}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
