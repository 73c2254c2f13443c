import { useSignal, useSignalEffect } from "@preact/signals";
import type { JSX } from "preact";
import "./keys.css";
import { revision } from "../api/connection.js";
import { messageOf } from "../api/failure.js";
import { listKeys, type MadeKey, type VirtualKey } from "../api/keys.js";
import { loadModels } from "../api/models.js";
import { count, moment, percent, usd } from "../ui/format.js";
import { Icon } from "../ui/icon.js";
import { KeyDialog } from "./key-dialog.js";
import { MadeKeyDialog } from "./made-key-dialog.js";

const WINDOW_WORDS = { day: "a day", week: "a week", month: "a month", total: "in all" } as const;

// Each is a card of its own: thousands of them at once would hold the page up.
const SHOWN_AT_ONCE = 100;

/** Virtual keys and their budgets: made, changed and revoked (UI-2). */
export function KeysView(): JSX.Element {
  const keys = useSignal<readonly VirtualKey[] | undefined>(undefined);
  const problem = useSignal("");
  const edited = useSignal<VirtualKey | "new" | undefined>(undefined);
  const made = useSignal<MadeKey | undefined>(undefined);
  const again = useSignal(0);
  const shown = useSignal(SHOWN_AT_ONCE);
  useSignalEffect(() => {
    void revision.value;
    void again.value;
    void loadModels().catch(() => undefined);
    listKeys().then(
      (list) => {
        keys.value = list;
        problem.value = "";
      },
      (error: unknown) => (problem.value = messageOf(error)),
    );
  });
  return (
    <div class="view">
      <div class="view-inner">
        <header class="view-head">
          <h1>Keys</h1>
          <button class="button primary push" type="button" onClick={() => (edited.value = "new")}>
            <Icon name="plus" size={16} />
            New key
          </button>
        </header>
        {problem.value !== "" && (
          <p class="note bad" role="alert">
            {problem.value}
          </p>
        )}
        {keys.value?.length === 0 && (
          <div class="panel empty">
            <Icon name="keys" size={26} />
            <p>Give each person or program a key of its own, with a budget and limits. What it spends stands here.</p>
          </div>
        )}
        {keys.value !== undefined && keys.value.length > 0 && (
          <ul class="key-list">
            {keys.value.slice(0, shown.value).map((key) => (
              <KeyCard key={key.id} value={key} onEdit={() => (edited.value = key)} />
            ))}
          </ul>
        )}
        {keys.value !== undefined && keys.value.length > shown.value && (
          <button class="button older" type="button" onClick={() => (shown.value += SHOWN_AT_ONCE)}>
            Older ones
          </button>
        )}
      </div>
      {edited.value !== undefined && (
        <KeyDialog
          value={edited.value === "new" ? undefined : edited.value}
          onClose={() => (edited.value = undefined)}
          onDone={(created) => {
            edited.value = undefined;
            made.value = created;
            again.value += 1;
          }}
        />
      )}
      {made.value !== undefined && <MadeKeyDialog made={made.value} onClose={() => (made.value = undefined)} />}
    </div>
  );
}

function KeyCard({ value: key, onEdit }: { readonly value: VirtualKey; readonly onEdit: () => void }): JSX.Element {
  const { budgetUsd, spentUsd, reservedUsd } = key;
  const used = budgetUsd === undefined || budgetUsd === 0 ? 0 : (spentUsd + reservedUsd) / budgetUsd;
  const expired = key.expiresMs !== undefined && key.expiresMs < Date.now();
  return (
    <li class="panel key-card">
      <div class="row">
        <h2 class="cut">{key.name}</h2>
        <span class="mono faint small">…{key.hint}</span>
        {expired && <span class="tag bad">expired</span>}
        <button class="button quiet push" type="button" onClick={onEdit} aria-label={`Change ${key.name}`}>
          <Icon name="edit" size={15} />
          Change
        </button>
      </div>
      {budgetUsd === undefined ? (
        <p class="number">
          <strong>{usd(spentUsd)}</strong> <span class="faint">spent, no budget</span>
        </p>
      ) : (
        <div class="stack budget">
          <div class="row number">
            <strong>{usd(spentUsd)}</strong>
            <span class="faint">
              of {usd(budgetUsd)} {WINDOW_WORDS[key.budgetWindow]}
              {reservedUsd > 0 && `, ${usd(reservedUsd)} held`}
            </span>
            <span class="push faint">{percent(spentUsd + reservedUsd, budgetUsd)}</span>
          </div>
          <div
            class={`bar ${used >= 1 ? "bad" : used >= 0.8 ? "warn" : ""}`}
            role="progressbar"
            aria-label={`Budget of ${key.name}`}
            aria-valuemin={0}
            aria-valuemax={100}
            aria-valuenow={Math.round(Math.min(1, used) * 100)}
          >
            <i style={{ transform: `scaleX(${Math.min(1, used)})` }} />
          </div>
        </div>
      )}
      <p class="small soft key-limits">{limitsOf(key)}</p>
    </li>
  );
}

function limitsOf(key: VirtualKey): string {
  return [
    key.rpm === undefined ? "" : `${count(key.rpm)} requests a minute`,
    key.tpm === undefined ? "" : `${count(key.tpm)} tokens a minute`,
    key.models.length === 0 ? "all models" : key.models.length <= 2 ? key.models.join(", ") : `${key.models.length} models`,
    key.expiresMs === undefined ? "" : `until ${moment(key.expiresMs)}`,
    key.resetsMs === undefined || key.budgetUsd === undefined ? "" : `starts anew ${moment(key.resetsMs)}`,
    `made ${moment(key.createdMs)}`,
  ]
    .filter(Boolean)
    .join(" · ");
}
