import { expect } from "vitest";
import type { Sandbox } from "../index.js";
import { ask, post } from "./quick-sandbox.js";

/** The members of a whole chat completion that tests look at. */
export interface Whole {
  id: string;
  model: string;
  choices: {
    finish_reason: string;
    native_finish_reason: string;
    message: Record<string, never> & { content: string; tool_calls?: { function: { name: string; arguments: string } }[] };
  }[];
  usage: {
    cost: number;
    prompt_tokens: number;
    completion_tokens: number;
    prompt_tokens_details: { cached_tokens: number; cache_write_tokens: number };
  };
}

/** Sends a chat body that must succeed. */
export async function completeWith(sandbox: Sandbox, body: Record<string, unknown>, headers: Record<string, string> = {}): Promise<Whole> {
  const response = await post(sandbox, "/chat/completions", body, headers);
  const json = (await response.json()) as Whole;
  expect(response.status, JSON.stringify(json)).toBe(200);
  return json;
}

/** What the sandbox says to one user message. */
export async function sayTo(sandbox: Sandbox, text: string, more: Record<string, unknown> = {}): Promise<string> {
  return (await completeWith(sandbox, ask(text, more))).choices[0]?.message.content ?? "";
}
