import { createFetchTransport } from "@openclaw/core";
import { expectNoSecrets, fakeFetch, type FakeReply, plantedSecrets, sseFixture } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { collect, delta, finish, hastyClock, PATH } from "./__fixtures__/answers.js";
import { HELLO } from "./__fixtures__/shaped.js";
import { CUSTOM_URL, target } from "./__fixtures__/targets.js";
import type { ChatOptions } from "./options.js";
import { shapeChat } from "./shape/index.js";
import { streamChat } from "./stream-chat.js";

const secrets = plantedSecrets("chat");
const { apiKey, token } = secrets;

/** What an upstream may send back; each repeats the key it was given. */
const repliesWith = (key: string): readonly (readonly [string, FakeReply])[] => [
  ["a 401", { type: "json", status: 401, body: { error: { code: 401, message: `Invalid key ${key}` } } }],
  [
    "a 400 with the request in metadata",
    {
      type: "json",
      status: 400,
      body: {
        error: {
          code: 400,
          message: "Provider returned error",
          metadata: { raw: `{"headers":{"authorization":"Bearer ${key}"}}`, provider_name: "Acme" },
        },
      },
    },
  ],
  ["a page", { type: "text", status: 502, body: `<html><title>${key}</title>${key}</html>`, headers: { "content-type": "text/html" } }],
  ["a page in a 200", { type: "text", body: `<html>${key}</html>`, headers: { "content-type": "text/html" } }],
  ["an error in a 200", { type: "json", body: { error: { code: 502, message: `bad key ${key}` } } }],
  [
    "an error in the stream",
    {
      type: "stream",
      chunks: [
        sseFixture([
          delta({ content: "Hel" }),
          { error: { code: 502, message: `bad key ${key}`, metadata: { raw: key, provider_code: key } } },
        ]),
      ],
    },
  ],
  ["a bare error in the stream", { type: "stream", chunks: [sseFixture([{ error: `bad key ${key}` }])] }],
  ["a broken chunk", { type: "stream", chunks: [`data: {"key":"${key}"\n\n`] }],
  [
    "a broken connection",
    {
      type: "network-error",
      error: new TypeError("fetch failed", { cause: Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" }) }),
    },
  ],
  ["a redirect", { type: "empty", status: 302, headers: { location: `https://elsewhere.example/?key=${key}` } }],
  ["a good answer", { type: "stream", chunks: [sseFixture([delta({ content: "Hello" }), finish()])] }],
];

// KEY-6
describe.each([
  ["a key of OpenRouter's shape", apiKey, undefined],
  ["a key without a shape, on a custom base URL", token, CUSTOM_URL],
])("%s", (_name, key, baseUrl) => {
  const one = target("openrouter/acme/one", { apiKey: key, ...(baseUrl === undefined ? {} : { baseUrl }) });

  it("stands in no plan", () => {
    expectNoSecrets(shapeChat(one, { messages: HELLO }), secrets);
    expectNoSecrets(JSON.stringify(one), secrets);
  });

  it.each(repliesWith(key))("stands in no event, error or message after %s, and went to its own origin only", async (_what, reply) => {
    const fake = fakeFetch({ [PATH]: reply });
    const options: ChatOptions = { transport: createFetchTransport(fake.fetch), clock: hastyClock(), random: () => 0 };
    const stream = streamChat({ target: one, messages: HELLO }, options);
    const events = await collect(stream);
    expectNoSecrets(events, secrets);
    expectNoSecrets(JSON.stringify(events), secrets);
    const result: unknown = await stream.result().catch((error: unknown) => error);
    expectNoSecrets(result, secrets);
    expect(fake.calls.map((call) => call.headers["authorization"])).toEqual(fake.calls.map(() => `Bearer ${key}`));
    expect(new Set(fake.calls.map((call) => new URL(call.url).origin))).toEqual(new Set([one.endpoint.origin]));
  });
});
