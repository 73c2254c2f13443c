import { describe, expect, it, vi } from "vitest";
import { startServer } from "../__fixtures__/start-server.js";

const EVENTS = /^event: (\S+)$/gm;
const RESPONSES = { model: "sandbox/guide", input: "count to 5" };
const MESSAGES = { model: "sandbox/guide", max_tokens: 200, messages: [{ role: "user", content: "count to 5" }] };

describe.each([
  ["/v1/responses", RESPONSES, "response.completed"],
  ["/v1/messages", MESSAGES, "message_stop"],
] as const)("%s", (path, body, last) => {
  it("passes an answer whole and streamed, with our headers and the configured model (SRV-1, SRV-2)", async () => {
    const config = { agents: { defaults: { model: { primary: "openrouter/sandbox/guide" } } } };
    const { post, logs } = await startServer({ config });
    const whole = await post(path, { ...body, model: "openclaw" });
    expect([whole.status, whole.headers.get("x-openclaw-model"), whole.headers.get("x-openclaw-attempts")]).toEqual([
      200,
      "sandbox/guide",
      "1",
    ]);
    expect(JSON.stringify(await whole.json())).toContain("1 2 3 4 5");
    const stream = await post(path, { ...body, stream: true });
    expect(stream.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    const text = await stream.text();
    const told = JSON.parse(`[${[...text.matchAll(/^data: (\{.*\})$/gm)].map(([, data]) => data).join(",")}]`) as { type: string }[];
    expect(told.map(({ type }) => type)).toContain(last);
    await vi.waitFor(() => expect(logs().match(/"completionTokens":[1-9]/g)).toHaveLength(2));
  });

  it("ends a stream that breaks off with an error event in its own dialect (FAIL-4, SRV-7)", async () => {
    const { post, sandbox, logs } = await startServer({ sandbox: { tokensPerSecond: 200 } });
    sandbox.setFault({ name: "cut", param: 4 });
    const text = await (await post(path, { ...body, stream: true })).text();
    const last = text.trimEnd().split("\n\n").at(-1) ?? "";
    expect([...last.matchAll(EVENTS)].map(([, name]) => name)).toEqual(["error"]);
    expect(JSON.parse(last.slice(last.indexOf("data: ") + 6))).toMatchObject({ type: "error", error: { message: expect.any(String) } });
    await vi.waitFor(() => expect(logs()).toContain('"outcome":"failed"'));
  });

  it("answers errors in its own dialect, and goes on to the next model (SRV-1, FAIL-1)", async () => {
    const { post, sandbox } = await startServer();
    sandbox.setFault({ name: "status-404", model: "sandbox/guide" });
    const failed = await post(path, body);
    const error = (await failed.json()) as { type?: string; error: { type: string } };
    expect([failed.status, error.type, error.error.type]).toEqual(
      path === "/v1/messages" ? [404, "error", "not_found_error"] : [404, undefined, "invalid_request_error"],
    );
    const next = await post(path, { ...body, models: ["sandbox/echo"] });
    expect([next.status, next.headers.get("x-openclaw-model"), next.headers.get("x-openclaw-attempts")]).toEqual([
      200,
      "sandbox/echo",
      "2",
    ]);
  });

  it("ends the request upstream when the client leaves (SRV-7)", async () => {
    const { post, sandbox } = await startServer();
    sandbox.setFault({ name: "stall", param: 3 });
    const leaving = new AbortController();
    const response = await post(path, { ...body, stream: true }, { signal: leaving.signal });
    await response.body?.getReader().read();
    leaving.abort();
    await vi.waitFor(() => expect(sandbox.requests.at(-1)?.state).toBe("aborted"));
  });
});

it("gives embeddings as numbers and as base64 (SRV-1)", async () => {
  const { post } = await startServer();
  const floats = (await (await post("/v1/embeddings", { model: "openai/text-embedding-3-small", input: ["a", "b"] })).json()) as {
    data: { embedding: number[] }[];
  };
  expect(floats.data.map(({ embedding }) => typeof embedding[0])).toEqual(["number", "number"]);
  const packed = await post("/v1/embeddings", { model: "openclaw", input: "a", encoding_format: "base64" });
  const { data } = (await packed.json()) as { data: { embedding: string }[] };
  expect([packed.headers.get("x-openclaw-model"), typeof data[0]?.embedding]).toEqual(["openai/text-embedding-3-small", "string"]);
  expect((await post("/v1/embeddings", { model: "openclaw", input: [] })).status).toBe(400);
});

describe("models", () => {
  it("are listed with the configured chain and aliases, and found by their ids (SRV-1, SRV-2)", async () => {
    const { get } = await startServer({ config: { agents: { defaults: { models: { "openrouter/sandbox/echo": { alias: "parrot" } } } } } });
    const { object, data } = (await (await get("/v1/models")).json()) as {
      object: string;
      data: { id: string; object: string; owned_by: string }[];
    };
    expect([object, data.map(({ id }) => id).slice(0, 3)]).toEqual(["list", ["openclaw", "openclaw/default", "parrot"]]);
    expect(data.find(({ id }) => id === "sandbox/guide")).toMatchObject({ object: "model", owned_by: "sandbox" });
    for (const id of ["sandbox/guide", "openrouter/sandbox/guide", "sandbox%2Fguide"]) {
      expect(await (await get(`/v1/models/${id}`)).json()).toMatchObject({ id: "sandbox/guide", object: "model" });
    }
    expect((await get("/v1/models/no/such")).status).toBe(404);
  });

  it("pass in OpenRouter's own shape, but nothing of the account behind the key (SRV-1)", async () => {
    const { get, sandbox } = await startServer();
    const { data } = (await (await get("/api/v1/models?output_modalities=image")).json()) as {
      data: { architecture: { output_modalities: string[] } }[];
    };
    expect(data.every(({ architecture }) => architecture.output_modalities.includes("image"))).toBe(true);
    expect((await get("/api/v1/models/sandbox/guide/endpoints")).status).toBe(200);
    for (const path of [
      "/api/v1/key",
      "/api/v1/credits",
      "/api/v1/generation?id=x",
      "/api/v1/models/%2e%2e/key",
      "/api/v1/models/..%2fkey",
    ]) {
      expect([path, (await get(path)).status]).toEqual([path, 404]);
    }
    expect(sandbox.requests.some(({ path }) => /key|credits|generation/.test(path))).toBe(false);
  });
});

describe("pictures", () => {
  const PNG = "iVBORw0KGgo";

  it("are made and edited in OpenAI's shape (SRV-1, IMG-1)", async () => {
    const { post, serving, sandbox } = await startServer();
    const made = await post("/v1/images/generations", { model: "sandbox/painter", prompt: "a lighthouse", n: 1 });
    const body = (await made.json()) as { data: { b64_json: string }[]; usage: { cost: number } };
    expect(body.data.map((image) => image.b64_json.slice(0, PNG.length))).toEqual([PNG]);
    expect(Number(made.headers.get("x-openclaw-cost-usd"))).toBeCloseTo(body.usage.cost, 12);
    const form = new FormData();
    form.append("model", "sandbox/painter");
    form.append("prompt", "make it night");
    form.append("response_format", "url");
    form.append("image[]", new Blob([Buffer.from(body.data[0]!.b64_json, "base64")], { type: "image/png" }), "a.png");
    const edited = await fetch(`${serving.url}/v1/images/edits`, { method: "POST", body: form });
    const answer = (await edited.json()) as { data: { url: string }[] };
    expect(answer.data[0]?.url.startsWith("data:image/png;base64,")).toBe(true);
    expect(JSON.stringify(sandbox.requests.at(-1)?.body)).toContain("data:image/png;base64,");
    expect((await fetch(`${serving.url}/v1/images/edits`, { method: "POST", body: new FormData() })).status).toBe(400);
  });

  it("that may have been paid are not bought a second time (NET-3)", async () => {
    const { post, sandbox } = await startServer();
    sandbox.setFault({ name: "html-page", param: 502, path: "/images" });
    const response = await post("/api/v1/images", { model: "sandbox/painter", models: ["sandbox/canvas"], prompt: "x" });
    expect([response.status, await response.json()]).toMatchObject([502, { error: { metadata: { error_type: "job_outcome_unknown" } } }]);
    expect(sandbox.requests.filter(({ path }) => path.endsWith("/images"))).toHaveLength(1);
  });
});

describe("sound", () => {
  it("is spoken, passed on as it comes, and heard again (SRV-1, TTS-1, STT-1)", async () => {
    const { post, serving } = await startServer();
    const spoken = await post("/v1/audio/speech", { model: "sandbox/voice", input: "Good morning.", voice: "alloy" });
    expect([spoken.status, spoken.headers.get("content-type")]).toEqual([200, "audio/mpeg"]);
    const sound = await spoken.arrayBuffer();
    expect(sound.byteLength).toBeGreaterThan(1_000);
    for (const [format, expected] of [
      ["json", '{"text":"Good morning.'],
      ["text", "Good morning.\n"],
    ] as const) {
      const form = new FormData();
      form.append("model", "sandbox/ear");
      form.append("response_format", format);
      form.append("file", new Blob([sound], { type: "audio/mpeg" }), "hello.mp3");
      const heard = await fetch(`${serving.url}/v1/audio/transcriptions`, { method: "POST", body: form });
      expect([heard.status, (await heard.text()).startsWith(expected)]).toEqual([200, true]);
    }
    expect((await post("/v1/audio/speech", { model: "sandbox/voice", input: "x", response_format: "opus" })).status).toBe(400);
    const ask = (bytes: BlobPart): Promise<Response> => {
      const form = new FormData();
      form.append("model", "sandbox/ear");
      form.append("file", new Blob([bytes]), "recording");
      return fetch(`${serving.url}/v1/audio/transcriptions`, { method: "POST", body: form });
    };
    expect((await ask(sound)).status, "a recording without type and ending is known by its first bytes").toBe(200);
    const unknown = await ask("no sound at all");
    expect([unknown.status, await unknown.json()]).toMatchObject([400, { error: { message: expect.stringContaining("wav, mp3, flac") } }]);
    const missing = await fetch(`${serving.url}/v1/audio/transcriptions`, { method: "POST", body: new FormData() });
    expect([missing.status, await missing.json()]).toMatchObject([400, { error: { param: "file" } }]);
  });

  it("that breaks off breaks the connection too, so that nobody takes it for whole (FAIL-4)", async () => {
    const { post, sandbox } = await startServer();
    sandbox.setFault({ name: "speech-cut" });
    const spoken = await post("/v1/audio/speech", { model: "sandbox/voice", input: "A longer sentence, which is cut off in its middle." });
    await expect(spoken.arrayBuffer()).rejects.toThrow("terminated");
  });
});

it("passes /rerank on both paths, and says what is missing (SRV-1)", async () => {
  const { post } = await startServer();
  const body = { model: "sandbox/ranker", query: "tax", documents: ["the cat sat", "quarterly tax report"], top_n: 1 };
  for (const path of ["/v1/rerank", "/api/v1/rerank"]) {
    const ranked = await post(path, body);
    expect([ranked.status, ranked.headers.get("x-openclaw-model")]).toEqual([200, "sandbox/ranker"]);
    expect(await ranked.json()).toMatchObject({ results: [{ index: 1 }] });
  }
  const empty = await post("/v1/rerank", { ...body, documents: [] });
  expect([empty.status, await empty.json()]).toMatchObject([400, { error: { param: "documents" } }]);
});
