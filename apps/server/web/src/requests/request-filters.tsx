import { useSignal, useSignalEffect } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { revision } from "../api/connection.js";
import { listKeys, type VirtualKey } from "../api/keys.js";
import { modelsById } from "../api/models.js";
import type { Attempt } from "../api/requests.js";
import { getUsage } from "../api/usage.js";
import { whoami } from "../api/whoami.js";
import { OUTCOME_WORDS } from "./outcome-tag.js";
import { lookFor, requestFilter } from "./request-filter.js";

/** Models of this time can be looked for. */
const USED_MS = 90 * 86_400_000;
const OUTCOMES = ["", "ok", "error", "cancelled", "truncated", "refused"];

/** What can be looked for: models that were used lately or stand among the rows, keys, outcomes. */
export function RequestFilters({ rows }: { readonly rows: readonly Attempt[] }): JSX.Element {
  const used = useSignal<readonly string[]>([]);
  const keys = useSignal<readonly VirtualKey[]>([]);
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
    if (whoami.value?.admin !== true) return;
    listKeys().then(
      (list) => (keys.value = list),
      () => undefined,
    );
  });
  return (
    <>
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
        {[...new Set([...used.value, ...rows.map((row) => row.model), model])]
          .filter((id) => id !== "")
          .toSorted((a, b) => a.localeCompare(b))
          .map((id) => (
            <option key={id} value={id}>
              {modelsById.value.get(id)?.name ?? id}
            </option>
          ))}
      </select>
      {keys.value.length > 0 && (
        <select class="select filter-input" aria-label="Key" value={key} onChange={(event) => lookFor({ key: event.currentTarget.value })}>
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
    </>
  );
}
