import { controlledStream, expectNoSecrets, fakeFetch, type FakeReply, plantedSecrets, settle } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { testClock } from "../__fixtures__/test-clock.js";
import { resolveEndpoint } from "../endpoint.js";
import type { ApiError } from "../errors/api-error.js";
import { Secret } from "../secret.js";
import type { RequestPlan } from "../target.js";
import { DEFAULT_TIMEOUTS } from "../timeouts.js";
import { createFetchTransport } from "./fetch-transport.js";
import { PhaseTimer } from "./phase-timer.js";
import { send } from "./send.js";
import type { SendContext } from "./send-context.js";
import type { ApiReply } from "./send-with.js";

const secrets = plantedSecrets("send");
const endpoint = resolveEndpoint();
const url = `${endpoint.baseUrl}/chat/completions`;
const plan: RequestPlan = { method: "POST", url, headers: { "X-Test": "1" }, body: { model: "x/y" }, warnings: [], steps: [] };

function setUp(reply: FakeReply, options: { readonly signal?: AbortSignal } & Partial<SendContext> = {}) {
  const { clock, fake } = testClock();
  const network = fakeFetch({ "*": reply });
  const timer = options.timer ?? new PhaseTimer({ clock, signal: options.signal });
  const context: SendContext = {
    endpoint,
    apiKey: new Secret(secrets.apiKey),
    timeouts: DEFAULT_TIMEOUTS,
    transport: createFetchTransport(network.fetch),
    clock,
    timer,
    what: "x/y at openrouter.ai",
    ...options,
  };
  return { network, timer, fake, context, run: (of: RequestPlan = plan): Promise<ApiReply> => send(of, context) };
}

async function failureOf(sending: Promise<unknown>): Promise<ApiError> {
  try {
    await sending;
  } catch (error) {
    return error as ApiError;
  }
  throw new Error("The request did not fail.");
}

// NET-2
describe("sending a plan", () => {
  it("adds the key and the content type, and nothing else", async () => {
    const { run, network } = setUp({ type: "json", body: {}, headers: { "x-generation-id": "gen-1", "x-request-id": "req-1" } });
    const reply = await run();
    expect(network.last()).toMatchObject({ method: "POST", url, body: { model: "x/y" } });
    expect(network.last().headers).toEqual({
      authorization: `Bearer ${secrets.apiKey}`,
      "content-type": "application/json",
      "x-test": "1",
    });
    expect(reply).toMatchObject({ status: 200, generationId: "gen-1", requestId: "req-1" });
  });

  it("sends no content type without a body, and no key without one", async () => {
    const { run, network } = setUp({ type: "json", body: {} }, { apiKey: undefined });
    const { body: _body, ...get } = plan;
    await run({ ...get, method: "GET" });
    expect(network.last().headers).toEqual({ "x-test": "1" });
  });

  it("leaves an Authorization header of the caller's own in place", async () => {
    const { run, network } = setUp({ type: "json", body: {} });
    await run({ ...plan, headers: { authorization: "Basic eA==" } });
    expect(network.last().headers["authorization"]).toBe("Basic eA==");
  });

  it("sends a raw body as it is", async () => {
    const form = new FormData();
    form.set("a", "b");
    const { run, network } = setUp({ type: "json", body: {} }, { rawBody: form });
    await run();
    expect(network.last().body).toBeInstanceOf(FormData);
    expect(network.last().headers["content-type"]).toBeUndefined();
  });
});

// KEY-6
describe("the key", () => {
  it.each([
    "https://evil.example/api/v1/x",
    "http://openrouter.ai/api/v1/x",
    "https://openrouter.ai:444/api/v1/x",
    "https://eu.openrouter.ai/api/v1/x",
  ])("is never sent to another origin, such as %s", async (elsewhere) => {
    const { run, network } = setUp({ type: "json", body: {} });
    expect(await failureOf(run({ ...plan, url: elsewhere }))).toMatchObject({ name: "RequestError", code: "url_refused" });
    expect(network.calls).toHaveLength(0);
  });

  it.each([301, 302, 303, 307, 308])("does not follow a redirect with status %i", async (status) => {
    const { run, network } = setUp({ type: "text", body: "moved", status, headers: { location: "https://evil.example/steal" } });
    const error = await failureOf(run());
    expect(error).toMatchObject({ code: "url_refused", retryable: false, details: { status } });
    expect(network.calls.map((call) => call.url)).toEqual([url]);
    expect(network.last().cancelled).toBe(true);
  });

  it.each([
    ["as it is", (key: string) => key],
    ["in a bearer header", (key: string) => `Bearer ${key}`],
    ["percent-encoded", (key: string) => encodeURIComponent(key)],
  ])("is taken out of an error that repeats it %s", async (_how, write) => {
    const odd = new Secret(secrets.token);
    for (const key of [new Secret(secrets.apiKey), odd]) {
      const { run } = setUp(
        { type: "json", status: 401, body: { error: { code: 401, message: `bad key ${write(key.reveal())}` } } },
        { apiKey: key },
      );
      const error = await failureOf(run());
      expect(error.message).toContain("bad key");
      expectNoSecrets(error, secrets);
      expectNoSecrets(JSON.stringify(error), secrets);
      expectNoSecrets(error.stack, secrets);
    }
  });

  it("stands in no network error", async () => {
    const { run } = setUp({
      type: "network-error",
      error: new TypeError("fetch failed", { cause: Object.assign(new Error("x"), { code: "ECONNRESET" }) }),
    });
    expectNoSecrets(await failureOf(run()), secrets);
  });

  it("stands in no complaint about a header that cannot be written", async () => {
    const { run } = setUp(() => {
      throw new TypeError(`invalid header ${secrets.token}`);
    });
    const error = await failureOf(run({ ...plan, headers: { "X-Mine": `${secrets.token}\nx` } }));
    expect(error).toMatchObject({ code: "input_invalid", message: expect.stringContaining("X-Mine") });
    expectNoSecrets(error, secrets);
  });
});

// NET-5
describe("a reply that is no success", () => {
  it("is read with its status, its ids and the wait it asks for", async () => {
    const { run } = setUp({
      type: "json",
      status: 429,
      body: { error: { code: 429, message: "slow down" } },
      headers: { "retry-after": "7", "x-generation-id": "gen-1", "cf-ray": "ray-1" },
    });
    expect(await failureOf(run())).toMatchObject({
      code: "rate_limit_exceeded",
      message: "x/y at openrouter.ai answered HTTP 429: slow down",
      details: { status: 429, retryAfterMs: 7_000, generationId: "gen-1", requestId: "ray-1" },
    });
  });

  it("is bounded", async () => {
    const chunk = "x".repeat(10_000);
    const { run, network } = setUp({ type: "stream", status: 500, chunks: Array.from({ length: 100 }, () => chunk) });
    const error = await failureOf(run());
    expect(error).toMatchObject({ code: "server" });
    expect(network.last().delivered).toBeLessThanOrEqual(80_000);
    expect(network.last().cancelled).toBe(true);
  });

  it("says what its status says when its body breaks off, and what came of it", async () => {
    const { run } = setUp({ type: "stream", status: 503, chunks: ['{"error":{"message":"busy"}}'], end: "error" });
    expect(await failureOf(run())).toMatchObject({ code: "provider_overloaded", message: expect.stringContaining("busy") });
  });

  it("does not wait for ever for its body", async () => {
    const { run, fake, network } = setUp({ type: "stream", status: 502, chunks: ["par"], end: "stall" });
    const failing = failureOf(run());
    await fake.advance(10_000);
    expect(await failing).toMatchObject({ code: "provider_unavailable", message: expect.stringContaining("par") });
    expect(network.last().cancelled).toBe(true);
    expect(fake.pending()).toEqual([]);
  });
});

// NET-3
describe("a phase that takes too long", () => {
  it.each(["connect", "response", "first_token", "total"] as const)(
    "ends the request with the error of its own clock: %s",
    async (phase) => {
      const { run, timer, fake, network } = setUp({ type: "hang" });
      timer.start(phase, 100);
      const failing = failureOf(run());
      await fake.advance(100);
      expect(await failing).toMatchObject({ name: "TimeoutError", phase });
      expect(network.last().aborted).toBe(true);
    },
  );

  it("tells the status when only the body of an error was late", async () => {
    const { run, timer, fake } = setUp({ type: "stream", status: 500, chunks: ["x"], end: "stall" });
    timer.start("total", 100);
    const failing = failureOf(run());
    await fake.advance(100);
    expect(await failing).toMatchObject({ name: "ApiError", code: "server" });
  });

  it("gives the transport the limit for connecting", async () => {
    let connectMs: number | undefined;
    const { run } = setUp(
      { type: "empty" },
      {
        transport: async (request) => {
          connectMs = request.connectMs;
          return { status: 200, headers: new Headers(), body: { read: async () => undefined, cancel: async () => undefined } };
        },
      },
    );
    await run();
    expect(connectMs).toBe(10_000);
  });
});

// NET-4
describe("an abort", () => {
  it("sends nothing when it came first", async () => {
    const { run, network } = setUp({ type: "json", body: {} }, { signal: AbortSignal.abort() });
    expect(await failureOf(run())).toMatchObject({ name: "AbortError" });
    expect(network.calls).toHaveLength(0);
  });

  it("closes the connection at once before the headers, and keeps the caller's reason", async () => {
    const abort = new AbortController();
    const { run, network } = setUp({ type: "hang" }, { signal: abort.signal });
    const failing = failureOf(run());
    await settle();
    const reason = new Error("enough");
    abort.abort(reason);
    expect(await failing).toBe(reason);
    expect(network.last().aborted).toBe(true);
  });

  it("closes the connection at once while the body is read", async () => {
    const abort = new AbortController();
    const stream = controlledStream();
    const { run, network } = setUp({ type: "controlled", stream }, { signal: abort.signal });
    stream.push("first");
    const { body } = await run();
    await body.read();
    const reading = failureOf(body.read());
    abort.abort();
    expect(await reading).toMatchObject({ name: "AbortError" });
    await stream.whenCancelled;
    expect(network.last().cancelled).toBe(true);
  });

  it("is told as an abort, not as the error whose body was being read", async () => {
    const abort = new AbortController();
    const { run, network } = setUp({ type: "stream", status: 500, chunks: ["x"], end: "stall" }, { signal: abort.signal });
    const failing = failureOf(run());
    await settle();
    abort.abort();
    expect(await failing).toMatchObject({ name: "AbortError" });
    expect(network.last().cancelled).toBe(true);
  });
});
