import type { JSX } from "preact";
import { modelsById } from "../api/models.js";
import type { Attempt } from "../api/requests.js";
import { whoami } from "../api/whoami.js";
import { go, hrefOf } from "../app/route.js";
import { count, duration, moment, usd } from "../ui/format.js";
import { OutcomeTag } from "./outcome-tag.js";
import { requestFilter } from "./request-filter.js";

/** The attempts as a table; a row opens what was sent. */
export function RequestRows({ rows }: { readonly rows: readonly Attempt[] }): JSX.Element {
  const admin = whoami.value?.admin === true;
  return (
    <table class="requests">
      <thead>
        <tr>
          <th scope="col">When</th>
          <th scope="col">Model</th>
          {admin && (
            <th scope="col" class="wide-only">
              Key
            </th>
          )}
          <th scope="col" class="end wide-only">
            In
          </th>
          <th scope="col" class="end wide-only">
            Out
          </th>
          <th scope="col" class="end">
            Cost
          </th>
          <th scope="col" class="end wide-only">
            First token
          </th>
          <th scope="col" class="end wide-only">
            Whole
          </th>
          <th scope="col">Outcome</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} onClick={() => go("requests", row.requestId, { query: requestFilter.value })}>
            <td class="when number nowrap">
              <a
                class="row-link"
                href={hrefOf("requests", row.requestId, requestFilter.value)}
                title={
                  row.startedMs === undefined
                    ? undefined
                    : new Date(row.startedMs).toLocaleString([], { dateStyle: "medium", timeStyle: "long" })
                }
                onClick={(event) => event.stopPropagation()}
              >
                {moment(row.startedMs)}
              </a>
            </td>
            <td class="model-cell">
              <span class="cut">{modelsById.value.get(row.model)?.name ?? row.model}</span>
              <span class="faint tiny cut">
                {row.kind}
                {row.provider !== undefined && ` · ${row.provider}`}
                {row.attempt > 1 && ` · try ${row.attempt}`}
              </span>
            </td>
            {admin && (
              <td class="key-cell nowrap wide-only" title={row.keyName}>
                {row.keyName ?? (row.keyId === undefined ? <span class="faint">Gateway</span> : row.keyId)}
              </td>
            )}
            <td class="end wide-only">
              {count(row.promptTokens)}
              {(row.cachedTokens ?? 0) > 0 && <span class="faint tiny cached">{count(row.cachedTokens)} cached</span>}
            </td>
            <td class="end wide-only">{count(row.completionTokens)}</td>
            <td class="cost end">{usd(row.costUsd)}</td>
            <td class="end wide-only">{duration(row.firstTokenMs)}</td>
            <td class="end wide-only">{duration(row.latencyMs)}</td>
            <td class="outcome">
              <OutcomeTag row={row} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
