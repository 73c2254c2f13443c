import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import type { Message } from "../api/sessions.js";
import { CopyButton } from "../ui/copy-button.js";
import { Icon } from "../ui/icon.js";
import { ask, askAgain } from "./conversation/ask.js";
import { branch } from "./conversation/branch.js";
import { textOfContent } from "./conversation/message-text.js";
import { QuestionCode } from "./question-code.js";
import { TurnAction } from "./turn-action.js";
import { TurnMedia } from "./turn-media.js";
import type { TurnProps } from "./turn-props.js";

/** What was asked; it can be asked anew in other words. */
export function Question({ turn, index }: TurnProps): JSX.Element {
  const editing = useSignal(false);
  const code = useSignal(false);
  const { message } = turn;
  const text = textOfContent(message.content);
  if (editing.value) return <EditQuestion message={message} index={index} onClose={() => (editing.value = false)} />;
  return (
    <>
      <div class="bubble">
        <TurnMedia message={message} />
        {text !== "" && <Words text={text} />}
      </div>
      <div class="turn-actions">
        <CopyButton text={text} label="Copy the question" />
        <TurnAction icon="edit" label="Edit and ask again" onClick={() => (editing.value = true)} />
        <TurnAction icon="code" label="Copy as curl, TypeScript or command" onClick={() => (code.value = true)} />
      </div>
      {code.value && <QuestionCode prompt={text} onClose={() => (code.value = false)} />}
    </>
  );
}

const LONG_LINES = 18;
const LONG_CHARACTERS = 1_800;

/** A long question, such as one with a file in it, is folded: the answer is what is read. */
function Words({ text }: { readonly text: string }): JSX.Element {
  const open = useSignal(false);
  const long = text.length > LONG_CHARACTERS || text.split("\n", LONG_LINES + 1).length > LONG_LINES;
  return (
    <>
      <p class={long && !open.value ? "plain folded" : "plain"} dir="auto">
        {text}
      </p>
      {long && (
        <button class="link-button small" type="button" aria-expanded={open.value} onClick={() => (open.value = !open.value)}>
          {open.value ? "Show less" : "Show all"}
        </button>
      )}
    </>
  );
}

function EditQuestion({
  message,
  index,
  onClose,
}: {
  readonly message: Message;
  readonly index: number;
  readonly onClose: () => void;
}): JSX.Element {
  const text = useSignal(textOfContent(message.content));
  const content = (): Message["content"] =>
    typeof message.content === "string"
      ? text.value.trim()
      : [{ type: "text", text: text.value.trim() }, ...message.content.filter(({ type }) => type !== "text")];
  const inBranch = async (): Promise<void> => {
    const asked = content();
    const made = await branch(index);
    if (made !== undefined) await ask(asked);
  };
  return (
    <form
      class="edit-question"
      onSubmit={(event) => {
        event.preventDefault();
        onClose();
        void askAgain(index, content());
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && text.value.trim() !== "") event.currentTarget.requestSubmit();
        else if (event.key === "Escape" && !event.isComposing) onClose();
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      <textarea
        class="textarea"
        aria-label="The question"
        dir="auto"
        rows={4}
        autofocus
        value={text.value}
        onInput={(event) => (text.value = event.currentTarget.value)}
      />
      <div class="row wrap">
        <span class="faint tiny">Asking here replaces what follows; a branch keeps it.</span>
        <button class="button quiet push" type="button" onClick={onClose}>
          Cancel
        </button>
        <button class="button" type="button" disabled={text.value.trim() === ""} onClick={() => void inBranch()}>
          <Icon name="branch" size={15} />
          Ask in a branch
        </button>
        <button class="button primary" type="submit" disabled={text.value.trim() === ""}>
          Ask here
        </button>
      </div>
    </form>
  );
}
