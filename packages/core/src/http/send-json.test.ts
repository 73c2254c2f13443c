import { expectNoSecrets, fakeFetch, type FakeReply, plantedSecrets } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { testClock } from "../__fixtures__/test-clock.js";
import { testTarget } from "../__fixtures__/test-target.js";
import type { ApiError } from "../errors/api-error.js";
import { createFetchTransport } from "./fetch-transport.js";
import { type JsonReply, sendJson, type SendJsonOptions } from "./send-json.js";

const secrets = plantedSecrets("sendjson");
const url = "https://openrouter.ai/api/v1/images";
const plan = { method: "POST", url, headers: {}, body: {}, warnings: [], steps: [] } as const;

function run(reply: FakeReply, options: SendJsonOptions = {}, apiKey = secrets.apiKey): Promise<JsonReply> {
  const target = testTarget("x/y", { apiKey });
  return sendJson(plan, target, { transport: createFetchTransport(fakeFetch({ [url]: reply }).fetch), ...options });
}
async function failureOf(sending: Promise<unknown>): Promise<ApiError> {
  try {
    await sending;
  } catch (error) {
    return error as ApiError;
  }
  throw new Error("The request did not fail.");
}

describe("a reply in JSON", () => {
  it("comes as an object, with the generation's id", async () => {
    const { json, generationId } = await run({ type: "json", body: { a: 1 }, headers: { "x-generation-id": "gen-1" } });
    expect(json).toEqual({ a: 1 });
    expect(generationId).toBe("gen-1");
  });

  // trap 1
  it.each(["\n\n  ", "\r\n \t\n", "\uFEFF"])("may have %j before it", async (blank) => {
    expect((await run({ type: "stream", chunks: [blank, blank, '{"a":1}\n'] })).json).toEqual({ a: 1 });
  });

  it.each([null, "", false])("is no error for saying error: %j", async (error) => {
    expect((await run({ type: "json", body: { a: 1, error } })).json).toMatchObject({ a: 1 });
  });
});

// NET-5: an HTTP 200 that is no success
describe("a 200 that is no success", () => {
  it.each([
    ["an error object", { type: "json", body: { error: { code: 502, message: "gone" }, id: "x" } }, "provider_unavailable", true],
    ["an error text", { type: "json", body: { error: "Rate limit exceeded" } }, "rate_limit_exceeded", true],
    ["an HTML page", { type: "text", body: "<!doctype html><title>x</title>" }, "response_malformed", true],
    ["other text", { type: "text", body: "ok" }, "response_malformed", true],
    ["half of its JSON", { type: "text", body: '{"a":' }, "response_malformed", true],
    ["a list", { type: "json", body: [] }, "response_malformed", true],
    ["nothing", { type: "text", body: "" }, "response_empty", true],
    ["blanks", { type: "text", body: " \n " }, "response_empty", true],
    ["no body at all", { type: "empty" }, "response_empty", true],
  ] satisfies [string, FakeReply, string, boolean][])("%s is an error", async (_what, reply, code, retryable) => {
    expect(await failureOf(run(reply as FakeReply))).toMatchObject({ name: "ApiError", code, retryable });
  });

  it("keeps the generation's id for whoever asks what it cost", async () => {
    const error = await failureOf(run({ type: "json", body: { error: { message: "x" } }, headers: { "x-generation-id": "gen-1" } }));
    expect(error.details.generationId).toBe("gen-1");
  });

  // KEY-6
  it.each<[string, (key: string) => FakeReply]>([
    ["an error", (key) => ({ type: "json", body: { error: { message: `bad ${key}`, metadata: { headers: key } } } })],
    ["an HTML page", (key) => ({ type: "text", body: `<html>${key}</html>` })],
  ])("does not give away a key that %s repeats", async (_where, reply) => {
    for (const key of [secrets.apiKey, secrets.token]) expectNoSecrets(await failureOf(run(reply(key), {}, key)), secrets);
  });
});

// NET-4
describe("bounds", () => {
  it("refuses a reply that is larger than it may be, and closes the connection", async () => {
    const network = fakeFetch({ [url]: { type: "stream", chunks: Array.from({ length: 50 }, () => "x".repeat(100)) } });
    const error = await failureOf(sendJson(plan, testTarget("x/y"), { transport: createFetchTransport(network.fetch), maxBytes: 1_000 }));
    expect(error).toMatchObject({ code: "response_too_large" });
    expect(network.last()).toMatchObject({ cancelled: true });
    expect(network.last().delivered).toBeLessThan(1_300);
  });

  it("says that the connection broke in the middle", async () => {
    expect(await failureOf(run({ type: "stream", chunks: ['{"a"'], end: "error" }))).toMatchObject({ code: "network_interrupted" });
  });

  // NET-3
  it.each([
    ["before the headers", { type: "hang" }],
    ["in the body", { type: "stream", chunks: ["{"], end: "stall" }],
  ] satisfies [string, FakeReply][])("ends at its limit %s", async (_where, reply) => {
    const { clock, fake } = testClock();
    const failing = failureOf(run(reply, { clock, totalMs: 100 }));
    await fake.advance(100);
    expect(await failing).toMatchObject({ name: "TimeoutError", phase: "total", limitMs: 100 });
    expect(fake.pending()).toEqual([]);
  });

  it("leaves no timer behind when it succeeds", async () => {
    const { clock, fake } = testClock();
    await run({ type: "json", body: {} }, { clock });
    expect(fake.pending()).toEqual([]);
  });

  // NET-4
  it("ends at once when the caller leaves in the body", async () => {
    const abort = new AbortController();
    const failing = failureOf(
      run(
        {
          type: "stream",
          chunks: ["{", "}"],
          pace: (index) => {
            if (index === 1) abort.abort();
          },
          end: "stall",
        },
        { signal: abort.signal },
      ),
    );
    expect(await failing).toMatchObject({ name: "AbortError" });
  });
});
