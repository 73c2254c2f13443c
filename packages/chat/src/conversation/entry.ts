import { parseJson, readArray, readObject, readString } from "@openclaw/core/internal";
import type { ChatMessage, ToolMessage } from "../messages.js";
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

const ROLES: ReadonlySet<string> = new Set(["system", "developer", "user", "tool"]);

function readEntry(value: unknown): ConversationEntry | undefined {
  const entry = readObject(value);
  if (entry === undefined) return undefined;
  const whole =
    (entry["type"] === "conversation" && typeof entry["id"] === "string") ||
    (entry["type"] === "message" && isMessage(entry["message"])) ||
    (entry["type"] === "compaction" && readArray(entry["messages"])?.every(isMessage) === true) ||
    (entry["type"] === "media" && typeof entry["prompt"] === "string" && Array.isArray(entry["paths"]));
  return whole ? (entry as unknown as ConversationEntry) : undefined;
}

/** One that can be sent: whatever stands in the file, no request may break on it. */
function isMessage(value: unknown): boolean {
  const message = readObject(value);
  const { role, content, toolCalls, toolCallId } = message ?? {};
  if (role === "assistant") return (content === null || typeof content === "string") && (toolCalls === undefined || areCalls(toolCalls));
  const filled = typeof content === "string" || readArray(content)?.every((part) => readObject(part) !== undefined) === true;
  return filled && ROLES.has(readString(role) ?? "") && (role !== "tool" || typeof toolCallId === "string");
}

function areCalls(value: unknown): boolean {
  const isText = (field: unknown): boolean => typeof field === "string";
  return (
    readArray(value)
      ?.map(readObject)
      .every((call) => [call?.["id"], call?.["name"], call?.["arguments"]].every(isText)) === true
  );
}

/**
 * Providers refuse a tool call without its result, and a result without its call. Results stand right behind their calls: an id says little,
 * since some hosts number the calls of every turn anew.
 */
function withoutOpenCalls(messages: readonly ChatMessage[]): readonly ChatMessage[] {
  const kept: ChatMessage[] = [];
  for (const [index, message] of messages.entries()) {
    if (message.role === "tool") continue;
    const calls = message.role === "assistant" ? (message.toolCalls ?? []) : [];
    const results = resultsBehind(messages, index).filter(({ toolCallId }) => calls.some(({ id }) => id === toolCallId));
    if (calls.every(({ id }) => results.some(({ toolCallId }) => toolCallId === id))) kept.push(message, ...results);
  }
  return kept;
}

function resultsBehind(messages: readonly ChatMessage[], index: number): readonly ToolMessage[] {
  const results: ToolMessage[] = [];
  for (let at = index + 1; ; at++) {
    const message = messages[at];
    if (message?.role !== "tool") return results;
    results.push(message);
  }
}
