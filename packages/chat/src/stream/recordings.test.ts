import { loadFixture, splitBytes } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { type Answer, ask, collect, joined, joinedTools, readAnswer, recording, RECORDINGS, terminal } from "../__fixtures__/answers.js";

// Long recordings are cut into single bytes, at random, and in two at so many places.
const SMALL_BYTES = 6_000;
const CUTS = 40;

const LONG = [
  "vercel-ai/alibaba-reasoning.chunks.txt",
  "vercel-ai/deepseek-reasoning.chunks.txt",
  "vercel-ai/xai-fragments-tool-call.chunks.txt",
] as const;

/** Events without the borders between pieces, which depend on nothing but the chunks of the recording. */
function told(answer: Answer): unknown {
  return { end: answer.end, message: answer.message, events: answer.events };
}

describe("a recorded stream", () => {
  // CHAT-10, NET-5
  it.each([...RECORDINGS, ...LONG])("says the same however its bytes are cut: %s", async (name) => {
    const bytes = recording(name);
    const whole = await readAnswer([bytes]);
    expect(whole.end).not.toHaveProperty("error");
    const stride = bytes.length > SMALL_BYTES ? Math.floor(bytes.length / CUTS) : 1;
    let border = 0;
    const misses: unknown[] = [];
    for (const split of splitBytes(bytes)) {
      if (split.name.startsWith("cut at") && ++border % stride !== 0) continue;
      const answer = await readAnswer(split.chunks);
      if (JSON.stringify(told(answer)) !== JSON.stringify(told(whole))) misses.push({ split: split.name, ...answer });
    }
    expect(misses).toEqual([]);
  });

  it.each(["\r\n", "\r"] as const)("says the same with line ends %j", async (newline) => {
    const file = new URL("../__fixtures__/vercel-ai/deepseek-tool-call.chunks.txt", import.meta.url);
    const whole = told(await readAnswer([loadFixture(file)]));
    const splits = [...splitBytes(loadFixture(file, { newline }))].filter((split) => !split.name.startsWith("cut at"));
    for (const split of splits) expect(told(await readAnswer(split.chunks)), split.name).toEqual(whole);
  });

  // CHAT-10
  it.each([...RECORDINGS, ...LONG])("arrives whole through a session, and its message is what its events say: %s", async (name) => {
    const events = await collect(ask([{ type: "stream", chunks: [recording(name)] }]).stream);
    const end = terminal(events);
    if (end.type === "error") throw end.error;
    expect(joined(events)).toBe(end.message.content ?? "");
    expect(joined(events, "reasoning")).toBe(end.message.reasoning ?? "");
    const calls = end.message.toolCalls ?? [];
    expect(events.filter((event) => event.type === "tool-call").map((event) => event.call)).toEqual(calls);
    expect(joinedTools(events).map((tool) => ({ name: tool.name, arguments: tool.arguments.trim() || "{}" }))).toEqual(
      calls.map((call) => ({ name: call.name, arguments: call.arguments })),
    );
  });
});

describe("what the recordings say", () => {
  const read = async (name: string) => {
    const { end, message, events } = await readAnswer([recording(name)]);
    return { end, message, events };
  };

  it("Mistral's thinking parts are reasoning", async () => {
    const { message } = await read("vercel-ai/mistral-reasoning.chunks.txt");
    expect(message).toMatchObject({ reasoning: "The user is asking for 2+2. This is basic arithmetic. 2+2=4.", content: "2 + 2 = 4" });
  });

  it("Kimi's reasoning_content is reasoning", async () => {
    const { message, events } = await read("vercel-ai/moonshotai-stream.chunks.txt");
    expect(message).toMatchObject({ reasoning: "Thinking aloud. ", content: "Hello!" });
    expect(events.at(-1)).toMatchObject({ type: "usage", usage: { promptTokens: 9, completionTokens: 12, reasoningTokens: 7 } });
  });

  // Trap 9: an empty name with the next piece is no second call.
  it("GLM's call in pieces is one call", async () => {
    const { message, end } = await read("vercel-ai/mistral-incremental-tool-call.chunks.txt");
    expect(message.toolCalls).toEqual([
      { id: "chatcmpl-tool-9f149c74c42f265b", name: "webSearchTool", arguments: '{"query": "current Berlin weather"}' },
    ]);
    expect(end).toEqual({ reason: "tool-calls", rawReason: "tool_calls" });
    expect(message).not.toHaveProperty("extra");
  });

  // Trap 35
  it("Azure's router names itself only in its second frame", async () => {
    const { events, message } = await read("vercel-ai/azure-model-router.1.chunks.txt");
    expect(events[0]).toEqual({
      type: "start",
      generationId: "chatcmpl-CYPS1lijGoK8gd9lYzY3r9Sx50nbt",
      model: "gpt-5-nano-2025-08-07",
      provider: undefined,
    });
    expect(message.source).toEqual({ model: "gpt-5-nano-2025-08-07" });
  });

  it("a filter frame after the end changes nothing", async () => {
    expect(await read("openai-node/azure-async-filter.chunks.txt")).toMatchObject({
      end: { reason: "stop", rawReason: "stop" },
      message: { content: "hello", source: { model: "gpt-test" } },
    });
  });

  it("a refusal is an answer", async () => {
    expect(await read("openai-node/refusal-logprobs.sse")).toMatchObject({
      end: { reason: "stop" },
      message: { content: null, refusal: "I'm very sorry, but I can't assist with that request." },
    });
  });

  // Trap 30
  it("sound and its transcript are joined, and a stream that ends with [DONE] alone is whole", async () => {
    expect(await read("openai-node/audio-without-finish.chunks.txt")).toMatchObject({
      end: { reason: "stop", rawReason: undefined },
      message: { audio: { id: "audio-test", data: "abcdef", transcript: "hello" } },
    });
  });

  // Trap 8
  it.each(["a", "b", "c", "d"])("OpenRouter's tool stream in variant %s is the same one call", async (variant) => {
    const { message, end } = await read(`llm/test_tools_streaming_variant_${variant}.00.response.sse`);
    expect(message.toolCalls).toMatchObject([{ name: "llm_version", arguments: "{}" }]);
    expect(end).toMatchObject({ reason: "tool-calls" });
  });

  it("OpenRouter's bill is the cost", async () => {
    const { events } = await read("llm/test_tools_streaming_variant_a.00.response.sse");
    expect(events.find((event) => event.type === "usage")).toEqual({
      type: "usage",
      usage: {
        promptTokens: 57,
        completionTokens: 17,
        totalTokens: 74,
        cachedTokens: 0,
        cacheWriteTokens: 0,
        reasoningTokens: 0,
        costUsd: 0.00007159,
      },
    });
  });
});
