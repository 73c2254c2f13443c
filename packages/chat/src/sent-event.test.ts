// CHAT-10
import { toReadableStream, ToolkitError } from "@openclaw/core";
import { controlledStream, settle, sseFixture } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { ask, delta, finish } from "./__fixtures__/answers.js";
import type { ChatEvent } from "./events.js";
import { readChatEvents, writeChatEvent } from "./sent-event.js";
import { writeChatText } from "./write-chat-text.js";

const GOOD = sseFixture([delta({ reasoning: "Hm." }), delta({ content: "Grüße, " }), delta({ content: "Welt" }), finish()]);
const good = () => ask([{ type: "stream", chunks: [GOOD] }]).stream;
const broken = () =>
  ask([{ type: "stream", chunks: [sseFixture([delta({ content: "Hel" })], { done: false })] }], { options: { failover: { retries: 0 } } })
    .stream;
const collect = async <Item>(items: AsyncIterable<Item>): Promise<Item[]> => {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
};
const sent = (events: AsyncIterable<ChatEvent>) => new Response(toReadableStream(events, writeChatEvent)).body;
const of = async function* (...events: readonly unknown[]) {
  await Promise.resolve();
  yield* events as readonly ChatEvent[];
};

describe("events on their way to a page", () => {
  it("arrive as they were, without the server's own", async () => {
    const [whole, arrived] = [await collect(good()), await collect(readChatEvents(sent(good())))];
    expect(arrived.map(({ type }) => type)).toEqual(whole.map(({ type }) => type));
    expect(arrived.slice(0, -1)).toEqual(JSON.parse(JSON.stringify(whole.slice(0, -1))));
    const last = arrived.at(-1);
    expect(last).toMatchObject({ type: "finish", reason: "stop", message: { content: "Grüße, Welt" } });
    expect(last).not.toHaveProperty("attempts");
  });

  it("tell a failure with its code and what to do, and what had arrived", async () => {
    const last = (await collect(readChatEvents(sent(broken())))).at(-1);
    expect(last).toEqual({
      type: "error",
      error: { code: "stream_truncated", message: expect.any(String) as string, hint: expect.any(String) as string },
      partial: expect.objectContaining({ content: "Hel" }) as object,
    });
  });

  it("tell how long to wait before asking again", async () => {
    const error = new ToolkitError("busy", { code: "rate_limit_exceeded", retryAfterMs: 5_000 });
    expect(await collect(readChatEvents(sent(of({ type: "error", error, partial: {}, attempts: [] }))))).toEqual([
      { type: "error", error: { code: "rate_limit_exceeded", message: "busy", retryAfterMs: 5_000 }, partial: {} },
    ]);
  });

  it("tell why another try follows, and not with which key", async () => {
    const failover = { type: "failover", failed: { reason: "timeout", keyLabel: "env:KEY" }, next: "openrouter/a/b", recovering: true };
    const error = { type: "error", error: new DOMException("gone", "AbortError"), partial: {}, attempts: [] };
    expect(await collect(readChatEvents(sent(of(failover, error))))).toEqual([
      { type: "failover", reason: "timeout", next: "openrouter/a/b", recovering: true },
      { type: "error", error: { message: "gone" }, partial: {} },
    ]);
  });

  it("of a loop of tools arrive without what a tool gave back and what the server keeps", async () => {
    const finish = {
      type: "finish",
      reason: "stop",
      message: { role: "assistant", content: "Done." },
      attempts: [{ keyLabel: "env:KEY" }],
    };
    const call = { id: "t1", name: "look", arguments: "{}" };
    const outcome = { call, output: "secret", message: { role: "tool", content: "secret" }, failed: false, durationMs: 3 };
    const kept = { messages: [outcome.message], steps: 2 };
    const loop = [
      { type: "step", step: 1, finish },
      { type: "tool-result", outcome },
      { type: "loop-finish", finish, ...kept },
      { type: "text", text: "after the end" },
    ];
    const { attempts: _attempts, ...sentFinish } = finish;
    expect(await collect(readChatEvents(sent(of(...loop))))).toEqual([
      { type: "step", step: 1, finish: sentFinish },
      { type: "tool-result", id: "t1", name: "look", failed: false, durationMs: 3 },
      { type: "loop-finish", finish: sentFinish, steps: 2 },
    ]);
    const broken = { type: "loop-error", error: new Error("limit"), attempts: [{ keyLabel: "env:KEY" }], ...kept };
    expect(await collect(readChatEvents(sent(of(broken))))).toEqual([{ type: "loop-error", error: { message: "limit" }, steps: 2 }]);
  });

  it("are not taken for a whole answer when the connection ends before their end", async () => {
    const reading = collect(readChatEvents(sent(of({ type: "text", text: "Hel" }))));
    await expect(reading).rejects.toMatchObject({ code: "stream_truncated" });
  });

  it("skip what is no event", async () => {
    const body = new Response('data: [DONE]\n\n: alive\n\ndata: {"type":"text","text":"a"}\n\ndata: {"type":"error"}\n\n').body;
    expect(await collect(readChatEvents(body))).toEqual([{ type: "text", text: "a" }, { type: "error" }]);
  });

  it("end the request when the page leaves before a word has come", async () => {
    const wire = controlledStream();
    const { stream } = ask([{ type: "controlled", stream: wire }]);
    const reader = toReadableStream(stream, writeChatText).getReader();
    const reading = reader.read();
    wire.push(sseFixture([delta({ reasoning: "Hm." })], { done: false }));
    await settle();
    await reader.cancel();
    expect((await reading).done).toBe(true);
    expect(wire.cancelled()).toBe(true);
  });
});

describe("the text of an answer as a body", () => {
  it("is the text alone", async () => {
    expect(await new Response(toReadableStream(good(), writeChatText)).text()).toBe("Grüße, Welt");
  });

  it("breaks off where the answer does", async () => {
    await expect(new Response(toReadableStream(broken(), writeChatText)).text()).rejects.toMatchObject({ code: "stream_truncated" });
  });

  it("breaks off where a loop of tools does", async () => {
    const loop = of({ type: "text", text: "a" }, { type: "loop-error", error: new Error("limit") });
    await expect(new Response(toReadableStream(loop, writeChatText)).text()).rejects.toThrow("limit");
  });

  it("breaks off where the answer starts over", async () => {
    const restarted = of({ type: "text", text: "a" }, { type: "restart", reason: "another way" }, { type: "text", text: "b" });
    await expect(new Response(toReadableStream(restarted, writeChatText)).text()).rejects.toMatchObject({ code: "stream_diverged" });
  });
});
