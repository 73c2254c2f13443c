import { expect, it } from "vitest";
import { bearer, makeKey, startVideoServer, TOKEN, until } from "../__fixtures__/video-server.js";

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
