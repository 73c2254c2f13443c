import fc from "fast-check";
import { expect, it } from "vitest";
import { shaped, step, wireMessages } from "../__fixtures__/shaped.js";
import { target } from "../__fixtures__/targets.js";
import type { ChatMessage } from "../messages.js";

const GPT = target("openrouter/openai/gpt-4o");
const MISTRAL = target("openrouter/mistralai/mistral-large");

function ask(ids: readonly string[], more: Partial<Extract<ChatMessage, { role: "assistant" }>> = {}): ChatMessage {
  return { role: "assistant", content: null, toolCalls: ids.map((id) => ({ id, name: "look", arguments: "{}" })), ...more };
}
function answers(...ids: readonly string[]): readonly ChatMessage[] {
  return ids.map((toolCallId) => ({ role: "tool", toolCallId, content: "seen" }));
}
/** The ids of calls (in brackets) and results, in order. */
function ids(one: typeof GPT, messages: readonly ChatMessage[]): readonly unknown[] {
  const wire = wireMessages(shaped(one, { messages: [{ role: "user", content: "Look" }, ...messages] })).slice(1);
  return wire.map((message) =>
    message["role"] === "tool"
      ? message["tool_call_id"]
      : (message["tool_calls"] as unknown as readonly { id: string }[]).map((call) => call.id),
  );
}

it("leaves valid ids alone", () => {
  const messages = [ask(["call_1", "toolu_01A-b"]), ...answers("call_1", "toolu_01A-b")];
  expect(ids(GPT, messages)).toEqual([["call_1", "toolu_01A-b"], "call_1", "toolu_01A-b"]);
  expect(step(shaped(GPT, { messages: [{ role: "user", content: "Look" }, ...messages] }), "tool-call-ids")?.applied).toBe(false);
});

// CHAT-6
it("rewrites what no provider takes — points, spaces, nothing at all, more than 64 characters — on call and result alike", () => {
  expect(ids(GPT, [ask(["functions.look:0"]), ...answers("functions.look:0")])).toEqual([["functions_look_0"], "functions_look_0"]);
  expect(ids(GPT, [ask([""]), ...answers("")])).toEqual([["call"], "call"]);
  const [[long], result] = ids(GPT, [ask(["x".repeat(80)]), ...answers("x".repeat(80))]) as [[string], string];
  expect(long).toMatch(/^x{56}$/);
  expect(result).toBe(long);
});

// Trap 11
it("makes two ids of one that was used twice in a turn; results answer in order", () => {
  const [calls, first, second] = ids(GPT, [ask(["dup", "dup"]), ...answers("dup", "dup")]) as [[string, string], string, string];
  expect(new Set(calls).size).toBe(2);
  expect([first, second]).toEqual(calls);
});

// Trap 11
it("makes two ids of one that was used again in a later turn", () => {
  const turn = [ask(["call_0"]), ...answers("call_0")];
  const [first, firstResult, second, secondResult] = ids(
    GPT,
    [...turn, { role: "user", content: "Again" } as const, ...turn].filter((message) => message.role !== "user"),
  );
  expect([first, firstResult]).toEqual([["call_0"], "call_0"]);
  expect(second).toEqual(["call_0_1"]);
  expect(secondResult).toBe("call_0_1");
});

// CHAT-6
it("gives Mistral nine letters or digits, on call and result alike", () => {
  const [[call], result] = ids(MISTRAL, [ask(["call_abcdef"]), ...answers("call_abcdef")]) as [[string], string];
  expect(call).toMatch(/^[A-Za-z0-9]{9}$/);
  expect(result).toBe(call);
  expect(ids(MISTRAL, [ask(["D681PevKs"]), ...answers("D681PevKs")])).toEqual([["D681PevKs"], "D681PevKs"]);
});
it("renames the thought signature that names a call with the call, and nothing else", () => {
  const gemini = target("openrouter/google/gemini-3-pro");
  const sealed = { type: "reasoning.encrypted", data: "CiQBAAAA", id: "tool.look", format: "google-gemini-v1", index: 0 };
  const text = { type: "reasoning.summary", summary: "Look.", id: "tool.look", format: "google-gemini-v1", index: 1 };
  const messages = [
    { role: "user" as const, content: "Look" },
    ask(["tool.look"], { reasoningDetails: [sealed, text], source: { model: "google/gemini-3-pro" } }),
    ...answers("tool.look"),
  ];
  expect(wireMessages(shaped(gemini, { messages }))[1]).toMatchObject({
    tool_calls: [{ id: "tool_look" }],
    reasoning_details: [{ ...sealed, id: "tool_look" }, text],
  });
});

// Pinned: a conversation that is continued after an update of the toolkit must keep its prefix (CHAT-2).
it("makes the same nine letters of an id on every machine and in every version", () => {
  expect(ids(MISTRAL, [ask(["call_1", "", "a"])])).toEqual([["086ufl601", "025qr2e05", "1us09xz1u"]]);
});

it("leaves a result alone whose call is not there", () => {
  expect(ids(GPT, [ask(["a.b"]), ...answers("lost.call", "a.b")])).toEqual([["a_b"], "lost.call", "a_b"]);
});

it("answers the last of several equal ids again and again", () => {
  const [calls, ...results] = ids(GPT, [ask(["dup", "dup"]), ...answers("dup", "dup", "dup")]) as [[string, string], ...string[]];
  expect(results).toEqual([calls[0], calls[1], calls[1]]);
});

it("counts only the ids that had to change", () => {
  const messages = [{ role: "user" as const, content: "Look" }, ask(["good", "a.b", "c.d"]), ...answers("good", "a.b", "c.d")];
  expect(step(shaped(GPT, { messages }), "tool-call-ids")).toEqual({ applied: true, reason: "2 tool-call ids rewritten" });
});

it("always gives unique, valid ids, the same ones for the same conversation, and pairs every result with its call", () => {
  const id = fc.oneof(fc.constantFrom("call_0", "call_1", "", "a.b", "a_b"), fc.string({ maxLength: 70 }));
  const turns = fc.array(fc.array(id, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 });
  for (const [one, shape] of [
    [GPT, /^[A-Za-z0-9_-]{1,64}$/],
    [MISTRAL, /^[A-Za-z0-9]{9}$/],
  ] as const) {
    fc.assert(
      fc.property(turns, (all) => {
        const messages = all.flatMap((turn) => [ask(turn), ...answers(...turn)]);
        const seen = ids(one, messages);
        expect(ids(one, messages)).toEqual(seen);
        const calls = seen.filter((entry) => Array.isArray(entry)).flat() as readonly string[];
        expect(new Set(calls).size).toBe(calls.length);
        expect(calls.filter((call) => !shape.test(call))).toEqual([]);
        expect(seen.filter((entry) => !Array.isArray(entry))).toEqual(calls);
      }),
      { numRuns: 200 },
    );
  }
});
