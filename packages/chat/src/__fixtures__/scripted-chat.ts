import { createFetchTransport, createTarget, type ModelTarget, type Transport } from "@openclaw/core";
import { fakeFetch, type FakeFetch } from "@openclaw/testing";

/** One scripted turn of the model: its text, or its tool calls. */
export type ScriptedTurn = string | readonly { readonly id?: string; readonly name: string; readonly arguments: unknown }[];

/** A model that answers turn by turn as written, and the requests it got. */
export function scriptedChat(turns: readonly ScriptedTurn[], options: { readonly costUsd?: number } = {}): { target: ModelTarget; transport: Transport; fake: FakeFetch } {
  const fake = fakeFetch({
    "/api/v1/chat/completions": turns.map((turn, index) => ({ type: "stream" as const, chunks: [streamOf(turn, index, options.costUsd ?? 0.01)] })),
  });
  return { target: createTarget({ model: "openrouter/openai/gpt-5.2", apiKey: "sk-or-test-key" }), transport: createFetchTransport(fake.fetch), fake };
}

function streamOf(turn: ScriptedTurn, index: number, cost: number): string {
  const delta =
    typeof turn === "string"
      ? { role: "assistant", content: turn }
      : {
          role: "assistant",
          content: null,
          tool_calls: turn.map((call, place) => ({ index: place, id: call.id ?? `call_${index}_${place}`, type: "function", function: { name: call.name, arguments: JSON.stringify(call.arguments) } })),
        };
  const head = { id: `gen-${index}`, model: "openai/gpt-5.2", provider: "OpenAI", object: "chat.completion.chunk" };
  const chunks = [
    { ...head, choices: [{ index: 0, delta, finish_reason: null }] },
    { ...head, choices: [{ index: 0, delta: {}, finish_reason: typeof turn === "string" ? "stop" : "tool_calls" }] },
    { ...head, choices: [], usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15, cost } },
  ];
  return `${chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`).join("")}data: [DONE]\n\n`;
}

export interface SentBody {
  readonly messages: readonly { readonly role: string; readonly content: unknown; readonly tool_call_id?: string; readonly tool_calls?: readonly unknown[] }[];
  readonly tool_choice?: unknown;
  readonly response_format?: unknown;
  readonly tools?: readonly unknown[];
}

/** The body of the n-th request. */
export function sentBody(fake: FakeFetch, index: number): SentBody {
  return fake.calls[index]?.body as SentBody;
}
