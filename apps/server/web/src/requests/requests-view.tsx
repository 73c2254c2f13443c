import { useSignal, useSignalEffect } from "@preact/signals";
import type { JSX } from "preact";
import "./requests.css";
import { revision } from "../api/connection.js";
import { isAbort, messageOf } from "../api/failure.js";
import { loadModels } from "../api/models.js";
import { type Attempt, listRequests } from "../api/requests.js";
import { go, route } from "../app/route.js";
import { Icon } from "../ui/icon.js";
import { RequestDialog } from "./request-dialog.js";
import { filtered, lookFor, requestFilter } from "./request-filter.js";
import { RequestFilters } from "./request-filters.js";
import { RequestRows } from "./request-rows.js";

const PAGE = 50;

/** Every attempt at a provider, newest first; a click shows what was sent (UI-2). */
export function RequestsView(): JSX.Element {
  const rows = useSignal<readonly Attempt[]>([]);
  const next = useSignal<string | undefined>(undefined);
  const loaded = useSignal(false);
  const problem = useSignal("");
  const again = useSignal(0);
  useSignalEffect(() => {
    void revision.value;
    void again.value;
    void loadModels().catch(() => undefined);
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
          <RequestFilters rows={rows.value} />
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
              <RequestRows rows={rows.value} />
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
