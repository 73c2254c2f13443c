import { expect, it } from "vitest";
import { bearer, endedVideo, makeKey, startVideoServer, TOKEN, until, VIDEO_MODEL, type VideoWire } from "../__fixtures__/video-server.js";

const MODEL = "openai/gpt-4o-mini";
const CHAT = { model: MODEL, messages: [{ role: "user", content: "hi" }] };

it("one tenant's odd requests shut no model for another: each use has its circuit, and own routing judges nobody (FAIL-3)", async () => {
  const server = await startVideoServer();
  const [odd, good] = [await makeKey(server), await makeKey(server)];
  const headers = bearer(odd.key);
  const outcomes: unknown[] = [];
  const trouble = async (name: string, path: string, body: object): Promise<void> => {
    const statuses = new Set<number>();
    for (let tries = 0; tries < 4; tries++) statuses.add((await server.post(path, body, { headers })).status);
    for (const stream of [false, true]) {
      const reply = await server.post("/v1/chat/completions", { ...CHAT, stream }, { headers: bearer(good.key) });
      await reply.text();
      outcomes.push([name, Math.min(...statuses) >= 400, reply.status]);
    }
  };
  // What the provider has not: nothing of this kind is there for a model of chat.
  await trouble("vectors of a chat model", "/v1/embeddings", { model: MODEL, input: "x" });
  await trouble("speech of a chat model", "/v1/audio/speech", { model: MODEL, input: "x", voice: "alloy" });
  await trouble("a picture of a chat model", "/v1/images/generations", { model: MODEL, prompt: "x" });
  // What breaks at the provider for one kind of use.
  for (const [path, body] of [
    ["/embeddings", { model: MODEL, input: "x" }],
    ["/responses", { model: MODEL, input: "x" }],
    ["/messages", { ...CHAT, max_tokens: 5 }],
  ] as const) {
    server.sandbox.setFault({ name: "status-503", path });
    await trouble(`503 of ${path}`, `/v1${path}`, body);
    server.sandbox.clearFaults();
  }
  // What nobody but this request rules out, or empties.
  server.sandbox.setFault({ name: "status-404", path: "/chat/completions", times: 12 });
  for (let tries = 0; tries < 3; tries++) await server.post("/v1/chat/completions", CHAT, { headers });
  server.sandbox.setFault({ name: "empty-body", path: "/chat/completions" });
  for (let tries = 0; tries < 2; tries++) await server.post("/v1/chat/completions", CHAT, { headers });
  server.sandbox.setFault({ name: "status-503", path: "/chat/completions" });
  for (let tries = 0; tries < 2; tries++)
    await server.post("/v1/chat/completions", { ...CHAT, provider: { only: ["nobody"] } }, { headers });
  server.sandbox.clearFaults();
  const after = await server.post("/v1/chat/completions", CHAT, { headers: bearer(good.key) });
  outcomes.push(["own routing", true, after.status]);
  expect(outcomes.filter((outcome) => (outcome as [string, boolean, number])[2] !== 200)).toEqual([]);
  expect(outcomes.filter((outcome) => !(outcome as [string, boolean, number])[1])).toEqual([]);

  // What rests is told with its use.
  const live = (await (await server.get("/admin/live", { headers: bearer(TOKEN) })).json()) as {
    circuits: { use: string; model: string }[];
  };
  expect(live.circuits).toContainEqual(expect.objectContaining({ use: "responses", model: MODEL, state: "open" }));
  expect(live.circuits.map(({ use }) => use)).not.toContain("chat");
});

it("still rests a model that fails at what it is for (FAIL-3)", async () => {
  const server = await startVideoServer();
  server.sandbox.setFault({ name: "status-503", path: "/chat/completions" });
  for (let tries = 0; tries < 2; tries++) await server.post("/v1/chat/completions", CHAT, { headers: bearer(TOKEN) });
  server.sandbox.clearFaults();
  const reply = await server.post("/v1/chat/completions", CHAT, { headers: bearer(TOKEN) });
  expect([reply.status, ((await reply.json()) as { error: { message: string } }).error.message]).toEqual([
    503,
    expect.stringContaining("resting"),
  ]);
});

it("leaves room for others, whatever one tenant holds open (SRV-7)", async () => {
  const server = await startVideoServer({ limits: { maxActive: 6, maxActivePerCaller: 2 }, sandbox: { tokensPerSecond: 20 } });
  const [greedy, other] = [await makeKey(server), await makeKey(server)];
  const open = (key: string): Promise<Response> => server.post("/v1/chat/completions", { ...CHAT, stream: true }, { headers: bearer(key) });
  const replies = await Promise.all(Array.from({ length: 5 }, () => open(greedy.key)));
  const statuses = replies.map(({ status }) => status).toSorted((one, other) => one - other);
  expect(statuses).toEqual([200, 200, 429, 429, 429]);
  const mine = await open(other.key);
  expect(mine.status).toBe(200);
  await Promise.all([...replies, mine].map(async (reply) => reply.body?.cancel()));
  await until(
    async () =>
      ((await (await server.get("/admin/live", { headers: bearer(TOKEN) })).json()) as { requests: unknown[] }).requests.length === 0,
  );
});

it("bounds the bodies that one tenant has in progress together, those of unknown length too (SRV-8)", async () => {
  const limits = { maxActiveBytesPerCaller: 110_000, maxBodyBytes: 60_000 };
  const server = await startVideoServer({ limits, sandbox: { tokensPerSecond: 20 } });
  const [greedy, other] = [await makeKey(server), await makeKey(server)];
  const question = { ...CHAT, stream: true, messages: [{ role: "user", content: "a ".repeat(20_000) }] };
  const open = (key: string, body: BodyInit = JSON.stringify(question)): Promise<Response> =>
    fetch(`${server.url}/v1/chat/completions`, {
      method: "POST",
      headers: { ...bearer(key), "content-type": "application/json" },
      body,
      ...(typeof body === "string" ? {} : { duplex: "half" }),
    });
  const replies = [await open(greedy.key), await open(greedy.key)];
  expect(replies.map(({ status }) => status)).toEqual([200, 200]);
  const refused = await open(greedy.key);
  expect([refused.status, refused.headers.get("retry-after"), await refused.json()]).toMatchObject([
    429,
    "1",
    { error: { code: "too_many_requests" } },
  ]);
  // Sent in chunks it may become anything up to the limit of one body, until it has come.
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const coming = open(other.key, readable);
  const writer = writable.getWriter();
  const text = Buffer.from(JSON.stringify({ ...question, messages: CHAT.messages }));
  await writer.write(text.subarray(0, 10));
  replies.push(await open(other.key));
  expect(replies.at(-1)?.status).toBe(200);
  await until(async () => (await open(other.key, JSON.stringify({ ...CHAT, padding: "a".repeat(20_000) }))).status === 429);
  await writer.write(text.subarray(10));
  await writer.close();
  replies.push(await coming);
  expect(replies.at(-1)?.status).toBe(200);
  expect((await open(other.key, JSON.stringify({ ...CHAT, padding: "a".repeat(20_000) }))).status).toBe(200);
  await Promise.all(replies.map(async (reply) => reply.body?.cancel()));
  await until(async () => (await open(greedy.key)).status === 200);
});

it("bounds the bodies that all tenants have in progress together, and lets small ones in beside them (SRV-8)", async () => {
  const limits = { maxActiveBytes: 500_000 };
  const server = await startVideoServer({ limits, sandbox: { tokensPerSecond: 20 } });
  const keys = [await makeKey(server), await makeKey(server), await makeKey(server)];
  const ask = (key: string | undefined, characters: number): Promise<Response> =>
    fetch(`${server.url}/v1/chat/completions`, {
      method: "POST",
      headers: { ...bearer(key ?? ""), "content-type": "application/json" },
      body: JSON.stringify({ ...CHAT, stream: true, messages: [{ role: "user", content: "a ".repeat(characters / 2) }] }),
    });
  // Half of it is the most that one has.
  const replies = [await ask(keys[0]?.key, 200_000)];
  expect((await ask(keys[0]?.key, 100_000)).status).toBe(429);
  replies.push(await ask(keys[1]?.key, 200_000));
  expect((await ask(keys[2]?.key, 200_000)).status).toBe(429);
  replies.push(await ask(keys[2]?.key, 2_000));
  expect(replies.map(({ status }) => status)).toEqual([200, 200, 200]);
  await Promise.all(replies.map(async (reply) => reply.body?.cancel()));
  await until(async () => (await ask(keys[2]?.key, 200_000)).status === 200);
});

it("gives a key no new video while its old ones take up all the room it has (SRV-8)", async () => {
  const server = await startVideoServer({ env: { OPENCLAW_SERVER_MAX_STORED_BYTES_PER_KEY: "1" } });
  const [full, empty] = [await makeKey(server), await makeKey(server)];
  const submit = (key: string): Promise<Response> =>
    server.post("/v1/videos", { model: VIDEO_MODEL, prompt: "a" }, { headers: bearer(key) });
  const made = (await (await submit(full.key)).json()) as VideoWire;
  await endedVideo(server, made.id, full.key);
  const bought = server.sandbox.spentUsd;
  const refused = await submit(full.key);
  expect([refused.status, await refused.json()]).toMatchObject([413, { error: { code: "storage_full" } }]);
  expect(server.sandbox.spentUsd).toBe(bought);
  expect((await submit(empty.key)).status).toBe(200);
  await fetch(`${server.url}/v1/videos/${made.id}`, { method: "DELETE", headers: bearer(full.key) });
  expect((await submit(full.key)).status).toBe(200);
});

it("gives made-up names no label in the figures, and no room in the list of models (SRV-8)", async () => {
  const server = await startVideoServer();
  for (let index = 0; index < 30; index++) {
    const model = index % 2 === 0 ? `made-up/model-${index}` : `${MODEL}:made-up-${index}`;
    await server.post("/v1/chat/completions", { ...CHAT, model }, { headers: bearer(TOKEN) });
    await server.get(`/made-up/path-${index}`, { method: "POST", headers: bearer(TOKEN) });
  }
  await server.post("/v1/chat/completions", CHAT, { headers: bearer(TOKEN) });
  const figures = await (await server.get("/metrics", { headers: bearer(TOKEN) })).text();
  expect(figures).toContain(`openclaw_answers_total{model="${MODEL}",outcome="finished"} `);
  expect(figures).not.toContain("made-up");
});
