import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import type { ToolCall } from "../api/sessions.js";
import { Icon } from "../ui/icon.js";
import { giveResults } from "./conversation/ask.js";
import { answering } from "./conversation/state.js";

/** What the model asks its tools for. */
export function ToolCalls({ calls }: { readonly calls: readonly ToolCall[] }): JSX.Element {
  return (
    <>
      {calls.map((call, index) => (
        <details key={call.id === "" ? index : call.id} class="tool-call">
          <summary>
            <Icon name="tool" size={15} />
            <span>
              Asks for <code>{call.name === "" ? "a tool" : call.name}</code>
            </span>
            <Icon name="next" size={14} />
          </summary>
          <pre tabIndex={0} aria-label="Arguments">
            {pretty(call.arguments)}
          </pre>
        </details>
      ))}
    </>
  );
}

/** The model waits for what its tools gave: it is written here. */
export function ToolResults({ calls }: { readonly calls: readonly ToolCall[] }): JSX.Element {
  const results = useSignal<readonly string[]>(calls.map(() => ""));
  return (
    <form
      class="tool-results"
      onSubmit={(event) => {
        event.preventDefault();
        void giveResults(calls, results.value);
      }}
    >
      {calls.map((call, at) => (
        <label key={call.id} class="field">
          <span class="label">
            What <code>{call.name}</code> gave
          </span>
          <textarea
            class="textarea mono"
            rows={2}
            value={results.value[at]}
            onInput={(event) => (results.value = results.value.map((text, other) => (other === at ? event.currentTarget.value : text)))}
          />
        </label>
      ))}
      <button class="button" type="submit" disabled={answering.value !== undefined || results.value.some((text) => text.trim() === "")}>
        Give it to the model
      </button>
    </form>
  );
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text;
  }
}
