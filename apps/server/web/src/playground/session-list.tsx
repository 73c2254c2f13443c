import { useSignal, useSignalEffect } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { revision } from "../api/connection.js";
import { messageOf } from "../api/failure.js";
import { deleteSession, patchSession, type SessionSummary } from "../api/sessions.js";
import { go, hrefOf } from "../app/route.js";
import { moment, usd } from "../ui/format.js";
import { Icon } from "../ui/icon.js";
import { Modal } from "../ui/modal.js";
import { sessionId } from "./conversation/state.js";
import { running, takeRunning } from "./conversation/running.js";
import {
  forgetSession,
  listProblem,
  loadMoreSessions,
  more,
  refreshSessions,
  search,
  sessions,
} from "./conversation/session-list-store.js";

const SEARCH_PAUSE_MS = 250;

/** The conversations that the server keeps, newest first. */
export function SessionList({ onPick }: { readonly onPick: () => void }): JSX.Element {
  const renaming = useSignal<SessionSummary | undefined>(undefined);
  useSignalEffect(() => {
    void revision.value;
    void refreshSessions();
  });
  useEffect(() => {
    const timer = setTimeout(() => void refreshSessions(), SEARCH_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [search.value]);
  return (
    <nav class="sessions" aria-label="Conversations">
      <div class="sessions-head">
        <a class="button" href={hrefOf("chat")} onClick={onPick}>
          <Icon name="compose" size={16} />
          New chat
        </a>
      </div>
      <div class="search">
        <Icon name="search" size={15} />
        <input
          class="input"
          type="search"
          placeholder="Search conversations"
          aria-label="Search conversations"
          value={search.value}
          onInput={(event) => (search.value = event.currentTarget.value)}
        />
      </div>
      {listProblem.value !== "" && <p class="note bad">{listProblem.value}</p>}
      <ul>
        {sessions.value.map((session) => (
          <li key={session.id} class="session">
            <a href={hrefOf("chat", session.id)} aria-current={session.id === sessionId.value ? "page" : undefined} onClick={onPick}>
              <span class="cut" dir="auto">
                {session.title}
              </span>
              <span class="session-facts">
                {running.value.has(session.id) ? "Answering…" : moment(session.updatedMs)}
                {session.costUsd !== undefined && session.costUsd > 0 && <> · {usd(session.costUsd)}</>}
              </span>
            </a>
            <button
              class="icon-button small"
              type="button"
              aria-label={`Rename or delete “${session.title}”`}
              onClick={() => (renaming.value = session)}
            >
              <Icon name="more" size={16} />
            </button>
          </li>
        ))}
      </ul>
      {sessions.value.length === 0 && listProblem.value === "" && (
        <p class="faint small sessions-none">
          {search.value === "" ? "Conversations are kept on the server and stand here." : "Nothing found."}
        </p>
      )}
      {more.value !== undefined && (
        <button class="button quiet" type="button" onClick={() => void loadMoreSessions()}>
          Older ones
        </button>
      )}
      {renaming.value !== undefined && <SessionDialog session={renaming.value} onClose={() => (renaming.value = undefined)} />}
    </nav>
  );
}

function SessionDialog({ session, onClose }: { readonly session: SessionSummary; readonly onClose: () => void }): JSX.Element {
  const title = useSignal(session.title);
  const problem = useSignal("");
  const attempt = async (act: () => Promise<void>): Promise<void> => {
    try {
      await act();
      onClose();
    } catch (error) {
      problem.value = messageOf(error);
    }
  };
  const rename = (): Promise<void> =>
    attempt(async () => {
      await patchSession(session.id, { title: title.value.trim() });
      await refreshSessions();
    });
  const remove = (): Promise<void> =>
    attempt(async () => {
      takeRunning(session.id)?.controller.abort();
      await deleteSession(session.id);
      forgetSession(session.id);
      if (sessionId.value === session.id) go("chat");
    });
  return (
    <Modal title="Conversation" onClose={onClose}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void rename();
        }}
      >
        <div class="field">
          <label for="session-title">Title</label>
          <input
            id="session-title"
            class="input"
            value={title.value}
            maxLength={200}
            onInput={(event) => (title.value = event.currentTarget.value)}
          />
        </div>
        {problem.value !== "" && <p class="note bad">{problem.value}</p>}
        <div class="row">
          <button class="button danger" type="button" onClick={() => void remove()}>
            <Icon name="remove" size={16} />
            Delete for good
          </button>
          <button class="button primary push" type="submit" disabled={title.value.trim() === ""}>
            Save
          </button>
        </div>
      </form>
    </Modal>
  );
}
