import { useSignal, useSignalEffect } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import "./chat.css";
import { revision } from "../api/connection.js";
import { ApiFailure } from "../api/failure.js";
import { catalogueProblem, loadModels, modelsById } from "../api/models.js";
import { adviceOn } from "../api/next-step.js";
import { route } from "../app/route.js";
import { count, usd } from "../ui/format.js";
import { Icon } from "../ui/icon.js";
import { attach, Composer } from "./composer.js";
import { ask } from "./conversation/ask.js";
import { catchUp } from "./conversation/elsewhere.js";
import { openConversation, recover } from "./conversation/open.js";
import { answering, loading, loadProblem, sessionId, summary, turns } from "./conversation/state.js";
import { SessionList } from "./session-list.js";
import { sessions } from "./conversation/session-list-store.js";
import { settings } from "./conversation/settings.js";
import { SettingsPanel } from "./settings-panel.js";
import { Thread } from "./thread.js";

/** The playground's chat (UI-1): conversations, the one that is open, and its settings. */
export function ChatView(): JSX.Element {
  const listOpen = useSignal(false);
  const settingsOpen = useSignal(false);
  const dropping = useSignal(false);
  const { parameter } = route.value;
  useEffect(() => {
    void openConversation(parameter === "" ? undefined : parameter);
  }, [parameter]);
  useSignalEffect(() => {
    if (revision.value > 0) void recover();
    void loadModels().catch(() => undefined);
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== "Escape" || document.querySelector("dialog[open]") !== null) return;
      listOpen.value = false;
      settingsOpen.value = false;
    };
    const onBack = (): void => void (document.visibilityState === "visible" && catchUp());
    addEventListener("keydown", onKeyDown);
    document.addEventListener("visibilitychange", onBack);
    addEventListener("focus", onBack);
    return () => {
      removeEventListener("keydown", onKeyDown);
      document.removeEventListener("visibilitychange", onBack);
      removeEventListener("focus", onBack);
    };
  }, []);
  useSignalEffect(() => {
    document.title = `${titleShown()} · OpenClaw`;
  });
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    dropping.value = false;
    void attach([...(event.dataTransfer?.files ?? [])]);
  };
  return (
    <div
      class="chat"
      data-list={listOpen.value}
      data-settings={settingsOpen.value}
      onDragOver={(event) => {
        if (event.dataTransfer?.types.includes("Files") !== true) return;
        event.preventDefault();
        dropping.value = true;
      }}
      onDragLeave={(event) => {
        if (event.relatedTarget === null || !event.currentTarget.contains(event.relatedTarget as Node)) dropping.value = false;
      }}
      onDrop={drop}
    >
      <SessionList onPick={() => (listOpen.value = false)} />
      {listOpen.value && <div class="shade inner" onClick={() => (listOpen.value = false)} />}
      <section class="conversation" aria-label="Conversation">
        <header class="conversation-head">
          <button
            class="icon-button list-toggle"
            type="button"
            aria-label="Conversations"
            aria-expanded={listOpen.value}
            onClick={() => (listOpen.value = !listOpen.value)}
          >
            <Icon name="chat" />
          </button>
          <h1 class="cut" dir="auto">
            {titleShown()}
          </h1>
          <Totals />
          <button
            class="icon-button"
            type="button"
            aria-label="Settings of this chat"
            aria-expanded={settingsOpen.value}
            title="System prompt, parameters, tools"
            onClick={() => (settingsOpen.value = !settingsOpen.value)}
          >
            <Icon name="settings" />
          </button>
        </header>
        <Body />
        <Spoken />
        <Composer />
      </section>
      {settingsOpen.value && <SettingsPanel onClose={() => (settingsOpen.value = false)} />}
      {dropping.value && (
        <div class="drop-here" aria-hidden="true">
          Drop texts, images, PDF, sound or video
        </div>
      )}
    </div>
  );
}

/** For who listens: an answer is not read out while it comes, but that it is there is said. */
function Spoken(): JSX.Element {
  const words = useSignal("");
  const was = useRef<{ readonly id: string | undefined; readonly busy: boolean }>({ id: undefined, busy: false });
  useSignalEffect(() => {
    const now = { id: sessionId.value, busy: answering.value !== undefined };
    if (now.busy) words.value = "";
    else if (was.current.busy && was.current.id === now.id) words.value = "The answer is there.";
    was.current = now;
  });
  return (
    <p class="visually-hidden" role="status">
      {words.value}
    </p>
  );
}

function titleShown(): string {
  const id = sessionId.value;
  if (id === undefined) return "New chat";
  return sessions.value.find((session) => session.id === id)?.title ?? summary.value?.title ?? "Chat";
}

/** Tokens and cost of everything that is shown. */
function Totals(): JSX.Element | null {
  let tokens = 0;
  let costUsd = 0;
  for (const { message } of turns.value) {
    tokens += (message.usage?.promptTokens ?? 0) + (message.usage?.completionTokens ?? 0);
    costUsd += message.usage?.costUsd ?? 0;
  }
  if (tokens === 0) return null;
  return (
    <span class="totals number" title="Tokens and cost of this conversation">
      <span>{count(tokens)} tokens</span>
      <strong>{usd(costUsd)}</strong>
    </span>
  );
}

function Body(): JSX.Element {
  if (loadProblem.value !== "") {
    return (
      <div class="thread-frame empty" role="alert">
        <Icon name="warning" />
        <p>{loadProblem.value}</p>
      </div>
    );
  }
  if (loading.value) {
    return (
      <div class="thread-frame loading">
        <span class="spinner" role="img" aria-label="Loading" />
      </div>
    );
  }
  return turns.value.length === 0 ? <Welcome /> : <Thread />;
}

const IDEAS = [
  { title: "Explain", text: "Explain how a fallback chain works, in three sentences." },
  { title: "Write code", text: "Write a TypeScript function that retries a fetch with backoff." },
  { title: "Compare", text: "Compare image models in a small table: strengths, price, formats." },
];

function Welcome(): JSX.Element {
  const name = modelsById.value.get(settings.value.model)?.name ?? settings.value.model;
  const problem = catalogueProblem.value;
  return (
    <div class="thread-frame welcome">
      <div class="welcome-inner">
        <h2 class="balance">What would you like to know?</h2>
        <p class="soft">
          You are talking to <strong>{name}</strong>. Every answer says what it cost.
        </p>
        {problem instanceof ApiFailure && problem.code === "key_missing" && (
          <p class="note warn" role="status">
            <Icon name="warning" size={16} />
            <span>{adviceOn(problem)}</span>
          </p>
        )}
        <ul class="ideas">
          {IDEAS.map(({ title, text }) => (
            <li key={title}>
              <button type="button" onClick={() => void ask(text)}>
                <strong>{title}</strong>
                <span>{text}</span>
              </button>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
