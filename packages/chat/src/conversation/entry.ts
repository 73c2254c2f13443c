import { parseJson, readObject, readString } from "@openclaw/core";
import type { AssistantMessage, ChatMessage } from "../messages.js";
import type { Usage } from "../usage.js";

/** The first line of a conversation's file. */
export interface HeadEntry {
  readonly type: "conversation";
  readonly version: 1;
  readonly id: string;
  readonly createdAtMs: number;
  readonly title?: string;
}

/** One message, with what is known of how it came about. */
export interface MessageEntry {
  readonly type: "message";
  readonly atMs: number;
  readonly message: ChatMessage;
  /** Of an answer. */
  readonly usage?: Usage;
  readonly generationId?: string;
}

/** Everything before this line is replaced by `messages` when the conversation goes on; the lines themselves stay. */
export interface CompactionEntry {
  readonly type: "compaction";
  readonly atMs: number;
  readonly messages: readonly ChatMessage[];
}

/** What was made beside the talk, such as a picture. It is part of the conversation and its cost, and no model is told of it. */
export interface MediaEntry {
  readonly type: "media";
  readonly atMs: number;
  readonly kind: "image" | "video" | "music" | "speech";
  readonly prompt: string;
  /** Where the files went. */
  readonly paths: readonly string[];
  /** By API id or ref. */
  readonly model?: string;
  /** Of all files together; absent when it was not told. */
  readonly costUsd?: number;
}

/** One line of a conversation (CHAT-12): JSON, appended, never changed. */
export type ConversationEntry = HeadEntry | MessageEntry | CompactionEntry | MediaEntry;

export interface Conversation {
  readonly head: HeadEntry;
  readonly entries: readonly ConversationEntry[];
  /** What the next request starts from. */
  readonly messages: readonly ChatMessage[];
  /** Lines that could not be read; the last one when a write was cut off. */
  readonly damagedLines: number;
}

/** One line, with its line break. */
export function writeEntry(entry: ConversationEntry): string {
  return `${JSON.stringify(entry)}\n`;
}

/**
 * Reads a conversation's text. A line that a crash cut off is skipped; a turn whose tool calls were never answered is left out of `messages`,
 * so that the conversation can go on.
 */
export function readConversation(text: string): Conversation {
  const entries: ConversationEntry[] = [];
  let damagedLines = 0;
  for (const line of text.split("\n")) {
    if (line.trim() === "") continue;
    const entry = readEntry(parseJson(line));
    if (entry === undefined) damagedLines++;
    else entries.push(entry);
  }
  const head = entries.find((entry): entry is HeadEntry => entry.type === "conversation") ?? {
    type: "conversation",
    version: 1,
    id: "",
    createdAtMs: 0,
  };
  const compactedAt = entries.findLastIndex((entry) => entry.type === "compaction");
  const compaction = entries[compactedAt];
  const base = compaction?.type === "compaction" ? compaction.messages : [];
  const later = entries.slice(compactedAt + 1).flatMap((entry) => (entry.type === "message" ? [entry.message] : []));
  return { head, entries, messages: withoutOpenCalls([...base, ...later]), damagedLines };
}

const ROLES: ReadonlySet<string> = new Set(["system", "developer", "user", "assistant", "tool"]);

function readEntry(value: unknown): ConversationEntry | undefined {
  const entry = readObject(value);
  if (entry === undefined) return undefined;
  const whole =
    (entry["type"] === "conversation" && typeof entry["id"] === "string") ||
    (entry["type"] === "message" && ROLES.has(readString(readObject(entry["message"])?.["role"]) ?? "")) ||
    (entry["type"] === "compaction" && Array.isArray(entry["messages"])) ||
    (entry["type"] === "media" && typeof entry["prompt"] === "string" && Array.isArray(entry["paths"]));
  return whole ? (entry as unknown as ConversationEntry) : undefined;
}

/** Providers refuse a tool call without its result, and a result without its call. */
function withoutOpenCalls(messages: readonly ChatMessage[]): readonly ChatMessage[] {
  const answered = new Set(messages.flatMap((message) => (message.role === "tool" ? [message.toolCallId] : [])));
  const isWhole = (message: AssistantMessage): boolean => (message.toolCalls ?? []).every((call) => answered.has(call.id));
  const calls = new Set(
    messages.flatMap((message) =>
      message.role === "assistant" && isWhole(message) ? (message.toolCalls ?? []).map((call) => call.id) : [],
    ),
  );
  return messages.filter((message) => {
    if (message.role === "assistant") return isWhole(message);
    return message.role !== "tool" || calls.has(message.toolCallId);
  });
}
