import { type ChatMessage, type MessageEntry, readConversation, writeEntry } from "@openclaw/chat";
import { toUsd } from "../store/nano-usd.js";
import type { SqlRow } from "../store/engine.js";
import { bigintOf, numberOf, optional, textOf } from "../store/sql-value.js";
import type { Session, SessionMessage } from "./session-types.js";

export const SESSION_COLUMNS = "seq, id, owner, title, model, thinking, system, turns, cost_nano, created_at, updated_at";

export function readSessionRow(row: SqlRow): Session {
  return {
    id: textOf(row, "id"),
    owner: textOf(row, "owner"),
    ...optional("title", row["title"], String),
    ...optional("model", row["model"], String),
    ...optional("thinking", row["thinking"], String),
    ...optional("system", row["system"], String),
    createdAtMs: numberOf(row, "created_at"),
    updatedAtMs: numberOf(row, "updated_at"),
    turns: numberOf(row, "turns"),
    costUsd: toUsd(bigintOf(row, "cost_nano")),
  };
}

/** A row as a message; nothing for a line that cannot be read, as in a conversation's file. */
export function readMessageRow(row: SqlRow): readonly SessionMessage[] {
  const entry = readConversation(textOf(row, "entry")).entries.find((found): found is MessageEntry => found.type === "message");
  return entry === undefined ? [] : [{ id: textOf(row, "id"), entry, partial: numberOf(row, "partial") === 1 }];
}

/** What the next request starts from: the stored messages and the new ones, without tool calls that nobody answered. */
export function historyOf(stored: readonly SessionMessage[], fresh: readonly ChatMessage[]): readonly ChatMessage[] {
  const lines = [
    ...stored.map(({ entry }) => writeEntry(entry)),
    ...fresh.map((message) => writeEntry({ type: "message", atMs: 0, message })),
  ];
  return readConversation(lines.join("")).messages;
}

/** The words of a message that a search reads. */
export function wordsOf(message: ChatMessage): string {
  const { content } = message;
  const text = typeof content === "string" ? content : (content ?? []).map((part) => (part.type === "text" ? part.text : "")).join("\n");
  return text.toLowerCase();
}

const TITLE_CHARACTERS = 80;

/** A session without a name is called after its first question. */
export function titleFrom(messages: readonly ChatMessage[]): string | null {
  const first = messages.find(({ role }) => role === "user");
  if (first === undefined) return null;
  const { content } = first;
  const text = typeof content === "string" ? content : (content ?? []).map((part) => (part.type === "text" ? part.text : "")).join(" ");
  const line = text.replaceAll(/\s+/g, " ").trim();
  if (line === "") return null;
  if (line.length <= TITLE_CHARACTERS) return line;
  const letters = Array.from(new Intl.Segmenter().segment(line.slice(0, 4 * TITLE_CHARACTERS)), ({ segment }) => segment);
  return letters.length <= TITLE_CHARACTERS ? line : `${letters.slice(0, TITLE_CHARACTERS - 1).join("")}…`;
}
