import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { CodeBlock } from "../markdown/code-block.js";
import "../markdown/markdown.css";
import { Modal } from "../ui/modal.js";
import { asCode, type CodeForm } from "./as-code.js";
import { questionBody } from "./conversation/question-body.js";
import { settings } from "./conversation/settings.js";

const FORMS: readonly { readonly form: CodeForm; readonly language: string }[] = [
  { form: "curl", language: "bash" },
  { form: "TypeScript", language: "typescript" },
  { form: "CLI", language: "bash" },
];

/** A question as something to run elsewhere. */
export function QuestionCode({ prompt, onClose }: { readonly prompt: string; readonly onClose: () => void }): JSX.Element {
  const form = useSignal<CodeForm>("curl");
  const language = FORMS.find((one) => one.form === form.value)?.language ?? "bash";
  return (
    <Modal title="Ask this elsewhere" onClose={onClose}>
      <div class="segments" role="group" aria-label="Form">
        {FORMS.map((one) => (
          <button key={one.form} type="button" aria-pressed={form.value === one.form} onClick={() => (form.value = one.form)}>
            {one.form}
          </button>
        ))}
      </div>
      <CodeBlock
        text={asCode(form.value, { body: body(), prompt, origin: location.origin, system: settings.value.system })}
        language={language}
        closed
      />
      <p class="faint tiny">The key is read from OPENCLAW_GATEWAY_TOKEN; attachments and earlier messages are left out.</p>
    </Modal>
  );
}

function body(): ReturnType<typeof questionBody> {
  try {
    return questionBody(settings.value);
  } catch {
    return questionBody({ ...settings.value, tools: "" });
  }
}
