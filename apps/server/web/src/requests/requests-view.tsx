import { useSignal, useSignalEffect } from "@preact/signals";
import type { JSX } from "preact";
import "./requests.css";
import { revision } from "../api/connection.js";
import { isAbort, messageOf } from "../api/failure.js";
import { listKeys, type VirtualKey } from "../api/keys.js";
import { loadModels, modelsById } from "../api/models.js";
import { type Attempt, listRequests, type RequestFilter } from "../api/requests.js";
import { whoami } from "../api/whoami.js";
import { go, route } from "../app/route.js";
import { count, duration, moment, usd } from "../ui/format.js";
import { Icon } from "../ui/icon.js";
import { OUTCOME_WORDS, OutcomeTag } from "./outcome-tag.js";
import { RequestDialog } from "./request-dialog.js";

const PAGE = 50;
const OUTCOMES = ["", "ok", "error", "cancelled", "truncated", "refused"];

/** Every attempt at a provider, newest first; a click shows what was sent (UI-2). */
export function RequestsView(): JSX.Element {
  const rows = useSignal<readonly Attempt[]>([]);
  const next = useSignal<string | undefined>(undefined);
  const loaded = useSignal(false);
  const problem = useSignal("");
  const model = useSignal("");
  const outcome = useSignal("");
  const key = useSignal("");
  const keys = useSignal<readonly VirtualKey[]>([]);
  const again = useSignal(0);
  const filter = (): RequestFilter => ({ model: model.value.trim(), outcome: outcome.value, key: key.value });
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
    // A name that is being typed is not asked for letter by letter.
    const wanted = filter();
    const timer = setTimeout(() => {
      listRequests(wanted, { limit: PAGE }, controller.signal).then(
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
    }, 200);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  });
  const older = async (): Promise<void> => {
    try {
      const page = await listRequests(filter(), { limit: PAGE, before: next.value });
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
          <input
            id="request-model"
            class="input filter-input"
            list="request-models"
            placeholder="All models"
            value={model.value}
            onInput={(event) => (model.value = event.currentTarget.value)}
          />
          <datalist id="request-models">
            {[...new Set(rows.value.map((row) => row.model))].map((name) => (
              <option key={name} value={name} />
            ))}
          </datalist>
          {keys.value.length > 0 && (
            <select
              class="select filter-input"
              aria-label="Key"
              value={key.value}
              onChange={(event) => (key.value = event.currentTarget.value)}
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
            value={outcome.value}
            onChange={(event) => (outcome.value = event.currentTarget.value)}
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
            <p>No requests yet. Each attempt at a provider stands here, with its tokens, cost and time.</p>
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
      {parameter !== "" && <RequestDialog requestId={parameter} onClose={() => go("requests")} />}
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
          <tr key={row.id} onClick={() => go("requests", row.requestId)}>
            <td class="number nowrap">
              <a class="row-link" href={`#/requests/${encodeURIComponent(row.requestId)}`} onClick={(event) => event.stopPropagation()}>
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
            <td class="end">{usd(row.costUsd)}</td>
            <td class="end wide-only">{duration(row.firstTokenMs)}</td>
            <td class="end wide-only">{duration(row.latencyMs)}</td>
            <td>
              <OutcomeTag row={row} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
