import { createFetchTransport } from "@openclaw/core";
import { controlledStream, fakeClock, fakeFetch, type FakeReply, settle, sseFixture } from "@openclaw/testing";
import { afterEach, describe, expect, it, vi } from "vitest";
import { clockOf } from "./__fixtures__/answers.js";
import type { ChatEvent } from "./events.js";
import type { ChatOptions, ChatRequest } from "./options.js";

const chunk = (delta: object, more: object = {}) => ({ id: "gen-1", choices: [{ index: 0, delta, ...more }] });
const END = chunk({}, { finish_reason: "stop" });
const HELLO: FakeReply = { type: "stream", chunks: [sseFixture([chunk({ content: "Hello" }), END])] };
const BROKEN: FakeReply = { type: "stream", chunks: [sseFixture([chunk({ content: "Hel" })], { done: false })], end: "error" };
const LIMITED: FakeReply = { type: "json", status: 429, body: { error: { code: 429, message: "Slow down" } } };

/** A page that has loaded nothing but its entry. */
async function openPage(replies: readonly FakeReply[]) {
  vi.resetModules();
  const { createTarget, preloadChat, streamChat } = await import("./stream.js");
  const { rest } = await import("./parts.js");
  const load = vi.spyOn(rest, "load");
  const fake = fakeFetch({ "/api/v1/chat/completions": replies });
  const targetOf = (model: string) => createTarget({ model, apiKey: "sk-or-v1-SYNTHETICnotARealKey" });
  const ask = (more: Partial<ChatRequest> = {}, options: ChatOptions = {}) => {
    const transport = createFetchTransport(fake.fetch);
    return streamChat({ target: targetOf("acme/one"), messages: [{ role: "user", content: "Hi" }], ...more }, { transport, ...options });
  };
  return { ask, fake, load, preloadChat, rest, targetOf };
}

async function collect(stream: AsyncIterable<ChatEvent>): Promise<readonly ChatEvent[]> {
  const events: ChatEvent[] = [];
  for await (const event of stream) events.push(event);
  return events;
}

const terminals = (events: readonly ChatEvent[]) => events.filter(({ type }) => type === "finish" || type === "error");
const never = (signal?: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => signal?.addEventListener("abort", () => reject(signal.reason as Error)));

afterEach(() => {
  vi.doUnmock("./rest.js");
  vi.restoreAllMocks();
});

describe("the parts of a page that streams an answer", () => {
  it("are not loaded for words that are answered in words", async () => {
    const { ask, load, rest } = await openPage([HELLO]);
    const events = await collect(ask({ params: { temperature: 0.5, maxTokens: 100 } }));
    expect(events.map(({ type }) => type)).toEqual(["start", "text", "finish"]);
    expect(load).not.toHaveBeenCalled();
    expect(rest.loaded).toBeUndefined();
  });

  it("are loaded once for a request that asks for more, and it is shaped whole", async () => {
    const { ask, fake } = await openPage([HELLO]);
    await collect(ask({ responseFormat: { type: "json" } }));
    expect(fake.calls[0]?.body).toMatchObject({ response_format: { type: "json_object" } });
  });

  it("are loaded in the middle of an answer that holds more, and the order of its events stays", async () => {
    const call = { index: 0, id: "a", function: { name: "find", arguments: '{"q":1}' } };
    const odd = {
      reasoning: "twice",
      content: "a",
      tool_calls: [call],
      reasoning_details: [{ type: "reasoning.text", text: "hm" }],
      refusal: "no",
    };
    const reply: FakeReply = { type: "stream", chunks: [sseFixture([chunk(odd), chunk({ content: "b" }), END])] };
    const late = await openPage([reply]);
    const early = await openPage([reply]);
    await early.preloadChat();
    const withoutTimes = (events: readonly ChatEvent[]) => events.map((event) => ({ ...event, attempts: undefined }));
    const events = withoutTimes(await collect(late.ask()));
    expect(events).toEqual(withoutTimes(await collect(early.ask())));
    expect(events.map(({ type }) => type)).toEqual([
      "start",
      "text",
      "tool-input-start",
      "tool-input",
      "reasoning",
      "text",
      "tool-call",
      "finish",
    ]);
  });

  it("are loaded by a failure, which is then told as ever", async () => {
    const { ask, fake, targetOf } = await openPage([LIMITED, BROKEN, HELLO]);
    const events = await collect(ask({ target: ["acme/one", "acme/two", "acme/three"].map(targetOf) }));
    expect(events.map(({ type }) => type)).toEqual(["failover", "start", "text", "failover", "start", "text", "finish"]);
    expect(events.at(-1)).toMatchObject({ message: { content: "Hello" }, attempts: [{ code: "rate_limit_exceeded" }, {}, {}] });
    expect(fake.calls).toHaveLength(3);
  });

  // NET-4
  it.each<[string, Partial<ChatRequest>, FakeReply]>([
    ["before the request is sent", { hideReasoning: true }, HELLO],
    ["after an error reply", {}, LIMITED],
    ["after the answer broke", {}, BROKEN],
    [
      "at content that needs them",
      {},
      { type: "stream", chunks: [sseFixture([chunk({ images: [{ image_url: { url: "https://a/b" } }] })])], end: "stall" },
    ],
  ])("keep nobody waiting who aborts while they load, %s", async (_when, request, reply) => {
    const { ask, load } = await openPage([reply]);
    load.mockImplementation(never);
    const controller = new AbortController();
    const events = collect(ask(request, { signal: controller.signal }));
    await vi.waitFor(() => expect(load).toHaveBeenCalled());
    controller.abort(new Error("user left"));
    expect(terminals(await events)).toMatchObject([{ type: "error", error: { message: "user left" }, attempts: [{ outcome: "aborted" }] }]);
  });

  it("keep nobody waiting longer than the whole request may take", async () => {
    const { ask, load } = await openPage([LIMITED]);
    load.mockImplementation(never);
    const clock = fakeClock();
    const events = collect(ask({}, { clock: clockOf(clock) }));
    await vi.waitFor(() => expect(load).toHaveBeenCalled());
    await clock.runAll();
    expect(terminals(await events)).toMatchObject([{ type: "error", error: { code: "timeout_total" } }]);
  });

  it("that cannot be fetched leave what had arrived and one error", async () => {
    const { ask, load } = await openPage([BROKEN]);
    load.mockRejectedValue(Object.assign(new Error("offline"), { code: "network_unreachable" }));
    const events = await collect(ask());
    expect(terminals(events)).toMatchObject([
      { type: "error", error: { message: "offline" }, partial: { content: "Hel" }, attempts: [{ outcome: "failed" }] },
    ]);
  });

  it("are all there after preloadChat, for when the network has gone", async () => {
    const { ask, preloadChat, targetOf } = await openPage([BROKEN, HELLO]);
    await preloadChat();
    vi.doMock("./rest.js", () => Promise.reject(new Error("offline")));
    expect(terminals(await collect(ask({ target: ["acme/one", "acme/two"].map(targetOf) })))).toMatchObject([
      { type: "finish", message: { content: "Hello" } },
    ]);
  });

  it("close the connection when the stream is left while they load", async () => {
    const wire = controlledStream();
    const { ask, load } = await openPage([{ type: "controlled", stream: wire }]);
    load.mockImplementation(never);
    const stream = ask();
    const events = collect(stream);
    await settle();
    wire.push(sseFixture([chunk({ audio: { data: "AAAA" } })], { done: false }));
    await vi.waitFor(() => expect(load).toHaveBeenCalled());
    await stream.cancel();
    expect(terminals(await events)).toMatchObject([{ type: "error", error: { name: "AbortError" } }]);
    expect(wire.cancelled()).toBe(true);
  });
});
