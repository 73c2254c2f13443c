import { useSignal } from "@preact/signals";
import { Component, type JSX } from "preact";
import { modelsById } from "../api/models.js";
import type { Message, ToolCall, Usage } from "../api/sessions.js";
import { Markdown } from "../markdown/markdown.js";
import { CopyButton } from "../ui/copy-button.js";
import { count, duration, usd } from "../ui/format.js";
import { Icon } from "../ui/icon.js";
import { answering, ask, askAgain, branch, giveResults, STOPPED, type Turn, turns } from "./conversation.js";
import { mediaOfContent, textOfContent } from "./message-text.js";
import type { Notice } from "./notices.js";
import { QuestionCode } from "./question-code.js";

export interface TurnProps {
  readonly turn: Turn;
  readonly index: number;
}

const LABELS: Readonly<Record<Message["role"], string>> = {
  user: "You",
  assistant: "Answer",
  system: "System prompt",
  tool: "Result of a tool",
};

/** One message. A message that is done is drawn once: only a change of its own turn draws it again. */
export class TurnView extends Component<TurnProps> {
  override shouldComponentUpdate({ turn, index }: TurnProps): boolean {
    return turn !== this.props.turn || index !== this.props.index;
  }

  override render(): JSX.Element {
    const { turn, index } = this.props;
    const { role } = turn.message;
    return (
      <article class={`turn ${role}`} aria-label={LABELS[role]} data-index={index}>
        {role === "user" ? <Question turn={turn} index={index} /> : <Answer turn={turn} index={index} />}
      </article>
    );
  }
}

function Question({ turn, index }: TurnProps): JSX.Element {
  const editing = useSignal(false);
  const code = useSignal(false);
  const { message } = turn;
  const text = textOfContent(message.content);
  if (editing.value) return <EditQuestion message={message} index={index} onClose={() => (editing.value = false)} />;
  return (
    <>
      <div class="bubble">
        <Media message={message} />
        {text !== "" && <p class="plain">{text}</p>}
      </div>
      <div class="turn-actions">
        <CopyButton text={text} label="Copy the question" />
        <Action icon="edit" label="Edit and ask again" onClick={() => (editing.value = true)} />
        <Action icon="code" label="Copy as curl, TypeScript or command" onClick={() => (code.value = true)} />
      </div>
      {code.value && <QuestionCode prompt={text} onClose={() => (code.value = false)} />}
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
    >
      <textarea
        class="textarea"
        aria-label="The question"
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

/** An answer, whole or still coming: while it comes, its parts draw themselves when they change. */
function Answer({ turn, index }: TurnProps): JSX.Element {
  const { message, problem, live } = turn;
  const text = live === undefined ? textOfContent(message.content) : live.text.value;
  const reasoning = live === undefined ? message.reasoning : live.reasoning.value;
  const calls = live === undefined ? message.toolCalls : live.toolCalls.value;
  const waiting = live !== undefined && text === "" && calls.length === 0 && live.images.value.length === 0;
  return (
    <>
      <Notices notices={live === undefined ? (turn.notices ?? []) : live.notices.value} />
      {reasoning !== "" && <Thinking key="thinking" text={reasoning} busy={waiting} />}
      {waiting && <Waiting />}
      {text !== "" && <Markdown key="text" text={text} ended={live === undefined} />}
      {live === undefined ? (
        <Media message={message} />
      ) : (
        live.images.value.map((url) => <img key={url.slice(-40)} class="answer-image" src={url} alt="Made by the model" />)
      )}
      {message.role === "assistant" && <ToolCalls calls={calls} />}
      {live === undefined && message.role === "assistant" && calls.length > 0 && index === turns.value.length - 1 && (
        <ToolResults calls={calls} />
      )}
      {live === undefined && (problem !== undefined || message.partial) && (
        <div class={problem === STOPPED ? "note" : "note bad"} role="alert">
          <Icon name={problem === STOPPED ? "stop" : "warning"} size={16} />
          <span>{problem ?? "This answer broke off before its end."}</span>
          <button class="link-button push" type="button" disabled={answering.value !== undefined} onClick={() => void askAgain(index - 1)}>
            Try again
          </button>
        </div>
      )}
      {live === undefined && message.role === "assistant" && (
        <div class="turn-actions">
          <CopyButton text={text} label="Copy the answer" />
          <Action icon="retry" label="Ask again" onClick={() => void askAgain(index - 1)} />
          <Action icon="branch" label="Branch from here" onClick={() => void branch(index + 1)} />
          <AnswerFacts turn={turn} />
        </div>
      )}
    </>
  );
}

function Waiting(): JSX.Element {
  return (
    <p class="waiting" role="status">
      <span class="dots" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      <span class="visually-hidden">The answer is on its way</span>
    </p>
  );
}

function AnswerFacts({ turn }: { readonly turn: Turn }): JSX.Element {
  const { message, firstTokenMs, totalMs } = turn;
  const { usage, model } = message;
  const name = model === undefined ? undefined : (modelsById.value.get(model)?.name ?? model);
  return (
    <span class="answer-facts number">
      {name !== undefined && <span title={model}>{name}</span>}
      {usage !== undefined && <UsageWords usage={usage} />}
      {firstTokenMs !== undefined && (
        <span title="Time to the first token, and in total">{`${duration(firstTokenMs)} first, ${duration(totalMs)} in all`}</span>
      )}
    </span>
  );
}

function UsageWords({ usage }: { readonly usage: Usage }): JSX.Element {
  const { promptTokens, completionTokens, cachedTokens, reasoningTokens, costUsd } = usage;
  const more = [
    cachedTokens > 0 ? `${count(cachedTokens)} cached` : "",
    reasoningTokens > 0 ? `${count(reasoningTokens)} thinking` : "",
  ].filter(Boolean);
  return (
    <>
      <span title="Tokens in and out">{`${count(promptTokens)} in, ${count(completionTokens)} out${more.length > 0 ? ` (${more.join(", ")})` : ""}`}</span>
      {costUsd !== undefined && <span title="Cost of this turn">{usd(costUsd)}</span>}
    </>
  );
}

function Thinking({ text, busy }: { readonly text: string; readonly busy: boolean }): JSX.Element {
  const open = useSignal(false);
  return (
    <details class="thinking" open={open.value} onToggle={(event) => (open.value = event.currentTarget.open)}>
      <summary>
        <Icon name="thinking" size={15} />
        <span class={busy ? "shimmer" : undefined}>{busy ? "Thinking…" : "Thought"}</span>
        <Icon name="next" size={14} />
      </summary>
      {open.value && (
        <div class="thinking-text">
          <Markdown text={text} ended={!busy} />
        </div>
      )}
    </details>
  );
}

function ToolCalls({ calls }: { readonly calls: readonly ToolCall[] }): JSX.Element {
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
function ToolResults({ calls }: { readonly calls: readonly ToolCall[] }): JSX.Element {
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

function Notices({ notices }: { readonly notices: readonly Notice[] }): JSX.Element {
  const times = new Map<string, { readonly notice: Notice; count: number }>();
  for (const notice of notices) {
    const known = times.get(notice.text);
    if (known === undefined) times.set(notice.text, { notice, count: 1 });
    else known.count += 1;
  }
  return (
    <>
      {[...times.values()].map(({ notice, count: often }) => (
        <p key={notice.text} class={`notice ${notice.kind}`}>
          <Icon name={notice.kind === "cache" ? "event" : "retry"} size={14} />
          {notice.text}
          {often > 1 && ` (${often} times)`}
        </p>
      ))}
    </>
  );
}

function Media({ message }: { readonly message: Message }): JSX.Element | null {
  const media = mediaOfContent(message.content);
  if (media.length === 0) return null;
  return (
    <div class="media">
      {media.map((item, index) => {
        if (item.kind === "image")
          return /^(?:data:image\/|blob:)/.test(item.url) ? (
            <img key={index} src={item.url} alt="Attached" />
          ) : (
            <code key={index}>{item.url}</code>
          );
        if (item.kind === "audio") return <audio key={index} controls src={item.url} />;
        if (item.kind === "video") return <video key={index} controls src={item.url} />;
        if (item.kind !== "file") return null;
        return (
          <span key={index} class="tag">
            <Icon name="file" size={13} />
            {item.name}
          </span>
        );
      })}
    </div>
  );
}

function Action(props: {
  readonly icon: "edit" | "code" | "retry" | "branch";
  readonly label: string;
  readonly onClick: () => void;
}): JSX.Element {
  return (
    <button
      class="icon-button small"
      type="button"
      aria-label={props.label}
      title={props.label}
      disabled={answering.value !== undefined}
      onClick={props.onClick}
    >
      <Icon name={props.icon} size={15} />
    </button>
  );
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text;
  }
}
