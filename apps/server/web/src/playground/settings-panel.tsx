import type { JSX } from "preact";
import { useId } from "preact/hooks";
import { Icon } from "../ui/icon.js";
import { choose } from "./conversation/choose.js";
import { readTools } from "./conversation/question-body.js";
import { type ChatSettings, set, settings } from "./conversation/settings.js";

type NumberName = "temperature" | "topP" | "maxTokens" | "seed";

const NUMBERS: readonly {
  readonly name: NumberName;
  readonly label: string;
  readonly hint: string;
  readonly least: number;
  readonly most?: number;
  readonly step: number;
}[] = [
  { name: "temperature", label: "Temperature", hint: "0 steady, 2 wild", least: 0, most: 2, step: 0.1 },
  { name: "topP", label: "Top P", hint: "0 to 1", least: 0, most: 1, step: 0.05 },
  { name: "maxTokens", label: "Longest answer", hint: "tokens", least: 1, step: 1 },
  { name: "seed", label: "Seed", hint: "for answers that repeat", least: 0, step: 1 },
];

/** System prompt, parameters and tools of the next question. */
export function SettingsPanel({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const { system, tools } = settings.value;
  const id = useId();
  return (
    <aside class="settings" aria-label="Settings of this chat">
      <div class="row">
        <h2>Settings</h2>
        <button class="icon-button push" type="button" aria-label="Close the settings" onClick={onClose}>
          <Icon name="close" />
        </button>
      </div>
      <div class="field">
        <label for={`${id}-system`}>System prompt</label>
        <textarea
          id={`${id}-system`}
          class="textarea"
          rows={5}
          placeholder="How the model should behave"
          value={system}
          onInput={(event) => set({ system: event.currentTarget.value })}
          onChange={(event) => choose({ system: event.currentTarget.value })}
        />
      </div>
      {NUMBERS.map((field) => (
        <NumberField key={field.name} {...field} value={settings.value[field.name]} />
      ))}
      <div class="field">
        <label for={`${id}-tools`}>Tools</label>
        <textarea
          id={`${id}-tools`}
          class="textarea mono"
          rows={5}
          spellcheck={false}
          placeholder='[{"type":"function","function":{"name":"get_weather","parameters":{…}}}]'
          value={tools}
          aria-invalid={toolsProblem(tools) !== undefined}
          onInput={(event) => set({ tools: event.currentTarget.value })}
        />
        <span class="hint">{toolsProblem(tools) ?? "A JSON list. Calls are shown, and you give their results."}</span>
      </div>
      <button
        class="button"
        type="button"
        onClick={() => set({ temperature: undefined, topP: undefined, maxTokens: undefined, seed: undefined, tools: "" })}
      >
        Set back to the model’s own
      </button>
    </aside>
  );
}

function NumberField(props: (typeof NUMBERS)[number] & { readonly value: number | undefined }): JSX.Element {
  const id = useId();
  const { name, label, hint, least, most, step, value } = props;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        class="input number"
        type="number"
        min={least}
        max={most}
        step={step}
        placeholder={`Model’s own (${hint})`}
        value={value ?? ""}
        onInput={(event) => {
          const number = event.currentTarget.valueAsNumber;
          set({ [name]: Number.isNaN(number) ? undefined : number } satisfies Partial<ChatSettings>);
        }}
      />
    </div>
  );
}

function toolsProblem(text: string): string | undefined {
  if (text.trim() === "") return undefined;
  try {
    readTools(text);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : "Not valid.";
  }
}
