import OpenAI, { toFile } from "openai";
import { describe, expect, it } from "vitest";
import { readEvents, startServer, type TestServer, type TestServerOptions } from "../__fixtures__/start-server.js";
import { bearer, makeKey, TOKEN, until, VIDEO_MODEL } from "../__fixtures__/video-server.js";

const start = (options: TestServerOptions = {}): Promise<TestServer> =>
  startServer({
    ...options,
    sandbox: { videoScale: 0.05, videoMaxSeconds: 1, videoFramesPerSecond: 1, jobPolls: 1, ...options.sandbox },
    env: { OPENCLAW_GATEWAY_TOKEN: TOKEN, OPENCLAW_POLL_INTERVAL_MS: "20", OPENCLAW_SERVER_TICK_MS: "20", ...options.env },
  });
const MODEL = "openai/gpt-5-mini";
const chat = { model: MODEL, messages: [{ role: "user", content: "count to 5" }] };
const paid = (server: TestServer): number => server.sandbox.requests.filter(({ method }) => method === "POST").length;
const ask = (server: TestServer, path: string, body: unknown, key = "k-1", token = TOKEN): Promise<Response> =>
  server.post(path, body, { headers: { ...bearer(token), "idempotency-key": key } });

// SRV-6
describe("the same Idempotency-Key and body", () => {
  const bodies: readonly (readonly [string, object])[] = [
    ["/v1/chat/completions", chat],
    ["/api/v1/chat/completions", chat],
    ["/v1/responses", { model: "sandbox/guide", input: "count to 5" }],
    ["/v1/messages", { ...chat, max_tokens: 50 }],
    ["/v1/embeddings", { model: "openai/text-embedding-3-small", input: "a" }],
    ["/v1/images/generations", { model: "sandbox/painter", prompt: "a lighthouse" }],
    ["/api/v1/images", { model: "sandbox/painter", prompt: "a lighthouse" }],
    ["/v1/audio/speech", { model: "sandbox/voice", input: "Good morning.", voice: "alloy" }],
    ["/v1/videos", { model: VIDEO_MODEL, prompt: "a tide pool" }],
    ["/api/v1/videos", { model: VIDEO_MODEL, prompt: "a tide pool" }],
    ["/v1/chat/completions", { ...chat, stream: true }],
    ["/v1/responses", { model: "sandbox/guide", input: "count to 5", stream: true }],
    ["/api/v1/images", { model: "sandbox/painter", prompt: "a lighthouse", stream: true }],
  ];
  it("replay the answer byte for byte, on every paid route, whole and streamed", async () => {
    const server = await start();
    for (const [index, [path, body]] of bodies.entries()) {
      const first = await ask(server, path, body, `k-${index}`);
      const bytes = Buffer.from(await first.arrayBuffer());
      const before = paid(server);
      const again = await ask(server, path, body, `k-${index}`);
      expect([path, again.status, again.headers.get("content-type"), again.headers.get("idempotency-replayed")]).toEqual([
        path,
        first.status,
        first.headers.get("content-type"),
        "true",
      ]);
      expect(first.status).toBeLessThan(300);
      expect(Buffer.from(await again.arrayBuffer()).equals(bytes)).toBe(true);
      expect(bytes.length).toBeGreaterThan(0);
      expect([path, paid(server)]).toEqual([path, before]);
      expect(again.headers.get("x-request-id")).not.toBe(first.headers.get("x-request-id"));
      expect(again.headers.get("x-openclaw-model")).toBe(first.headers.get("x-openclaw-model"));
    }
  });

  it("replay a form too, whose border is drawn anew for each try", async () => {
    const server = await start();
    const openai = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: TOKEN, maxRetries: 0 });
    const { data } = await openai.images.generate({ model: "sandbox/painter", prompt: "a" });
    const picture = Buffer.from(data?.[0]?.b64_json ?? "", "base64");
    const edit = async () =>
      openai.images.edit(
        { model: "sandbox/painter", prompt: "at night", image: await toFile(picture, "a.png", { type: "image/png" }) },
        { headers: { "idempotency-key": "edit-1" } },
      );
    const first = await edit();
    const before = paid(server);
    expect(await edit()).toEqual(first);
    expect(paid(server)).toBe(before);
  });

  it("are another record for another tenant", async () => {
    const server = await start();
    const [one, two] = await Promise.all([makeKey(server), makeKey(server)]);
    const first = await (await ask(server, "/v1/chat/completions", chat, "k", one.key)).json();
    const other = await ask(server, "/v1/chat/completions", chat, "k", two.key);
    expect(other.headers.get("idempotency-replayed")).toBeNull();
    expect(await other.json()).not.toEqual(first);
    expect(paid(server)).toBe(2);
  });

  it("replay after a restart", async () => {
    const server = await start();
    const text = await (await ask(server, "/v1/chat/completions", chat)).text();
    await server.serving.close();
    const dir = server.configPath.replace(/\/[^/]+$/, "");
    const second = await start({ env: { OPENCLAW_STATE_DIR: dir }, baseUrl: server.sandbox.baseUrl });
    const again = await ask(second, "/v1/chat/completions", chat);
    expect([again.headers.get("idempotency-replayed"), await again.text()]).toEqual(["true", text]);
    expect(paid(server)).toBe(1);
  });
});

describe("a key", () => {
  it("is refused with another body, another path, or when it is none", async () => {
    const server = await start();
    await (await ask(server, "/v1/chat/completions", chat)).text();
    const other = await ask(server, "/v1/chat/completions", { ...chat, max_tokens: 9 });
    expect([other.status, await other.json()]).toMatchObject([422, { error: { code: "idempotency_mismatch" } }]);
    expect((await ask(server, "/v1/responses", chat)).status).toBe(422);
    expect((await ask(server, "/v1/chat/completions", chat, "x".repeat(256))).status).toBe(400);
    expect(paid(server)).toBe(1);
  });

  it("is held while its answer is made: 409 with the time to wait", async () => {
    const server = await start({ sandbox: { tokensPerSecond: 20 } });
    const first = await ask(server, "/v1/chat/completions", { ...chat, stream: true });
    const reader = first.body?.getReader();
    await reader?.read();
    const second = await ask(server, "/v1/chat/completions", { ...chat, stream: true });
    expect([second.status, second.headers.get("retry-after"), await second.json()]).toMatchObject([
      409,
      "1",
      { error: { code: "idempotency_in_flight" } },
    ]);
    for (let piece = await reader?.read(); piece?.done === false; piece = await reader?.read());
    expect((await ask(server, "/v1/chat/completions", { ...chat, stream: true })).headers.get("idempotency-replayed")).toBe("true");
  });

  it("is free again after a failure that cost nothing", async () => {
    const server = await start({ config: { agents: { defaults: { failover: { retries: 0 } } } } });
    server.sandbox.setFault({ name: "status-503", times: 1, path: "/chat/completions" });
    expect((await ask(server, "/v1/chat/completions", chat)).status).toBe(503);
    expect((await ask(server, "/v1/chat/completions", { ...chat, messages: [] })).status).toBe(400);
    expect((await ask(server, "/v1/chat/completions", chat)).status).toBe(200);
  });

  it("keeps what may have been bought from being bought again", async () => {
    const server = await start({ config: { agents: { defaults: { failover: { retries: 0 } } } } });
    server.sandbox.setFault({ name: "refuse-connection", times: 1, path: "/images" });
    const body = { model: "sandbox/painter", prompt: "a" };
    const first = await ask(server, "/api/v1/images", body);
    const told = (await first.json()) as { error: { metadata: { error_type: string } } };
    expect([first.status, told.error.metadata.error_type]).toEqual([502, "job_outcome_unknown"]);
    const again = await ask(server, "/api/v1/images", body);
    expect([again.status, again.headers.get("idempotency-replayed"), await again.json()]).toEqual([502, "true", told]);
    expect(paid(server)).toBe(1);
  });

  it("finds its answer when the first client has left before the end", async () => {
    const server = await start({ sandbox: { tokensPerSecond: 100 } });
    const leaving = new AbortController();
    const body = { ...chat, stream: true, messages: [{ role: "user", content: "count to 30" }] };
    const first = await server.post("/v1/chat/completions", body, {
      headers: { ...bearer(TOKEN), "idempotency-key": "k-left" },
      signal: leaving.signal,
    });
    await first.body?.getReader().read();
    leaving.abort();
    const replayed = await until(async () => {
      const again = await ask(server, "/v1/chat/completions", body, "k-left");
      return again.status === 200 ? again : (await again.text(), undefined);
    });
    const events = await readEvents(replayed);
    expect(events.at(-1)).toBe("[DONE]");
    expect(events.join("")).toContain("30");
    expect(paid(server)).toBe(1);
  });

  it("has its answer when the server was told to end while it was made for a client that had left", async () => {
    const server = await start({ sandbox: { tokensPerSecond: 60 } });
    const leaving = new AbortController();
    const body = { ...chat, messages: [{ role: "user", content: "count to 30" }] };
    const headers = { ...bearer(TOKEN), "idempotency-key": "k-drained" };
    const first = server.post("/v1/chat/completions", body, { headers, signal: leaving.signal }).catch(() => undefined);
    await until(() => paid(server) === 1);
    leaving.abort();
    await first;
    await server.serving.drain();
    const dir = server.configPath.replace(/\/[^/]+$/, "");
    const second = await start({ env: { OPENCLAW_STATE_DIR: dir }, baseUrl: server.sandbox.baseUrl });
    const again = await ask(second, "/v1/chat/completions", body, "k-drained");
    expect([again.status, again.headers.get("idempotency-replayed"), await again.text()]).toEqual([
      200,
      "true",
      expect.stringContaining(" 30"),
    ]);
    expect(paid(server)).toBe(1);
  });

  it("says that an answer was too large to be kept, and does not buy it again", async () => {
    const server = await start({ limits: { maxKeptAnswerBytes: 100 } });
    const first = await ask(server, "/v1/chat/completions", chat);
    expect((await first.text()).length).toBeGreaterThan(100);
    const again = await ask(server, "/v1/chat/completions", chat);
    expect([again.status, again.headers.get("x-should-retry"), await again.json()]).toMatchObject([
      409,
      "false",
      { error: { code: "idempotency_not_kept" } },
    ]);
    expect(paid(server)).toBe(1);
  });
});
