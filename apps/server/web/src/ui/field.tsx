import type { Signal } from "@preact/signals";
import type { ComponentChildren, JSX } from "preact";
import { useId } from "preact/hooks";

export interface FieldProps {
  readonly label: string;
  readonly hint?: string;
}

/** A label, what is filled in, and what is said of it. */
export function Field({ label, hint, children }: FieldProps & { readonly children: (id: string) => ComponentChildren }): JSX.Element {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children(id)}
      {hint !== undefined && <span class="hint">{hint}</span>}
    </div>
  );
}

/** Preact has types of its own for each kind of input. */
type Kind = { readonly type: "text" } | { readonly type: "number" } | { readonly type: "date" };

export type InputFieldProps = FieldProps &
  Kind & {
    readonly value: Signal<string>;
    readonly min?: string;
    readonly step?: string;
    readonly maxLength?: number;
    readonly required?: boolean;
    readonly autofocus?: boolean;
  };

/** One line of text, a number or a day, kept in a signal. */
export function InputField({ label, hint, value, ...input }: InputFieldProps): JSX.Element {
  return (
    <Field label={label} {...(hint === undefined ? {} : { hint })}>
      {(id) => (
        <input
          {...input}
          id={id}
          class={input.type === "number" ? "input number" : "input"}
          value={value.value}
          onInput={(event) => (value.value = event.currentTarget.value)}
        />
      )}
    </Field>
  );
}
