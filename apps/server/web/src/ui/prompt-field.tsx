import type { Signal } from "@preact/signals";
import type { JSX } from "preact";
import { Field } from "./field.js";

/** What is to be made, in words; Ctrl or Command with Enter asks for it. */
export function PromptField({ value, placeholder }: { readonly value: Signal<string>; readonly placeholder: string }): JSX.Element {
  return (
    <Field label="Prompt">
      {(id) => (
        <textarea
          id={id}
          class="textarea"
          rows={4}
          required
          placeholder={placeholder}
          value={value.value}
          onInput={(event) => (value.value = event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey)) return;
            // The button's own click: while it is disabled, nothing is ordered twice.
            event.currentTarget.form?.querySelector<HTMLButtonElement>("button[type=submit]")?.click();
          }}
        />
      )}
    </Field>
  );
}
