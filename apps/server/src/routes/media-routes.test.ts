import { expect, it } from "vitest";
import { readEvents, startServer, type TestServer } from "../__fixtures__/start-server.js";
import { bearer, makeKey, type MadeKey, TOKEN, until } from "../__fixtures__/video-server.js";

const start = (): Promise<TestServer> => startServer({ env: { OPENCLAW_GATEWAY_TOKEN: TOKEN } });
const post = (server: TestServer, { key }: MadeKey, path: string, body: object): Promise<Response> =>
  server.post(path, body, { headers: bearer(key) });
const keyOf = async (server: TestServer, { id }: MadeKey): Promise<{ spentUsd: number; reservedUsd: number }> =>
  (await (await server.get(`/admin/keys/${id}`, { headers: bearer(TOKEN) })).json()) as { spentUsd: number; reservedUsd: number };

// SRV-4, SRV-5
it("pictures, speech and transcripts are held for, billed to the cent, and in the ledger", async () => {
  const server = await start();
  const key = await makeKey(server, { budgetUsd: 50 });
  const picture = { model: "google/gemini-3.1-flash-image", prompt: "a lighthouse" };
  await (await post(server, key, "/v1/images/generations", { ...picture, n: 2 })).text();
  await (await post(server, key, "/api/v1/images", picture)).text();
  const speech = await post(server, key, "/v1/audio/speech", { model: "hexgrad/kokoro-82m", input: "Good morning.", voice: "af_alloy" });
  const data = Buffer.from(await speech.arrayBuffer()).toString("base64");
  const heard = await post(server, key, "/v1/audio/transcriptions", {
    model: "openai/whisper-large-v3-turbo",
    input_audio: { data, format: "mp3" },
  });
  expect(await heard.json()).toMatchObject({ text: "Good morning." });
  const { spentUsd } = await until(async () => {
    const now = await keyOf(server, key);
    return now.reservedUsd === 0 && now;
  });
  expect(server.sandbox.spentUsd).toBeGreaterThan(0);
  expect(spentUsd).toBeCloseTo(server.sandbox.spentUsd, 9);
  const rows = (await (await server.get("/admin/requests?limit=50", { headers: bearer(TOKEN) })).json()) as {
    requests: readonly { endpoint?: string; kind?: string; costUsd?: number }[];
  };
  expect(rows.requests).toHaveLength(4);
  expect(rows.requests.reduce((sum, { costUsd = 0 }) => sum + costUsd, 0)).toBeCloseTo(spentUsd, 9);
  const poor = await makeKey(server, { budgetUsd: 0.000_001 });
  for (const [path, body] of [
    ["/v1/images/generations", picture],
    ["/api/v1/images", picture],
    ["/v1/audio/transcriptions", { model: "openai/whisper-large-v3-turbo", input_audio: { data, format: "mp3" } }],
  ] as const) {
    expect([path, (await post(server, poor, path, body)).status]).toEqual([path, 402]);
  }
});

// SRV-4
it.each([
  ["/v1/images/generations", { model: "google/gemini-3.1-flash-image", prompt: "a lighthouse" }],
  ["/v1/images/generations", { model: "google/gemini-3.1-flash-image", prompt: "a lighthouse", stream: true }],
  ["/api/v1/images", { model: "google/gemini-3.1-flash-image", prompt: "a lighthouse" }],
  ["/v1/audio/speech", { model: "hexgrad/kokoro-82m", input: "Good morning.", voice: "af_alloy" }],
])("what %s makes of %j is billed when its client has left, and made once", async (path, body) => {
  const server = await start();
  const key = await makeKey(server, { budgetUsd: 50 });
  server.sandbox.setFault({ name: "slow-headers", param: 200, method: "POST" });
  const leaving = new AbortController();
  const told = server.post(path, body, { headers: bearer(key.key), signal: leaving.signal }).catch((error: Error) => error.name);
  const posts = () => server.sandbox.requests.filter(({ method }) => method === "POST");
  await until(async () => posts().length > 0);
  leaving.abort();
  expect(await told).toBe("AbortError");
  const { spentUsd } = await until(async () => {
    const now = await keyOf(server, key);
    return now.reservedUsd === 0 && now;
  });
  expect(spentUsd).toBeGreaterThan(0);
  expect(spentUsd).toBeCloseTo(server.sandbox.spentUsd, 9);
  expect(posts()).toHaveLength(1);
});

// IMG-3
it.each([
  ["/v1/images/edits", "image", "no picture at all", "text/plain", "this is text/plain"],
  ["/v1/images/edits", "image", "", "image/png", "the file is empty"],
  ["/v1/images/edits", "image", "%PDF-1.7", "image/png", "this is application/pdf"],
  ["/v1/videos", "input_reference", "no picture at all", "", "this is application/octet-stream"],
])("%s takes for %s no file that holds %j, and sends nothing", async (path, field, content, type, what) => {
  const server = await start();
  const form = new FormData();
  form.append("model", "sandbox/painter");
  form.append("prompt", "at night");
  form.append(field, new Blob([content], { type }), "a");
  const reply = await fetch(server.url + path, { method: "POST", body: form, headers: bearer(TOKEN) });
  const message = `${field}: a picture is needed, and ${what}. Nothing was sent.`;
  expect([reply.status, await reply.json()]).toMatchObject([400, { error: { param: field, message } }]);
  expect(server.sandbox.requests.filter(({ method }) => method === "POST")).toEqual([]);
});

// SRV-7
it("OpenRouter's pictures stream as they are painted, and are billed", async () => {
  const server = await start();
  const key = await makeKey(server, { budgetUsd: 50 });
  const reply = await post(server, key, "/api/v1/images", { model: "sandbox/painter", prompt: "a lighthouse", stream: true });
  expect(reply.headers.get("content-type")).toMatch(/^text\/event-stream/);
  const events = await readEvents(reply);
  expect(events.map((data) => (data === "[DONE]" ? data : (JSON.parse(data) as { type: string }).type))).toEqual([
    "image_generation.partial_image",
    "image_generation.completed",
    "[DONE]",
  ]);
  const [row] = await until(async () => {
    const { requests } = (await (await server.get("/admin/requests", { headers: bearer(TOKEN) })).json()) as {
      requests: readonly object[];
    };
    return requests.length > 0 && requests;
  });
  expect(row).toMatchObject({ model: "sandbox/painter", keyId: key.id, outcome: "ok", costUsd: 0 });
});

// SRV-8
it("pictures are not fetched from this machine or its network", async () => {
  const server = await start();
  const key = await makeKey(server);
  for (const url of [
    "http://127.0.0.1:1/a.png",
    "http://[::ffff:7f00:1]/a.png",
    "http://2130706433/a.png",
    "https://metadata.google.internal/a",
    "file:///etc/passwd",
  ]) {
    const body = { model: "sandbox/painter", prompt: "a", input_references: [{ type: "image_url", image_url: { url } }] };
    expect([url, (await post(server, key, "/api/v1/images", body)).status]).toEqual([url, 400]);
  }
  expect(server.sandbox.requests.filter(({ method }) => method === "POST")).toEqual([]);
});

it("voices are listed, all of them or a model's", async () => {
  const server = await start();
  const list = async (query: string) => {
    const reply = await server.get(`/v1/audio/voices${query}`, { headers: bearer(TOKEN) });
    return { status: reply.status, data: ((await reply.json()) as { data?: readonly { id: string; model: string }[] }).data ?? [] };
  };
  const all = (await list("")).data;
  const kokoro = (await list("?model=openrouter/hexgrad/kokoro-82m")).data;
  expect(kokoro).toContainEqual(
    expect.objectContaining({ id: "af_alloy", model: "hexgrad/kokoro-82m", language: "en-US", gender: "female" }),
  );
  expect(new Set(kokoro.map(({ model }) => model))).toEqual(new Set(["hexgrad/kokoro-82m"]));
  expect(all.length).toBeGreaterThan(kokoro.length);
  expect((await list("?model=sandbox/guide")).status).toBe(404);
});

it("what pictures and videos models can do is told", async () => {
  const server = await start();
  for (const path of ["/api/v1/images/models", "/api/v1/videos/models"]) {
    const { data } = (await (await server.get(path, { headers: bearer(TOKEN) })).json()) as { data: readonly { id: string }[] };
    expect([path, data.length > 0]).toEqual([path, true]);
  }
});
