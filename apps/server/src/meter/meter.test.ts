import { describe, expect, it, vi } from "vitest";
import { readEvents, startServer, type TestServer, type TestServerOptions } from "../__fixtures__/start-server.js";

const TOKEN = "gateway-token-of-the-operator";
const admin = { authorization: `Bearer ${TOKEN}` };
interface Key {
  readonly id: string;
  readonly key: string;
  readonly spentUsd: number;
  readonly reservedUsd: number;
}
const start = (options: TestServerOptions = {}): Promise<TestServer> =>
  startServer({ ...options, env: { OPENCLAW_GATEWAY_TOKEN: TOKEN, ...options.env } });
const makeKey = async (server: TestServer, limits: object): Promise<Key> => {
  const response = await server.post("/admin/keys", { name: "test", ...limits }, { headers: admin });
  expect(response.status).toBe(201);
  return (await response.json()) as Key;
};
const stateOf = async (server: TestServer, { id }: Key): Promise<Key> =>
  (await (await server.get(`/admin/keys/${id}`, { headers: admin })).json()) as Key;
const settled = async (server: TestServer, key: Key): Promise<Key> => {
  let state = await stateOf(server, key);
  await vi.waitFor(
    async () => {
      state = await stateOf(server, key);
      expect(state.reservedUsd).toBe(0);
    },
    { timeout: 12_000 },
  );
  return state;
};
// A model with a price.
const MODEL = "openai/gpt-4o-mini";
const ask = (server: TestServer, { key }: Key, more: object = {}): Promise<Response> =>
  server.post(
    "/v1/chat/completions",
    { model: MODEL, max_tokens: 50, messages: [{ role: "user", content: "count to 5" }], ...more },
    { headers: { authorization: `Bearer ${key}` } },
  );
const codeOf = async (response: Response): Promise<unknown[]> => [
  response.status,
  ((await response.json()) as { error: { code: string } }).error.code,
];

describe("virtual keys", () => {
  it("open what they may and nothing else, until they are revoked (SRV-3)", async () => {
    const server = await start();
    const key = await makeKey(server, { models: ["openai/*"] });
    const own = { headers: { authorization: `Bearer ${key.key}` } };
    expect((await ask(server, key)).status).toBe(200);
    expect(await codeOf(await ask(server, key, { model: "sandbox/guide" }))).toEqual([403, "model_not_allowed"]);
    expect((await server.get("/admin/keys", own)).status).toBe(404);
    expect((await server.get("/v1/models", own)).status).toBe(200);
    expect(JSON.stringify(await (await server.get("/admin/keys", { headers: admin })).json())).not.toContain(key.key);
    await server.serving.gateway.reload();
    expect((await fetch(`${server.url}/admin/keys/${key.id}`, { method: "DELETE", headers: admin })).status).toBe(200);
    expect(await codeOf(await ask(server, key))).toEqual([401, "invalid_api_key"]);
  });

  it("are refused beyond their rate, with the time to wait (SRV-3)", async () => {
    const server = await start();
    const key = await makeKey(server, { rpm: 2 });
    expect([(await ask(server, key)).status, (await ask(server, key)).status]).toEqual([200, 200]);
    const refused = await ask(server, key);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await codeOf(refused)).toEqual([429, "rate_limited"]);
  });
});

describe("money", () => {
  it("is spent to the cent of what the provider billed, whole, streamed, and on every route (SRV-4, SRV-5)", async () => {
    const server = await start();
    const key = await makeKey(server, { budgetUsd: 10 });
    const own = { headers: { authorization: `Bearer ${key.key}` } };
    await (await ask(server, key)).text();
    await readEvents(await ask(server, key, { stream: true }));
    await (
      await server.post("/v1/messages", { model: MODEL, max_tokens: 50, messages: [{ role: "user", content: "count to 5" }] }, own)
    ).text();
    await (await server.post("/v1/responses", { model: MODEL, max_output_tokens: 50, input: "count to 5", stream: true }, own)).text();
    await (await server.post("/v1/embeddings", { model: "openai/text-embedding-3-small", input: "a" }, own)).text();
    const { spentUsd } = await settled(server, key);
    expect(spentUsd).toBeGreaterThan(0);
    expect(spentUsd).toBeCloseTo(server.sandbox.spentUsd, 9);
  });

  it.each([
    ["/v1/messages", { max_tokens: 4_000, max_output_tokens: 1, messages: [{ role: "user", content: "count to 5" }] }],
    ["/v1/messages", { max_output_tokens: 1, messages: [{ role: "user", content: "count to 5" }] }],
    ["/v1/responses", { max_tokens: 1, input: "count to 5" }],
  ])("is held on %s for what the endpoint heeds, not for the limit of another one: %j (SRV-4)", async (path, body) => {
    const server = await start();
    const key = await makeKey(server, { budgetUsd: 0.002 });
    const reply = await server.post(path, { model: MODEL, ...body }, { headers: { authorization: `Bearer ${key.key}` } });
    expect([reply.status, await reply.text()]).toEqual([402, expect.stringContaining("budget_exceeded")]);
  });

  it("never runs over, however many ask at once (SRV-4)", async () => {
    const server = await start();
    const key = await makeKey(server, { budgetUsd: 0.0002 });
    const statuses = await Promise.all(Array.from({ length: 60 }, async () => (await ask(server, key)).status));
    expect(new Set(statuses)).toEqual(new Set([200, 402]));
    const { spentUsd } = await settled(server, key);
    expect(spentUsd).toBeLessThanOrEqual(0.0002);
    expect(spentUsd).toBeCloseTo(server.sandbox.spentUsd, 9);
  });

  it("is given back when nothing was billed, and asked for when a client left (SRV-4)", async () => {
    const server = await start({ sandbox: { tokensPerSecond: 50 }, config: { agents: { defaults: { failover: { retries: 0 } } } } });
    const key = await makeKey(server, { budgetUsd: 10 });
    server.sandbox.setFault({ name: "status-503", times: 1, path: "/chat/completions" });
    expect((await ask(server, key)).status).toBe(503);
    expect((await settled(server, key)).spentUsd).toBe(0);
    const leaving = new AbortController();
    const response = await server.post(
      "/v1/chat/completions",
      { model: MODEL, stream: true, max_tokens: 4_000, messages: [{ role: "user", content: "count to 900" }] },
      { headers: { authorization: `Bearer ${key.key}` }, signal: leaving.signal },
    );
    await response.body?.getReader().read();
    leaving.abort();
    const { spentUsd } = await settled(server, key);
    expect(spentUsd).toBeGreaterThan(0);
    expect(spentUsd).toBeCloseTo(server.sandbox.spentUsd, 9);
  });

  const words = [{ role: "user", content: "count to 900" }];
  const short = { messages: words, max_tokens: 40 };
  const long = { messages: words, max_tokens: 4_000 };
  const response = { input: "count to 900", max_output_tokens: 4_000 };
  it.each([
    ["a whole chat answer", "/v1/chat/completions", long, "begun"],
    ["a short chat answer", "/v1/chat/completions", short, "asked"],
    ["a streamed chat answer", "/v1/chat/completions", { ...long, stream: true }, "begun"],
    ["a message", "/v1/messages", long, "asked"],
    ["a streamed message", "/v1/messages", { ...long, stream: true }, "begun"],
    ["a response", "/v1/responses", response, "asked"],
    ["a streamed response", "/v1/responses", { ...response, stream: true }, "begun"],
    ["a streamed chat answer that had no name yet", "/v1/chat/completions", { ...long, stream: true }, "asked"],
    ["a streamed chat answer of the engine that had no name yet", "/v1/chat/completions", { ...long, stream: true }, "asked", "1"],
    ["a whole chat answer that had no name yet", "/v1/chat/completions", long, "asked"],
    ["a streamed message that had no name yet", "/v1/messages", { ...long, stream: true }, "asked"],
    ["a streamed response that had no name yet", "/v1/responses", { ...response, stream: true }, "asked"],
  ] as const)("is asked for when a client left %s (SRV-4)", async (_what, path, body, when, events?: string) => {
    const leaving = new AbortController();
    const onReply = (url: string): void => {
      if (when === "begun" && url.endsWith(path.slice(3))) leaving.abort();
    };
    const server = await start({ sandbox: { tokensPerSecond: 200 }, verified: true, onReply });
    const key = await makeKey(server, { budgetUsd: 10 });
    const { signal } = leaving;
    const headers = { authorization: `Bearer ${key.key}`, ...(events === undefined ? {} : { "x-openclaw-events": events }) };
    const asked = server.post(path, { model: MODEL, ...body }, { headers, signal });
    const told = asked.then((reply) => reply.text()).catch((error: Error) => error.name);
    if (when === "asked") {
      // No sign of it is here before.
      server.sandbox.setFault({ name: "slow-headers", param: 200, path: path.slice(3) });
      await vi.waitUntil(() => JSON.stringify(server.sandbox.requests).includes(MODEL));
      leaving.abort();
    }
    expect(await told).toBe("AbortError");
    const { spentUsd } = await settled(server, key);
    expect(spentUsd).toBeGreaterThan(0);
    expect(spentUsd).toBeCloseTo(server.sandbox.spentUsd, 9);
  });

  it.each([
    ["/v1/messages", { ...long, max_tokens: 100, stream: true }, "cut"],
    ["/v1/messages", { ...long, max_tokens: 100, stream: true }, "error-mid-stream"],
    ["/v1/responses", { ...response, max_output_tokens: 100, stream: true }, "cut"],
    ["/v1/responses", { ...response, max_output_tokens: 100 }, "cut"],
  ] as const)("is asked for when an answer of %s, %j, is lost by %s (SRV-4, SRV-5)", async (path, body, fault) => {
    const server = await start({ config: { agents: { defaults: { failover: { retries: 0 } } } } });
    const key = await makeKey(server, { budgetUsd: 10 });
    server.sandbox.setFault({ name: fault, param: 3, path: path.slice(3), model: /./, times: 1 });
    const reply = await server.post(path, { model: MODEL, ...body }, { headers: { authorization: `Bearer ${key.key}` } });
    expect(await reply.text()).toContain("error");
    const { spentUsd } = await settled(server, key);
    expect(spentUsd).toBeGreaterThan(0);
    expect(spentUsd).toBeCloseTo(server.sandbox.spentUsd, 9);
    const { requests } = (await (await server.get("/admin/requests", { headers: admin })).json()) as { requests: readonly object[] };
    expect(requests).toMatchObject([{ outcome: "error", costUsd: spentUsd, generationId: expect.stringMatching(/^gen-/) }]);
  });
});
