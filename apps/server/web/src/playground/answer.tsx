import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { modelsById } from "../api/models.js";
import type { Usage } from "../api/sessions.js";
import { Markdown } from "../markdown/markdown.js";
import { CopyButton } from "../ui/copy-button.js";
import { count, duration, usd } from "../ui/format.js";
import { Icon } from "../ui/icon.js";
import { askAgain } from "./conversation/ask.js";
import { branch } from "./conversation/branch.js";
import { answering, STOPPED, turns } from "./conversation/state.js";
import { textOfContent } from "./conversation/message-text.js";
import type { Notice } from "./conversation/notices.js";
import { ToolCalls, ToolResults } from "./tool-calls.js";
import { TurnAction } from "./turn-action.js";
import { TurnMedia } from "./turn-media.js";
import type { Turn } from "./conversation/turn.js";
import type { TurnProps } from "./turn-props.js";

/** Ends that leave an answer unfinished, although nothing failed. */
const ENDS: Readonly<Record<string, string>> = {
  length:
    "The answer ends here because it reached the limit of tokens. Ask the model to go on, or raise “Longest answer” in the settings of this chat.",
  content_filter: "The provider’s filter ended this answer.",
};

/** An answer, whole or still coming: while it comes, its parts draw themselves when they change. */
export function Answer({ turn, index }: TurnProps): JSX.Element {
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
        <TurnMedia message={message} />
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
      {live === undefined && problem === undefined && ENDS[turn.reason ?? ""] !== undefined && (
        <p class="note warn" role="status">
          <Icon name="warning" size={16} />
          <span>{ENDS[turn.reason ?? ""]}</span>
        </p>
      )}
      {live === undefined && message.role === "assistant" && (
        <div class="turn-actions">
          <CopyButton text={text} label="Copy the answer" />
          <TurnAction icon="retry" label="Ask again" onClick={() => void askAgain(index - 1)} />
          <TurnAction icon="branch" label="Branch from here" onClick={() => void branch(index + 1)} />
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
