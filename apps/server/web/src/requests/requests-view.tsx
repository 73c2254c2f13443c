import { useSignal, useSignalEffect } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import "./requests.css";
import { revision } from "../api/connection.js";
import { isAbort, messageOf } from "../api/failure.js";
import { listKeys, type VirtualKey } from "../api/keys.js";
import { loadModels, modelsById } from "../api/models.js";
import { type Attempt, listRequests } from "../api/requests.js";
import { getUsage } from "../api/usage.js";
import { whoami } from "../api/whoami.js";
import { go, hrefOf, route } from "../app/route.js";
import { count, duration, moment, usd } from "../ui/format.js";
import { Icon } from "../ui/icon.js";
import { OUTCOME_WORDS, OutcomeTag } from "./outcome-tag.js";
import { RequestDialog } from "./request-dialog.js";
import { filtered, lookFor, requestFilter } from "./request-filter.js";

const PAGE = 50;
/** Models of this time can be looked for. */
const USED_MS = 90 * 86_400_000;
const OUTCOMES = ["", "ok", "error", "cancelled", "truncated", "refused"];

/** Every attempt at a provider, newest first; a click shows what was sent (UI-2). */
export function RequestsView(): JSX.Element {
  const rows = useSignal<readonly Attempt[]>([]);
  const next = useSignal<string | undefined>(undefined);
  const loaded = useSignal(false);
  const problem = useSignal("");
  const used = useSignal<readonly string[]>([]);
  const keys = useSignal<readonly VirtualKey[]>([]);
  const again = useSignal(0);
  const { model, key, outcome } = requestFilter.value;
  useEffect(() => {
    const toMs = Date.now();
    getUsage({ fromMs: toMs - USED_MS, toMs, groupBy: ["model"] }).then(
      ({ rows: all }) => (used.value = all.flatMap(({ group }) => group["model"] ?? [])),
      () => undefined,
    );
  }, []);
  useSignalEffect(() => {
    void revision.value;
    void again.value;
    void loadModels().catch(() => undefined);
    if (whoami.value?.admin === true) {
      listKeys().then(
        (list) => (keys.value = list),
        () => undefined,
      );
    }
    const controller = new AbortController();
    listRequests(requestFilter.value, { limit: PAGE }, controller.signal).then(
      (page) => {
        rows.value = page.attempts;
        next.value = page.next;
        loaded.value = true;
        problem.value = "";
      },
      (error: unknown) => {
        if (!isAbort(error)) problem.value = messageOf(error);
      },
    );
    return () => controller.abort();
  });
  const older = async (): Promise<void> => {
    try {
      const page = await listRequests(requestFilter.value, { limit: PAGE, before: next.value });
      rows.value = [...rows.value, ...page.attempts];
      next.value = page.next;
    } catch (error) {
      problem.value = messageOf(error);
    }
  };
  const { parameter } = route.value;
  return (
    <div class="view">
      <div class="view-inner">
        <header class="view-head">
          <h1>Requests</h1>
          <span class="push" />
          <label class="visually-hidden" for="request-model">
            Model
          </label>
          <select
            id="request-model"
            class="select filter-input"
            value={model}
            onChange={(event) => lookFor({ model: event.currentTarget.value })}
          >
            <option value="">All models</option>
            {[...new Set([...used.value, ...rows.value.map((row) => row.model), model])]
              .filter((id) => id !== "")
              .toSorted((a, b) => a.localeCompare(b))
              .map((id) => (
                <option key={id} value={id}>
                  {modelsById.value.get(id)?.name ?? id}
                </option>
              ))}
          </select>
          {keys.value.length > 0 && (
            <select
              class="select filter-input"
              aria-label="Key"
              value={key}
              onChange={(event) => lookFor({ key: event.currentTarget.value })}
            >
              <option value="">All keys</option>
              {keys.value.map(({ id, name, hint }) => (
                <option key={id} value={id}>
                  {name} …{hint}
                </option>
              ))}
            </select>
          )}
          <label class="visually-hidden" for="request-outcome">
            Outcome
          </label>
          <select
            id="request-outcome"
            class="select filter-input"
            value={outcome}
            onChange={(event) => lookFor({ outcome: event.currentTarget.value })}
          >
            {OUTCOMES.map((name) => (
              <option key={name} value={name}>
                {name === "" ? "All outcomes" : OUTCOME_WORDS[name]}
              </option>
            ))}
          </select>
          <button class="icon-button" type="button" aria-label="Look again" title="Look again" onClick={() => (again.value += 1)}>
            <Icon name="retry" />
          </button>
        </header>
        {problem.value !== "" && (
          <p class="note bad" role="alert">
            {problem.value}
          </p>
        )}
        {loaded.value && rows.value.length === 0 && (
          <div class="panel empty">
            <Icon name="requests" size={26} />
            {filtered.value ? (
              <p>
                No request fits.{" "}
                <button class="link-button" type="button" onClick={() => lookFor({ model: "", key: "", outcome: "" })}>
                  Show all
                </button>
              </p>
            ) : (
              <p>No requests yet. Each attempt at a provider stands here, with its tokens, cost and time.</p>
            )}
          </div>
        )}
        {rows.value.length > 0 && (
          <section class="panel" aria-label="Attempts">
            <div class="table-scroll" tabIndex={0} role="group" aria-label="Attempts, table">
              <Rows rows={rows.value} />
            </div>
          </section>
        )}
        {next.value !== undefined && rows.value.length > 0 && (
          <button class="button older" type="button" onClick={() => void older()}>
            Older ones
          </button>
        )}
      </div>
      {parameter !== "" && <RequestDialog requestId={parameter} onClose={() => go("requests", "", { query: requestFilter.value })} />}
    </div>
  );
}

function Rows({ rows }: { readonly rows: readonly Attempt[] }): JSX.Element {
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
              <td class="nowrap wide-only">{row.keyName ?? (row.keyId === undefined ? <span class="faint">Gateway</span> : row.keyId)}</td>
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
