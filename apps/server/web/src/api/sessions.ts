import { callJson, query } from "./call.js";
import { type Json, momentOf, numberOf, recordOf, recordsOf, textOf } from "./read.js";

/** A conversation as the list shows it. */
export interface SessionSummary {
  readonly id: string;
  readonly title: string;
  readonly model: string | undefined;
  readonly thinking: string | undefined;
  readonly system: string | undefined;
  readonly updatedMs: number | undefined;
  readonly turns: number;
  readonly costUsd: number | undefined;
}

export interface ToolCall {
  readonly id: string;
  readonly name: string;
  /** JSON, as the model wrote it. */
  readonly arguments: string;
}

export interface Usage {
  readonly promptTokens: number;
  readonly cachedTokens: number;
  readonly completionTokens: number;
  readonly reasoningTokens: number;
  readonly costUsd: number | undefined;
}

/** A text or one of the API's content parts, kept as it is. */
export type Content = string | readonly Json[];

export interface Message {
  readonly id: string;
  readonly role: "user" | "assistant" | "system" | "tool";
  readonly content: Content;
  readonly reasoning: string;
  readonly toolCalls: readonly ToolCall[];
  readonly model: string | undefined;
  readonly usage: Usage | undefined;
  readonly createdMs: number | undefined;
  /** The answer broke off; what had come by then was kept. */
  readonly partial: boolean;
}

export interface Session extends SessionSummary {
  readonly messages: readonly Message[];
}

export interface SessionPage {
  readonly sessions: readonly SessionSummary[];
  readonly next: string | undefined;
}

export async function listSessions(options: { readonly search?: string; readonly before?: string | undefined } = {}): Promise<SessionPage> {
  const body = recordOf(await callJson(`/v1/sessions${query({ limit: 40, search: options.search, before: options.before })}`));
  return { sessions: recordsOf(body["sessions"] ?? body["data"]).map(readSummary), next: textOf(body["next"]) };
}

export async function createSession(input: { readonly model: string }): Promise<SessionSummary> {
  return readSummary(recordOf(await callJson("/v1/sessions", { method: "POST", body: input })));
}

export async function getSession(id: string, signal?: AbortSignal): Promise<Session> {
  const body = recordOf(await callJson(`/v1/sessions/${encodeURIComponent(id)}`, { signal }));
  return { ...readSummary(body), messages: recordsOf(body["messages"]).map(readMessage) };
}

export async function patchSession(id: string, patch: Json): Promise<void> {
  await callJson(`/v1/sessions/${encodeURIComponent(id)}`, { method: "PATCH", body: patch });
}

export async function deleteSession(id: string): Promise<void> {
  await callJson(`/v1/sessions/${encodeURIComponent(id)}`, { method: "DELETE" });
}

/** A copy that ends after `keep` messages; the conversation it comes from stays as it is. */
export async function forkSession(id: string, keep: number): Promise<SessionSummary> {
  return readSummary(recordOf(await callJson(`/v1/sessions/${encodeURIComponent(id)}/fork`, { method: "POST", body: { keep } })));
}

export async function truncateSession(id: string, keep: number): Promise<void> {
  await callJson(`/v1/sessions/${encodeURIComponent(id)}/truncate`, { method: "POST", body: { keep } });
}

function readSummary(row: Json): SessionSummary {
  return {
    id: textOf(row["id"]) ?? "",
    title: textOf(row["title"]) ?? "Untitled",
    model: textOf(row["model"]),
    thinking: textOf(row["thinking"]),
    system: textOf(row["system"]),
    updatedMs: momentOf(row["updatedAt"] ?? row["updatedAtMs"]),
    turns: numberOf(row["turns"]) ?? 0,
    costUsd: numberOf(row["costUsd"]),
  };
}

const ROLES = ["user", "assistant", "system", "tool"] as const;
let unnamed = 0;

function readMessage(row: Json): Message {
  const { content } = row;
  return {
    id: textOf(row["id"]) ?? `unnamed-${unnamed++}`,
    role: ROLES.find((role) => role === row["role"]) ?? "assistant",
    content: typeof content === "string" ? content : recordsOf(content),
    reasoning: textOf(row["reasoning"]) ?? "",
    // A result names the call that it answers.
    toolCalls:
      textOf(row["tool_call_id"]) === undefined
        ? recordsOf(row["tool_calls"]).map(readToolCall)
        : [readToolCall({ id: row["tool_call_id"] })],
    model: textOf(row["model"]),
    usage: row["usage"] == null ? undefined : readUsage(recordOf(row["usage"])),
    createdMs: momentOf(row["createdAt"] ?? row["createdAtMs"]),
    partial: row["partial"] === true,
  };
}

function readToolCall(row: Json): ToolCall {
  const asked = recordOf(row["function"]);
  return { id: textOf(row["id"]) ?? "", name: textOf(asked["name"]) ?? "", arguments: textOf(asked["arguments"]) ?? "" };
}

/** Usage in the API's words or in the server's own. */
export function readUsage(row: Json): Usage {
  const prompt = recordOf(row["prompt_tokens_details"]);
  const completion = recordOf(row["completion_tokens_details"]);
  return {
    promptTokens: numberOf(row["prompt_tokens"] ?? row["promptTokens"]) ?? 0,
    cachedTokens: numberOf(prompt["cached_tokens"] ?? row["cachedTokens"]) ?? 0,
    completionTokens: numberOf(row["completion_tokens"] ?? row["completionTokens"]) ?? 0,
    reasoningTokens: numberOf(completion["reasoning_tokens"] ?? row["reasoningTokens"]) ?? 0,
    costUsd: numberOf(row["cost"] ?? row["costUsd"]),
  };
}
