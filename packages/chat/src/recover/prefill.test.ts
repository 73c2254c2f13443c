import { type FakeReply, sseFixture } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { ask, collect, delta, finish, hastyClock, joined, terminal } from "../__fixtures__/answers.js";
import { HELLO } from "../__fixtures__/shaped.js";
import { target } from "../__fixtures__/targets.js";
import type { ChatRequest } from "../options.js";

const PREFILLING = target("openrouter/qwen/qwen3-max", {
  row: { supportedParameters: ["tools", "structured_outputs", "response_format"] },
});
const stream = (pieces: readonly string[], end: "whole" | "cut" = "whole"): FakeReply => ({
  type: "stream",
  chunks: [sseFixture([...pieces.map((content) => delta({ content })), ...(end === "whole" ? [finish()] : [])], { done: end === "whole" })],
  end: end === "whole" ? "close" : "error",
});

async function recovered(replies: readonly FakeReply[], request: Partial<ChatRequest>) {
  const { stream: asked, fake } = ask(replies, { target: PREFILLING, request, options: { clock: hastyClock() } });
  const events = await collect(asked);
  const sent = fake.calls.map(({ body }) => (body as { messages: readonly { role: string; content: string }[] }).messages);
  return { events, sent };
}

// FAIL-5
describe("a broken answer in a form that the provider enforces", () => {
  it.each([{ type: "json" as const }, { type: "json-schema" as const, name: "a", schema: {} }])(
    "is given anew, not continued, because each try is a whole value: $type",
    async (responseFormat) => {
      const { events, sent } = await recovered([stream(['{"a":'], "cut"), stream(['{"a":', "1}"])], { responseFormat });
      expect(sent[1]).toEqual(sent[0]);
      expect(joined(events)).toBe('{"a":1}');
      expect(terminal(events)).toMatchObject({ type: "finish", message: { content: '{"a":1}' } });
    },
  );

  it("is continued where the form is only asked for in words", async () => {
    const worded = target("openrouter/qwen/qwen3-max", { row: { supportedParameters: ["tools"] } });
    const { stream: asked } = ask([stream(['{"a":'], "cut"), stream(["1}"])], {
      target: worded,
      request: { responseFormat: { type: "json" } },
      options: { clock: hastyClock() },
    });
    expect(joined(await collect(asked))).toBe('{"a":1}');
  });
});

// FAIL-5
describe("a broken answer whose beginning was the caller's own", () => {
  const BEGUN = "Once upon a time there was";
  const messages = [...HELLO, { role: "assistant" as const, content: BEGUN }];

  it("goes on from both in one message, as providers take it", async () => {
    const { events, sent } = await recovered([stream([" a fox, "], "cut"), stream(["and a hen."])], { messages });
    expect(sent[1]?.map(({ role, content }) => [role, content])).toEqual([
      ["user", "Hello"],
      ["assistant", `${BEGUN} a fox,`],
    ]);
    expect(joined(events)).toBe(" a fox, and a hen.");
  });

  it("is not told a second time by a host that repeats what it was given", async () => {
    const { events, sent } = await recovered([stream([" a fox,"], "cut"), stream([`${BEGUN} a fox,`, " and a hen."])], { messages });
    expect(sent).toHaveLength(2);
    expect(joined(events)).toBe(" a fox, and a hen.");
  });

  it("nor is it sent twice when the host had repeated it at once", async () => {
    const { events, sent } = await recovered([stream([`${BEGUN} a fox,`], "cut"), stream([" and a hen."])], { messages });
    expect(sent[1]?.at(-1)?.content).toBe(`${BEGUN} a fox,`);
    expect(joined(events)).toBe(`${BEGUN} a fox, and a hen.`);
  });
});
