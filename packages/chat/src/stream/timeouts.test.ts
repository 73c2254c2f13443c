import { createFetchTransport, type ModelTarget, TimeoutError, type Timeouts } from "@openclaw/core";
import { type FakeClock, controlledStream, fakeClock, fakeFetch, type FakeReply, settle, sseFixture } from "@openclaw/testing";
import { beforeEach, describe, expect, it } from "vitest";
import { clockOf, collect, delta, finish, PATH, terminal } from "../__fixtures__/answers.js";
import { HELLO } from "../__fixtures__/shaped.js";
import { target } from "../__fixtures__/targets.js";
import type { ChatEvent } from "../events.js";
import { streamChat } from "../stream-chat.js";

const LIMITS: Timeouts = { connectMs: 100, responseMs: 1_000, firstTokenMs: 2_000, stallMs: 500, totalMs: 60_000 };

let clock: FakeClock;
beforeEach(() => {
  clock = fakeClock();
});

function start(replies: readonly FakeReply[], more: { readonly timeouts?: Partial<Timeouts>; readonly fallback?: boolean } = {}) {
  const timeouts = { ...LIMITS, ...more.timeouts };
  const targets: readonly ModelTarget[] = ["one", ...(more.fallback === true ? ["two"] : [])].map((name) =>
    target(`openrouter/acme/${name}`, { timeouts }),
  );
  const fake = fakeFetch({ [PATH]: replies });
  const stream = streamChat(
    { target: targets, messages: HELLO },
    { transport: createFetchTransport(fake.fetch), clock: clockOf(clock), random: () => 0, failover: { retries: 0 } },
  );
  let done: readonly ChatEvent[] | undefined;
  void collect(stream).then((events) => (done = events));
  return { fake, stream, events: () => done };
}
const text = (content: string) => sseFixture([delta({ content })], { done: false });
const COMMENT = ": OPENROUTER PROCESSING\n\n";
const ANSWER: FakeReply = { type: "stream", chunks: [sseFixture([delta({ content: "Hello" }), finish()])] };

// NET-3, FAIL-6: every clock has its own error.
describe("a limit", () => {
  it("of the response headers is timeout_response", async () => {
    const { events, fake } = start([{ type: "hang" }]);
    await clock.advance(999);
    expect(events()).toBeUndefined();
    await clock.advance(1);
    expect(terminal(events() ?? [])).toMatchObject({ error: { code: "timeout_response", phase: "response", limitMs: 1_000 } });
    expect(fake.calls[0]?.aborted).toBe(true);
    expect(clock.pending()).toEqual([]);
  });

  it("of the first token is timeout_first_token, and keep-alive comments are no token", async () => {
    const wire = controlledStream();
    const { events } = start([{ type: "controlled", stream: wire }]);
    for (let waited = 0; waited < 2_000; waited += 100) {
      expect(events()).toBeUndefined();
      wire.push(COMMENT);
      wire.push(sseFixture([delta({ role: "assistant", content: "" })], { done: false }));
      await clock.advance(100);
    }
    expect(terminal(events() ?? [])).toMatchObject({ error: { code: "timeout_first_token" } });
    expect(wire.cancelled()).toBe(true);
    expect(clock.pending()).toEqual([]);
  });

  it("between tokens is timeout_stall, and comments, empty deltas and empty lists are no progress", async () => {
    const wire = controlledStream();
    const { events } = start([{ type: "controlled", stream: wire }]);
    for (const word of ["a", "b", "c"]) {
      wire.push(text(word));
      await clock.advance(499);
    }
    expect(events()).toBeUndefined();
    wire.push(text("d"));
    await clock.advance(250);
    wire.push(COMMENT);
    wire.push(sseFixture([delta({ content: "", tool_calls: [] })], { done: false }));
    await clock.advance(250);
    expect(terminal(events() ?? [])).toMatchObject({ error: { code: "timeout_stall" }, partial: { content: "abcd" } });
    expect(clock.pending()).toEqual([]);
  });

  it("counts reasoning as a token, sealed reasoning too", async () => {
    const wire = controlledStream();
    const { events } = start([{ type: "controlled", stream: wire }]);
    for (let count = 0; count < 10; count++) {
      wire.push(sseFixture([delta({ reasoning_details: [{ type: "reasoning.encrypted", data: String(count) }] })], { done: false }));
      await clock.advance(400);
    }
    expect(events()).toBeUndefined();
    wire.push(sseFixture([delta({ content: "Hello" }), finish()]));
    await settle();
    expect(terminal(events() ?? [])).toMatchObject({ type: "finish" });
  });

  it("of the whole is timeout_total, over all tries, however lively the stream", async () => {
    const wire = controlledStream();
    const { events } = start([{ type: "controlled", stream: wire }], { timeouts: { totalMs: 3_000 }, fallback: true });
    for (let waited = 0; waited < 3_000; waited += 300) {
      wire.push(text("a"));
      await clock.advance(300);
    }
    expect(terminal(events() ?? [])).toMatchObject({ error: { code: "timeout_total" }, partial: { content: "aaaaaaaaaa" } });
    expect(clock.pending()).toEqual([]);
  });

  it("of 0 never runs out", async () => {
    const wire = controlledStream();
    const { events, stream } = start([{ type: "controlled", stream: wire }], {
      timeouts: { responseMs: 0, firstTokenMs: 0, stallMs: 0, totalMs: 0 },
    });
    await clock.advance(100_000_000);
    wire.push(text("a"));
    await clock.advance(100_000_000);
    expect(events()).toBeUndefined();
    await stream.cancel();
    await settle();
    expect(clock.pending()).toEqual([]);
  });

  // FAIL-6
  it.each([
    ["of the headers", [{ type: "hang" }, ANSWER] as const, 1_000],
    ["of the first token", [{ type: "stream", chunks: [COMMENT], end: "stall" }, ANSWER] as const, 2_000],
    ["between tokens", [{ type: "stream", chunks: [text("Hel")], end: "stall" }, ANSWER] as const, 500],
  ])("%s moves on to the next model when there is one", async (_name, replies, ms) => {
    const { events, fake } = start(replies, { fallback: true });
    await clock.advance(ms);
    expect(terminal(events() ?? [])).toMatchObject({
      type: "finish",
      message: { content: "Hello" },
      attempts: [{ outcome: "failed", reason: "timeout", durationMs: ms }, { outcome: "succeeded" }],
    });
    expect(fake.calls[0]?.aborted).toBe(true);
    expect(clock.pending()).toEqual([]);
  });
});

// NET-3; trap 5
it("an answer that has said its finish reason is whole, though its bill never comes", async () => {
  const { events } = start([
    { type: "stream", chunks: [sseFixture([delta({ content: "Hello" }), finish()], { done: false })], end: "stall" },
  ]);
  await clock.advance(500);
  expect(terminal(events() ?? [])).toMatchObject({ type: "finish", reason: "stop", usage: undefined, message: { content: "Hello" } });
  expect(clock.pending()).toEqual([]);
});

// NET-3: silence is the provider's fault only while somebody waits for it.
it("a caller who takes long over one event does not find the stream cut for stalling", async () => {
  const wire = controlledStream();
  const fake = fakeFetch({ [PATH]: [{ type: "controlled", stream: wire }] });
  const one = target("openrouter/acme/one", { timeouts: { ...LIMITS, totalMs: 0 } });
  const events = streamChat({ target: one, messages: HELLO }, { transport: createFetchTransport(fake.fetch), clock: clockOf(clock) })[
    Symbol.asyncIterator
  ]();
  wire.push(text("Hel"));
  await events.next();
  await events.next();
  await clock.advance(60_000);
  wire.push(text("lo"));
  expect(await events.next()).toMatchObject({ value: { type: "text", text: "lo" } });
  const waiting = events.next();
  await clock.advance(LIMITS.stallMs + 1_000);
  expect(await waiting).toMatchObject({ value: { type: "error", error: { code: "timeout_stall" } } });
  expect(clock.pending()).toEqual([]);
});

it("an unread stream is not timed", async () => {
  const fake = fakeFetch({ [PATH]: [ANSWER] });
  const stream = streamChat(
    { target: target("openrouter/acme/one", { timeouts: LIMITS }), messages: HELLO },
    { transport: createFetchTransport(fake.fetch), clock: clockOf(clock) },
  );
  expect(clock.pending()).toEqual([]);
  await clock.advance(120_000);
  expect(terminal(await collect(stream))).toMatchObject({ type: "finish" });
  expect(clock.pending()).toEqual([]);
});

it("a timeout names the clock and the setting", () => {
  expect(new TimeoutError("first_token", 2_000, { what: "acme" })).toMatchObject({
    message: "No first token within 2000 ms from acme.",
    hint: "Raise firstTokenMs, or add a fallback model.",
  });
});
