import type { JsonObject } from "@openclaw/core";
import { type FakeCall, type FakeReply, sseFixture } from "@openclaw/testing";

export const FAMILY_MODELS = ["anthropic/claude-sonnet-4.5", "google/gemini-2.5-pro", "openai/gpt-5.2", "deepseek/deepseek-v4-pro", "moonshotai/kimi-k2.6"] as const;

interface Message {
  readonly role: string;
  readonly content?: unknown;
  readonly tool_calls?: readonly { readonly id: string }[];
  readonly tool_call_id?: string;
  readonly reasoning?: string;
  readonly reasoning_content?: string;
  readonly reasoning_details?: readonly JsonObject[];
}

const FORMATS: Readonly<Record<string, string>> = { anthropic: "anthropic-claude-v1", google: "google-gemini-v1", openai: "openai-responses-v1" };

/**
 * A server that answers as each family does — with reasoning in its own form and tool calls under its own ids — and refuses what each family
 * refuses. `refusals` collects what a real one would have answered with a 400.
 */
export function strictFamilies(): { readonly answer: (call: FakeCall) => FakeReply; readonly refusals: string[]; readonly seen: { details: number; calls: number } } {
  const refusals: string[] = [];
  const seen = { details: 0, calls: 0 };
  // Whose call an id was: Gemini asks for the thought signature of its own calls only.
  const makers = new Map<string, string>();
  let count = 0;
  const answer = (call: FakeCall): FakeReply => {
    const body = call.body as { model: string; messages: readonly Message[]; tools?: unknown };
    const family = body.model.split("/")[0] ?? "";
    const refuse = (why: string) => refusals.push(`${body.model}: ${why}`);
    for (const message of body.messages) {
      seen.details += message.reasoning_details?.length ?? 0;
      seen.calls += message.tool_calls?.length ?? 0;
      checkMessage(family, message, makers, refuse);
    }
    checkPairs(body.messages, refuse);
    if (body.messages.at(-1)?.role === "assistant") refuse("ends with an assistant message");
    if ((JSON.stringify(body).match(/cache_control/g)?.length ?? 0) > 4) refuse("more than four cache markers");
    count++;
    const asksTool = body.messages.at(-1)?.role === "user" && count % 3 !== 0;
    return { type: "stream", chunks: [sseFixture(reply(family, body.model, count, asksTool, makers))] };
  };
  return { answer, refusals, seen };
}

function checkMessage(family: string, message: Message, makers: ReadonlyMap<string, string>, refuse: (why: string) => void): void {
  const details = message.reasoning_details ?? [];
  const calls = message.tool_calls ?? [];
  for (const { id } of calls) {
    if (!/^[A-Za-z0-9_-]{1,64}$/.test(id)) refuse(`tool id ${id}`);
  }
  for (const detail of details) {
    const sealed = detail["type"] === "reasoning.encrypted" || detail["signature"] != null;
    if (sealed && detail["format"] !== FORMATS[family]) refuse(`a seal of ${String(detail["format"])}`);
    if (sealed && !isWhole(detail)) refuse("a seal that was changed");
    if (detail["type"] === "reasoning.text" && (family === "anthropic" || family === "google") && detail["signature"] == null) refuse("an unsigned thought");
  }
  if (details.length > 0 && message.reasoning !== undefined) refuse("reasoning twice");
  const own = calls.some(({ id }) => makers.get(id) === "google");
  if (family === "google" && own && !details.some((detail) => detail["type"] === "reasoning.encrypted")) refuse("its thought signature is missing");
  if (family === "deepseek" && message.role === "assistant" && message.reasoning_content === undefined) refuse("no reasoning_content");
  if (message.role === "assistant" && message.content === "" && calls.length > 0) refuse("empty text beside tool calls");
}

/** The seal says what it seals, so that a changed byte shows. */
function isWhole(detail: JsonObject): boolean {
  const seal = String(detail["signature"] ?? detail["data"]);
  const text = detail["type"] === "reasoning.encrypted" ? detail["id"] : detail["text"];
  return detail["type"] === "reasoning.encrypted" ? atob(seal).startsWith("sealed ") && typeof text === "string" : atob(seal) === `signed ${String(text)}`;
}

function checkPairs(messages: readonly Message[], refuse: (why: string) => void): void {
  let open = new Set<string>();
  const used = new Set<string>();
  for (const message of messages) {
    if (message.role === "tool") {
      if (!open.delete(message.tool_call_id ?? "")) refuse("a result without its call");
      continue;
    }
    if (open.size > 0) refuse("a call without its result");
    const ids = (message.tool_calls ?? []).map((call) => call.id);
    for (const id of ids) if (used.size === used.add(id).size) refuse(`tool id ${id} twice`);
    open = new Set(ids);
  }
  if (open.size > 0) refuse("a call without its result");
}

function reply(family: string, model: string, count: number, asksTool: boolean, makers: Map<string, string>): readonly unknown[] {
  const head = { id: `gen-${count}`, model, provider: family };
  const delta = (fields: object, finish: string | null = null) => ({ ...head, choices: [{ index: 0, delta: fields, finish_reason: finish }] });
  const thought = `Thought ${count} of ${family}.`;
  // Kimi's ids hold points and colons; Gemini and Kimi number their calls anew in every turn.
  const ids = { moonshotai: ["functions.look:0", "functions.look:1"], google: ["tool_look_0", "tool_look_1"] }[family] ?? [`call_${family}_${count}a`, `call_${family}_${count}b`];
  const [firstId = "", secondId = ""] = ids;
  if (asksTool) for (const id of ids) makers.set(id, family);
  const call = (index: number, id: string) => ({ index, id, type: "function", function: { name: "look", arguments: `{"n":${count}}` } });
  const tools = asksTool ? [delta({ tool_calls: [call(0, firstId)] }), delta({ tool_calls: [call(1, secondId)] })] : [];
  return [...thoughts(family, thought, asksTool ? firstId : undefined).map((fields) => delta(fields)), delta({ content: asksTool ? "" : `Answer ${count}.` }), ...tools, delta({}, asksTool ? "tool_calls" : "stop")];
}

function thoughts(family: string, thought: string, callId: string | undefined): readonly object[] {
  const format = FORMATS[family];
  const half = thought.length >> 1;
  const text = (piece: string, known?: string) => ({ type: "reasoning.text", text: piece, index: 0, ...(known === undefined ? {} : { format: known }) });
  if (family === "anthropic") {
    const signature = { type: "reasoning.text", signature: btoa(`signed ${thought}`), format, index: 0 };
    return [{ reasoning_details: [text(thought.slice(0, half), format)] }, { reasoning_details: [text(thought.slice(half), format)] }, { reasoning_details: [signature] }];
  }
  if (family === "openai") {
    const sealed = { type: "reasoning.encrypted", data: btoa(`sealed ${thought}`), id: `rs_${thought.length}`, format, index: 0 };
    return [{ reasoning: thought, reasoning_details: [{ type: "reasoning.summary", summary: thought, format, index: 0 }] }, { reasoning_details: [sealed] }];
  }
  if (family === "google") {
    const sealed = { type: "reasoning.encrypted", data: btoa(`sealed ${thought}`), id: callId, format, index: 0 };
    return [{ reasoning_details: [text(thought, format)] }, ...(callId === undefined ? [] : [{ reasoning_details: [sealed] }])];
  }
  return family === "deepseek" ? [{ reasoning_content: thought }] : [{ reasoning: thought, reasoning_details: [text(thought, "unknown")] }];
}
