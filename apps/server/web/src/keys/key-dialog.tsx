import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { messageOf } from "../api/failure.js";
import { type BudgetWindow, createKey, type KeyInput, type MadeKey, patchKey, revokeKey, type VirtualKey, WINDOWS } from "../api/keys.js";
import { models } from "../api/models.js";
import { Field, InputField } from "../ui/field.js";
import { Icon } from "../ui/icon.js";
import { Modal } from "../ui/modal.js";

const WINDOW_WORDS: Readonly<Record<BudgetWindow, string>> = {
  day: "Every day",
  week: "Every week",
  month: "Every month",
  total: "Once, in all",
};

export interface KeyDialogProps {
  /** Absent: a new key. */
  readonly value: VirtualKey | undefined;
  readonly onClose: () => void;
  readonly onDone: (made: MadeKey | undefined) => void;
}

/** Makes or changes a key. */
export function KeyDialog({ value, onClose, onDone }: KeyDialogProps): JSX.Element {
  const name = useSignal(value?.name ?? "");
  const budget = useSignal(value?.budgetUsd === undefined ? "" : String(value.budgetUsd));
  const window = useSignal<BudgetWindow>(value?.budgetWindow ?? "month");
  const rpm = useSignal(value?.rpm === undefined ? "" : String(value.rpm));
  const tpm = useSignal(value?.tpm === undefined ? "" : String(value.tpm));
  const allowed = useSignal(value?.models.join("\n") ?? "");
  const expires = useSignal(value?.expiresMs === undefined ? "" : new Date(value.expiresMs).toISOString().slice(0, 10));
  const problem = useSignal("");
  const busy = useSignal(false);
  const revoking = useSignal(false);
  const run = async (act: () => Promise<MadeKey | undefined>): Promise<void> => {
    busy.value = true;
    problem.value = "";
    try {
      onDone(await act());
    } catch (error) {
      problem.value = messageOf(error);
    }
    busy.value = false;
  };
  const input = (): KeyInput => {
    const names = allowed.value.split(/[\s,]+/).filter(Boolean);
    return {
      name: name.value.trim(),
      budgetUsd: budget.value === "" ? null : Number(budget.value),
      budgetWindow: window.value,
      rpm: rpm.value === "" ? null : Number(rpm.value),
      tpm: tpm.value === "" ? null : Number(tpm.value),
      models: names.length === 0 ? null : names,
      expiresAt: expires.value === "" ? null : `${expires.value}T23:59:59Z`,
    };
  };
  const save = (): Promise<void> =>
    run(async () => {
      if (value === undefined) return createKey(input());
      await patchKey(value.id, input());
      return undefined;
    });
  const revoke = (): Promise<void> =>
    run(async () => {
      if (value !== undefined) await revokeKey(value.id);
      return undefined;
    });
  return (
    <Modal title={value === undefined ? "New key" : "Change the key"} onClose={onClose}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <InputField label="Name" hint="Of the person or program that gets it" type="text" required maxLength={200} autofocus value={name} />
        <div class="pair">
          <InputField label="Budget in dollars" hint="Empty: none" type="number" min="0" step="any" value={budget} />
          <Field label="Given">
            {(id) => (
              <select
                id={id}
                class="select"
                value={window.value}
                onChange={(event) => (window.value = WINDOWS.find((one) => one === event.currentTarget.value) ?? "total")}
              >
                {WINDOWS.map((one) => (
                  <option key={one} value={one}>
                    {WINDOW_WORDS[one]}
                  </option>
                ))}
              </select>
            )}
          </Field>
        </div>
        <div class="pair">
          <InputField label="Requests a minute" type="number" min="1" step="1" value={rpm} />
          <InputField label="Tokens a minute" type="number" min="1" step="1" value={tpm} />
        </div>
        <Field
          label="Allowed models"
          hint={`One a line, such as ${models.value.find(({ own }) => !own)?.id ?? "anthropic/claude-sonnet-4.5"}, or vendor/*. Empty: all.`}
        >
          {(id) => (
            <textarea
              id={id}
              class="textarea mono"
              rows={3}
              spellcheck={false}
              value={allowed.value}
              onInput={(event) => (allowed.value = event.currentTarget.value)}
            />
          )}
        </Field>
        <InputField label="Last day" hint="Empty: it does not expire" type="date" value={expires} />
        {problem.value !== "" && (
          <p class="note bad" role="alert">
            {problem.value}
          </p>
        )}
        <div class="row wrap">
          {value !== undefined &&
            (revoking.value ? (
              <button class="button danger" type="button" disabled={busy.value} onClick={() => void revoke()}>
                Revoke now: it opens nothing any more
              </button>
            ) : (
              <button class="button quiet danger" type="button" onClick={() => (revoking.value = true)}>
                <Icon name="remove" size={15} />
                Revoke
              </button>
            ))}
          <button class="button primary push" type="submit" disabled={busy.value || name.value.trim() === ""}>
            {value === undefined ? "Make the key" : "Save"}
          </button>
        </div>
      </form>
    </Modal>
  );
}
