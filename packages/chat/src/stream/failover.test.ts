import { createCircuits, createFetchTransport, type ModelTarget } from "@openclaw/core";
import { type FakeCall, fakeClock, fakeFetch, type FakeReply, sseFixture } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { clockOf, delta, finish, joined, PATH, terminal } from "../__fixtures__/answers.js";
import { ANSWER, BEGUN, ERROR, FAULTS, GOOD, refused, stream } from "../__fixtures__/faults.js";
import { HELLO } from "../__fixtures__/shaped.js";
import { target } from "../__fixtures__/targets.js";
import type { ChatEvent } from "../events.js";
import type { ChatOptions, ChatRequest } from "../options.js";
import { completeChat, streamChat } from "../stream-chat.js";

const ONE = target("openrouter/acme/one");
const TWO = target("openrouter/acme/two");
interface Outcome {
  readonly events: readonly ChatEvent[];
  readonly requests: readonly FakeCall[];
  readonly waitedMs: number;
}

/** Runs a request to its end on a clock that jumps from timer to timer; fails when it never ends or leaves a timer behind. */
async function run(
  targets: readonly ModelTarget[],
  answer: (model: string, nth: number) => FakeReply,
  more: { readonly collected?: boolean; readonly options?: ChatOptions; readonly request?: Partial<ChatRequest> } = {},
): Promise<Outcome> {
  const clock = fakeClock();
  const startedAt = clock.now();
  const counts = new Map<string, number>();
  const fake = fakeFetch({
    [PATH]: (call) => {
      const { model } = call.body as { model: string };
      const nth = counts.get(model) ?? 0;
      counts.set(model, nth + 1);
      return answer(model, nth);
    },
  });
  const request: ChatRequest = { target: targets, messages: HELLO, ...more.request };
  const options: ChatOptions = { transport: createFetchTransport(fake.fetch), clock: clockOf(clock), random: () => 0.5, ...more.options };
  let events: readonly ChatEvent[] | undefined;
  const ended = more.collected === true ? collected(request, options) : read(request, options);
  void ended.then((all) => (events = all));
  await clock.runAll();
  expect(events, "the request never ended").toBeDefined();
  expect(clock.pending()).toEqual([]);
  return { events: events ?? [], requests: fake.calls, waitedMs: clock.now() - startedAt };
}

async function read(request: ChatRequest, options: ChatOptions): Promise<readonly ChatEvent[]> {
  const events: ChatEvent[] = [];
  for await (const event of streamChat(request, options)) events.push(event);
  return events;
}

/** `completeChat`, told as the events that it stands for. */
async function collected(request: ChatRequest, options: ChatOptions): Promise<readonly ChatEvent[]> {
  try {
    const {
      text,
      message,
      finishReason,
      rawFinishReason,
      usage: bill,
      model,
      provider,
      generationId,
      attempts,
    } = await completeChat(request, options);
    return [
      { type: "text", text },
      { type: "finish", reason: finishReason, rawReason: rawFinishReason, message, usage: bill, model, provider, generationId, attempts },
    ];
  } catch (error) {
    const { partial, usage: bill, attempts } = error as { partial: never; usage: never; attempts: never };
    return [{ type: "error", error: error as Error, partial, usage: bill, attempts }];
  }
}

// FAIL-2, FAIL-4, NET-5
describe.each([
  ["streamed", false],
  ["collected", true],
])("%s", (_name, isCollected) => {
  it.each(FAULTS)(
    "$name, with nobody else to ask, ends in one clear error after a bounded number of tries",
    async ({ reply, code, alone }) => {
      const { events, requests } = await run([ONE], () => reply, { collected: isCollected });
      const end = terminal(events);
      expect(end).toMatchObject({ type: "error", error: { code } });
      expect(requests).toHaveLength(alone);
      expect(end.attempts).toHaveLength(alone);
      for (const attempt of end.attempts)
        expect(attempt).toMatchObject({
          model: ONE.model.ref,
          outcome: "failed",
          code,
          reason: expect.stringMatching(/^[a-z_]+$/) as string,
          message: expect.stringMatching(/./) as string,
        });
      expect(["Hello, wo", ""]).toContain(joined(events));
    },
  );

  const HELPED = FAULTS.filter((one) => one.helped > 0);

  it.each(HELPED)("$name, with another model to ask, ends in the whole answer once", async ({ reply, helped }) => {
    const { events, requests } = await run([ONE, TWO], (model) => (model === "acme/one" ? reply : GOOD), { collected: isCollected });
    const end = terminal(events);
    expect(requests).toHaveLength(helped);
    expect(end.attempts).toHaveLength(helped);
    expect(joined(events)).toBe(ANSWER);
    expect(end).toMatchObject({ type: "finish", message: { content: ANSWER, source: { model: "acme/one" } }, usage: { costUsd: 0.25 } });
    expect(end.attempts.at(-1)).toMatchObject({ model: TWO.model.ref, outcome: "succeeded", costUsd: 0.25, generationId: "gen-1" });
    expect(events.filter((event) => event.type === "restart")).toEqual([]);
  });

  it.each(FAULTS.filter((one) => one.helped === 0))("$name stops for a reason that holds for every model", async ({ reply, code }) => {
    const { events, requests } = await run([ONE, TWO], (model) => (model === "acme/one" ? reply : GOOD), { collected: isCollected });
    expect(terminal(events)).toMatchObject({ type: "error", error: { code }, attempts: [{ code }] });
    expect(requests).toHaveLength(1);
  });

  it.each(FAULTS.filter((one) => one.alone > 1))("$name that passes (flapping) ends in the whole answer once", async ({ reply }) => {
    const { events, requests } = await run([ONE], (_model, nth) => (nth === 0 ? reply : GOOD), { collected: isCollected });
    expect(terminal(events)).toMatchObject({ type: "finish", message: { content: ANSWER } });
    expect(joined(events)).toBe(ANSWER);
    expect(requests).toHaveLength(2);
  });

  it.each(HELPED)("$name of every model ends in one clear error that names them", async ({ reply }) => {
    const { events, requests } = await run([ONE, TWO], () => reply, { collected: isCollected });
    const end = terminal(events);
    const message = expect.stringMatching(/openrouter\/acme\/one: .*openrouter\/acme\/two: /) as string;
    expect(end).toMatchObject({ type: "error", error: { code: "candidates_exhausted", message } });
    expect(requests.length).toBeLessThanOrEqual(6);
    expect(end.attempts).toHaveLength(requests.length);
  });
});

describe("failing over", () => {
  // FAIL-6
  it("is told as it happens, and every try is in the result with its cause, times and cost", async () => {
    const billed = stream([BEGUN, sseFixture([{ ...delta({}), usage: { cost: 0.5 } }, { error: ERROR }])]);
    const { events } = await run([ONE, TWO], (model) => (model === "acme/one" ? billed : GOOD));
    expect(events.map((event) => event.type)).toEqual(["start", "text", "usage", "failover", "start", "text", "usage", "finish"]);
    expect(events.find((event) => event.type === "failover")).toMatchObject({
      failed: { model: ONE.model.ref, reason: "server_error", costUsd: 0.5, firstTokenMs: 0, generationId: "gen-1", status: 502 },
      next: TWO.model.ref,
      recovering: true,
    });
    expect(terminal(events).attempts).toMatchObject([
      { outcome: "failed", costUsd: 0.5 },
      { outcome: "succeeded", costUsd: 0.25 },
    ]);
  });

  // CHAT-10, FAIL-6: what an answer cost is what all its tries cost
  it("adds up what its tries were billed, and keeps each one's own", async () => {
    const usage = { prompt_tokens: 7, completion_tokens: 1, cost: 0.5, prompt_tokens_details: { cached_tokens: 4 } };
    const billed = stream([BEGUN, sseFixture([{ ...delta({}), usage }, { error: ERROR }])]);
    const { events } = await run([ONE, TWO], (model) => (model === "acme/one" ? billed : GOOD));
    expect(terminal(events)).toMatchObject({
      usage: { promptTokens: 8, completionTokens: 3, totalTokens: 11, cachedTokens: 4, costUsd: 0.75 },
      attempts: [
        { costUsd: 0.5, usage: { promptTokens: 7, completionTokens: 1 } },
        { costUsd: 0.25, usage: { promptTokens: 1, completionTokens: 2 } },
      ],
    });
    const { events: failed } = await run([ONE, TWO], () => billed, { options: { failover: { retries: 0 } } });
    expect(terminal(failed)).toMatchObject({ type: "error", usage: { promptTokens: 14, costUsd: 1 } });
  });

  it("gives no sum, and no cost, that would be too small", async () => {
    const billed = stream([BEGUN, sseFixture([{ ...delta({}), usage: { prompt_tokens: 7, cost: 0.5 } }, { error: ERROR }])]);
    const chunks = [delta({ content: "Hello, world" }), finish()];
    const silent = await run([ONE, TWO], (model) => (model === "acme/one" ? billed : stream([sseFixture(chunks)])));
    expect(terminal(silent.events)).toMatchObject({ usage: undefined, attempts: [{ costUsd: 0.5 }, { outcome: "succeeded" }] });
    const unpriced = stream([sseFixture([...chunks, { choices: [], usage: { prompt_tokens: 2 } }])]);
    const { usage } = terminal((await run([ONE, TWO], (model) => (model === "acme/one" ? billed : unpriced))).events);
    expect(usage).toMatchObject({ promptTokens: 9 });
    expect(usage).not.toHaveProperty("costUsd");
  });

  // NET-3
  it("honours Retry-After in seconds, as a date and in milliseconds", async () => {
    const date = new Date(Date.UTC(2026, 0, 1) + 7_000).toUTCString();
    for (const [headers, ms] of [
      [{ "retry-after": "3" }, 3_000],
      [{ "retry-after": date }, 7_000],
      [{ "retry-after-ms": "1500" }, 1_500],
    ] as const) {
      const { waitedMs } = await run([ONE], (_model, nth) => (nth === 0 ? refused(429, {}, headers) : GOOD));
      expect(waitedMs).toBe(ms);
    }
  });

  // FAIL-2
  it("of a context that is too long goes only to a model with a larger window", async () => {
    const overflow = refused(400, {
      message: "This endpoint's maximum context length is 8192 tokens. However, you requested about 9000 tokens",
    });
    const windows = [8_192, 4_096, 8_192, 200_000].map((contextTokens, index) =>
      target(`openrouter/acme/m${index}`, { row: { contextTokens } }),
    );
    const { events, requests } = await run(windows, (model) => (model === "acme/m0" ? overflow : GOOD));
    expect(requests.map((call) => (call.body as { model: string }).model)).toEqual(["acme/m0", "acme/m3"]);
    expect(terminal(events)).toMatchObject({ type: "finish", message: { content: ANSWER } });
    const stuck = await run(windows.slice(0, 3), (model) => (model === "acme/m0" ? overflow : GOOD));
    expect(terminal(stuck.events)).toMatchObject({ type: "error", error: { code: "context_length_exceeded" } });
    expect(stuck.requests).toHaveLength(1);
  });

  // FAIL-2
  it("of a refused key goes to the same model with another key, never to another model with that one", async () => {
    const other = target("openrouter/acme/one", { apiKey: "sk-or-v1-second-key", keyLabel: "second" });
    const asked = await run([ONE, TWO, other], (_model, nth) => (nth === 0 ? refused(401) : GOOD));
    expect(asked.requests.map((call) => [(call.body as { model: string }).model, call.headers["authorization"]?.slice(-10)])).toEqual([
      ["acme/one", ONE.apiKey.reveal().slice(-10)],
      ["acme/one", "second-key"],
    ]);
    expect(terminal(asked.events)).toMatchObject({ type: "finish" });
  });

  // FAIL-1
  it("never leaves a model that stands alone", async () => {
    const { requests } = await run([ONE], () => refused(404));
    expect(new Set(requests.map((call) => (call.body as { model: string }).model))).toEqual(new Set(["acme/one"]));
  });

  it("can be switched off after the first token: the answer then ends where it broke", async () => {
    const { events, requests } = await run([ONE, TWO], (model) => (model === "acme/one" ? stream([BEGUN], "error") : GOOD), {
      options: { failover: { recoverMidStream: false } },
    });
    expect(terminal(events)).toMatchObject({ type: "error", error: { code: "network_interrupted" }, partial: { content: "Hello, wo" } });
    expect(requests).toHaveLength(1);
  });
});

// FAIL-3
describe("circuits", () => {
  it("are shared by requests, tell who rests, and let one probe through", async () => {
    const clock = fakeClock();
    const circuits = createCircuits({ clock: clockOf(clock), threshold: 2, random: () => 0.5 });
    const options: ChatOptions = { circuits, failover: { retries: 1 } };
    await run([ONE, TWO], (model) => (model === "acme/one" ? refused(500) : GOOD), { options });
    const rested = await run([ONE, TWO], () => GOOD, { options });
    expect(rested.requests.map((call) => (call.body as { model: string }).model)).toEqual(["acme/two"]);
    expect(terminal(rested.events).attempts).toMatchObject([
      { model: ONE.model.ref, outcome: "skipped" },
      { model: TWO.model.ref, outcome: "succeeded" },
    ]);
    const alone = await run([ONE], () => GOOD, { options });
    expect(alone.requests).toEqual([]);
    expect(terminal(alone.events)).toMatchObject({ type: "error", error: { code: "candidates_exhausted", retryable: true } });
    await clock.advance(40_000);
    const probed = await run([ONE], () => GOOD, { options });
    expect(terminal(probed.events)).toMatchObject({ type: "finish" });
    expect(circuits.state(`chat https://openrouter.ai acme/one ${ONE.keyLabel}`)).toBe("closed");
  });

  it("hear of a stream that broke though nothing was tried again, and give a probe's place back when the caller leaves", async () => {
    const clock = fakeClock();
    const circuits = createCircuits({ clock: clockOf(clock), threshold: 1, random: () => 0.5 });
    const id = `chat https://openrouter.ai acme/one ${ONE.keyLabel}`;
    await run([ONE], () => stream([BEGUN]), { options: { circuits, failover: { recoverMidStream: false } } });
    expect(circuits.state(id)).toBe("open");
    await clock.advance(40_000);
    const fake = fakeFetch({ [PATH]: [stream([BEGUN], "stall")] });
    for await (const event of streamChat(
      { target: ONE, messages: HELLO },
      { circuits, clock: clockOf(clock), transport: createFetchTransport(fake.fetch) },
    ))
      if (event.type === "text") break;
    expect(circuits.admit(id)).toBe(true);
  });

  it("are not asked for a stream that is never read", async () => {
    const clock = fakeClock();
    const circuits = createCircuits({ clock: clockOf(clock), threshold: 1 });
    const id = `chat https://openrouter.ai acme/one ${ONE.keyLabel}`;
    circuits.failed(id);
    await clock.advance(1_000_000);
    streamChat({ target: ONE, messages: HELLO }, { circuits, clock: clockOf(clock) });
    expect(circuits.admit(id)).toBe(true);
  });
});

// FAIL-5
describe("a refused prefill", () => {
  const QWEN = target("openrouter/qwen/qwen3-max");
  const refusal = refused(400, {
    message: "Provider returned error",
    metadata: {
      provider_name: "Acme",
      raw: "This model does not support assistant message prefill. The conversation must end with a user message.",
    },
  });
  const answer = (call: FakeCall, nth: number): FakeReply => {
    const { messages } = call.body as { messages: readonly { role: string }[] };
    if (messages.at(-1)?.role === "assistant") return refusal;
    return nth === 0 ? stream([BEGUN], "error") : GOOD;
  };
  const ask = async (options: ChatOptions = {}) => {
    let fake: FakeCall[] = [];
    const outcome = await run(
      [QWEN],
      () => (call: FakeCall) => {
        fake = [...fake, call];
        return answer(call, fake.length - 1);
      },
      { options },
    );
    return { ...outcome, roles: fake.map((call) => (call.body as { messages: readonly { role: string }[] }).messages.at(-1)?.role) };
  };

  it("is learnt, and the answer is given anew instead, even when no retries are left", async () => {
    for (const retries of [1, 2]) {
      const prefillRefusals = new Set<string>();
      const { events, roles } = await ask({ prefillRefusals, failover: { retries } });
      expect(roles).toEqual(["user", "assistant", "user"]);
      expect(terminal(events)).toMatchObject({ type: "finish", message: { content: ANSWER } });
      expect(joined(events)).toBe(ANSWER);
      expect(events.filter((event) => event.type === "failover")).toHaveLength(1);
      expect([...prefillRefusals]).toEqual([`chat https://openrouter.ai qwen/qwen3-max ${QWEN.keyLabel}`]);
      expect((await ask({ prefillRefusals, failover: { retries } })).roles).toEqual(["user", "user"]);
    }
  });

  it("is never the final error: that is why the answer broke", async () => {
    const { events } = await run(
      [QWEN, TWO],
      (model, nth) => (model === "acme/two" ? refused(404) : nth === 0 ? stream([BEGUN], "error") : refusal),
      { options: { failover: { retries: 0 } } },
    );
    const end = terminal(events);
    expect(end.type === "error" && end.error.message).not.toMatch(/prefill/);
  });

  it("of the caller's own beginning is an error at once, for this model", async () => {
    const request = { messages: [...HELLO, { role: "assistant" as const, content: "I think" }] };
    const { events, requests } = await run([QWEN], () => refusal, { request });
    expect(requests).toHaveLength(1);
    expect(terminal(events)).toMatchObject({ type: "error", error: { code: "invalid_request" } });
    const helped = await run([QWEN, TWO], (model) => (model === "acme/two" ? GOOD : refusal), { request });
    expect(helped.requests).toHaveLength(2);
  });
});

it("a candidate that was looked up and is not there is passed over", async () => {
  const targets = [ONE, undefined, TWO] as unknown as (typeof ONE)[];
  const { events } = await run(targets, (model) => (model === "acme/two" ? GOOD : refused(404)));
  expect(terminal(events)).toMatchObject({
    type: "finish",
    attempts: [{ model: ONE.model.ref }, { model: TWO.model.ref, outcome: "succeeded" }],
  });
});

it.each([undefined, null, "Hello", [null], [{ role: "user" }], [{ role: "user", content: null }]])(
  "messages that are %j are one clear error",
  async (messages) => {
    const { events, requests } = await run([ONE, TWO], () => GOOD, { request: { messages } as unknown as Partial<ChatRequest> });
    expect(requests).toEqual([]);
    expect(terminal(events)).toMatchObject({ type: "error", error: { code: "input_invalid" } });
  },
);

it("input that no model could answer sends nothing and is one clear error", async () => {
  const { events, requests } = await run([ONE, TWO], () => GOOD, { request: { messages: [] } });
  expect(requests).toEqual([]);
  expect(terminal(events)).toMatchObject({ type: "error", error: { code: "input_invalid" } });
  for (const target of [[], [undefined], undefined, "openai/gpt-5-mini", ["openai/gpt-5-mini"], {}] as unknown as ChatRequest["target"][]) {
    expect(() => streamChat({ target, messages: HELLO })).toThrow(expect.objectContaining({ code: "input_invalid" }));
  }
});
