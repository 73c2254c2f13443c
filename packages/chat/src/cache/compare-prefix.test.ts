import { describe, expect, it } from "vitest";
import { target } from "../__fixtures__/targets.js";
import { shapeChat } from "../shape/index.js";
import type { ChatInput } from "../chat-input.js";
import { comparePrefix } from "./compare-prefix.js";

const claude = target("openrouter/anthropic/claude-sonnet-4.5");
const body = (input: ChatInput, model = claude) => shapeChat(model, input).body ?? {};
const turn = {
  messages: [
    { role: "system" as const, content: "Be brief." },
    { role: "user" as const, content: "one" },
  ],
};
const next = { messages: [...turn.messages, { role: "assistant" as const, content: "1" }, { role: "user" as const, content: "two" }] };
const tool = { name: "f", inputSchema: { type: "object" } };

describe("the prompt-cache doctor", () => {
  it("finds nothing wrong with a conversation that went on, though its markers moved", () => {
    expect(comparePrefix(body(turn), body(next))).toEqual({ kind: "none" });
  });

  it("names the message that changed", () => {
    const edited = { messages: [{ role: "system" as const, content: "Be brief. It is 10:31." }, ...next.messages.slice(1)] };
    expect(comparePrefix(body(turn), body(edited))).toMatchObject({ kind: "message", index: 0, role: "system" });
  });

  it("names a message that is gone", () => {
    expect(comparePrefix(body(next), body(turn))).toMatchObject({
      kind: "message",
      index: 2,
      message: expect.stringContaining("is gone") as string,
    });
  });

  it("blames changed tools before anything else", () => {
    expect(comparePrefix(body(turn), body({ ...next, tools: [tool] }))).toMatchObject({ kind: "tools" });
  });

  it("knows that another model has another cache", () => {
    expect(comparePrefix(body(turn), body(next, target("openrouter/openai/gpt-5.2")))).toMatchObject({ kind: "model" });
  });
});
