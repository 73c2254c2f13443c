import { expect, it } from "vitest";
import { shaped, step, warningCodes, wireMessages } from "../__fixtures__/shaped.js";
import { target } from "../__fixtures__/targets.js";
import type { ChatMessage } from "../messages.js";

const CLAUDE = target("openrouter/anthropic/claude-sonnet-4.5");
const HELLO: ChatMessage = { role: "user", content: "Hello" };
const BEGUN: ChatMessage = { role: "assistant", content: "I think that" };

// CHAT-7
it("drops every trailing assistant turn while Claude reasons, and says how many", () => {
  const plan = shaped(CLAUDE, { messages: [HELLO, BEGUN, BEGUN], thinking: "low" });
  expect(wireMessages(plan)).toHaveLength(1);
  expect(step(plan, "trailing-assistant")).toEqual({ applied: true, reason: "2 trailing assistant turns dropped" });
  expect(warningCodes(plan)).toEqual(["prefill_dropped"]);
});

// CHAT-7
it("keeps them while Claude does not reason, and for other families", () => {
  expect(wireMessages(shaped(CLAUDE, { messages: [HELLO, BEGUN] }))).toHaveLength(2);
  expect(wireMessages(shaped(CLAUDE, { messages: [HELLO, BEGUN], thinking: "off" }))).toHaveLength(2);
  expect(wireMessages(shaped(target("openrouter/openai/gpt-5.2"), { messages: [HELLO, BEGUN], thinking: "high" }))).toHaveLength(2);
});

// CHAT-7
it("keeps a trailing turn that calls tools, and answers in the middle", () => {
  const call: ChatMessage = { role: "assistant", content: null, toolCalls: [{ id: "call_1", name: "look", arguments: "{}" }] };
  expect(wireMessages(shaped(CLAUDE, { messages: [HELLO, call], thinking: "high" }))).toHaveLength(2);
  expect(wireMessages(shaped(CLAUDE, { messages: [HELLO, BEGUN, HELLO], thinking: "high" }))).toHaveLength(3);
});
