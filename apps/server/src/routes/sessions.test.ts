import { expect, it } from "vitest";
import { startServer, type TestServer } from "../__fixtures__/start-server.js";

const TOKEN = "planted-gateway-token-3344";
const operator = { authorization: `Bearer ${TOKEN}` };

interface Stored {
  readonly id: string;
  readonly title?: string;
  readonly turns: number;
  readonly costUsd: number;
  readonly messages: readonly { readonly role: string; readonly content: string; readonly partial?: true; readonly model?: string }[];
}

const ask = (
  server: TestServer,
  id: string,
  content: string,
  more: { readonly body?: object; readonly headers?: Record<string, string> } = {},
): Promise<Response> =>
  server.post(
    "/v1/chat/completions",
    { model: "sandbox/echo", messages: [{ role: "user", content }], ...more.body },
    { headers: { "x-openclaw-session": id, ...more.headers } },
  );

const begin = async (server: TestServer, body: object = {}, headers: Record<string, string> = {}): Promise<Stored> => {
  const response = await server.post("/v1/sessions", body, { headers });
  expect(response.status).toBe(201);
  return (await response.json()) as Stored;
};

const read = async (server: TestServer, id: string, headers: Record<string, string> = {}): Promise<Stored> =>
  (await (await server.get(`/v1/sessions/${id}`, { headers })).json()) as Stored;

const sentMessages = (server: TestServer): unknown =>
  (server.sandbox.requests.findLast(({ path }) => path.endsWith("/chat/completions"))?.body as { messages: unknown } | undefined)?.messages;

it("goes on with what was said, streamed or not, and keeps question, answer and cost (CHAT-12)", async () => {
  const server = await startServer();
  const { id } = await begin(server, { title: "Test" });
  const dear = { model: "openai/gpt-4o-mini", max_tokens: 60 };
  const first = await ask(server, id, "One?", { body: dear });
  expect([first.status, first.headers.get("x-openclaw-session")]).toEqual([200, id]);
  const { choices, usage } = (await first.json()) as { choices: [{ message: { content: string } }]; usage: { cost: number } };
  const second = await ask(server, id, "Two?", { body: { ...dear, stream: true } });
  expect(second.headers.get("x-openclaw-session")).toBe(id);
  const streamed = await second.text();
  expect(streamed).toContain("[DONE]");
  expect(sentMessages(server)).toEqual([
    { role: "user", content: "One?" },
    { role: "assistant", content: choices[0].message.content },
    { role: "user", content: "Two?" },
  ]);
  const stored = await read(server, id);
  expect(stored).toMatchObject({ title: "Test", turns: 2 });
  expect(usage.cost).toBeGreaterThan(0);
  expect(stored.costUsd).toBeGreaterThan(usage.cost);
  expect(stored.messages.map(({ role }) => role)).toEqual(["user", "assistant", "user", "assistant"]);
  expect(stored.messages[3]).toMatchObject({ model: dear.model, content: expect.stringMatching(/\S/) as string });
});

it("sends the session's own system prompt, model and thinking level, until the request says otherwise (CHAT-12)", async () => {
  const server = await startServer();
  const { id } = await begin(server, { model: "sandbox/echo" });
  const response = await fetch(`${server.url}/v1/sessions/${id}`, {
    method: "PATCH",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ system: "Speak like a pirate.", thinking: "low" }),
  });
  expect([response.status, await response.json()]).toMatchObject([200, { system: "Speak like a pirate.", thinking: "low" }]);
  await ask(server, id, "Hi", { body: { model: undefined } });
  expect(sentMessages(server)).toEqual([
    { role: "system", content: "Speak like a pirate." },
    { role: "user", content: "Hi" },
  ]);
  await server.post(
    "/v1/chat/completions",
    {
      model: "sandbox/echo",
      messages: [
        { role: "system", content: "Be plain." },
        { role: "user", content: "Again" },
      ],
    },
    { headers: { "x-openclaw-session": id } },
  );
  expect(sentMessages(server)).toMatchObject([
    { role: "system", content: "Be plain." },
    { role: "user" },
    { role: "assistant" },
    { role: "user" },
  ]);
});

it("begins with a system prompt and a thinking level, which its turns are asked with, and refuses what is none (CHAT-12)", async () => {
  const server = await startServer();
  const settings = { title: "T", model: "sandbox/thinker", system: "Speak like a pirate.", thinking: "high" };
  const made = await begin(server, settings);
  expect(made).toMatchObject(settings);
  expect(await read(server, made.id)).toMatchObject(settings);
  await ask(server, made.id, "Hi", { body: { model: undefined } });
  expect(sentMessages(server)).toMatchObject([{ role: "system", content: "Speak like a pirate." }, { role: "user" }]);
  expect(server.sandbox.requests.at(-1)?.body).toMatchObject({ model: "sandbox/thinker", reasoning: { effort: "high" } });
  for (const [wrong, param] of [
    [{ thinking: "very" }, "thinking"],
    [{ system: 7 }, "system"],
    [{ system: "x".repeat(100_001) }, "system"],
    [{ sytem: "x" }, "sytem"],
  ] as const) {
    const refused = await server.post("/v1/sessions", wrong);
    expect([refused.status, JSON.stringify(await refused.json()).includes(param)]).toEqual([400, true]);
  }
});

it("keeps what arrived of a stream that breaks off, and takes a question back that nobody answered (CHAT-12)", async () => {
  const server = await startServer({ config: { agents: { defaults: { failover: { retries: 0, recoverMidStream: false } } } } });
  const { id } = await begin(server);
  server.sandbox.setFault({ name: "cut", param: 4, path: "/chat/completions" });
  const cut = await (await ask(server, id, "Tell me a long story about boats.", { body: { stream: true } })).text();
  expect(cut).not.toContain("[DONE]");
  const broken = await read(server, id);
  expect(broken.messages).toMatchObject([
    { role: "user" },
    { role: "assistant", partial: true, content: expect.stringMatching(/\S/) as string },
  ]);
  server.sandbox.clearFaults();
  server.sandbox.setFault({ name: "status-400", path: "/chat/completions" });
  expect((await ask(server, id, "Refused?")).status).toBe(400);
  server.sandbox.clearFaults();
  expect((await read(server, id)).messages).toEqual(broken.messages);
  expect((await ask(server, id, "Go on.")).status).toBe(200);
  expect((await read(server, id)).messages).toHaveLength(4);
});

it("shows a client that leaves what it has missed (CHAT-12)", async () => {
  const server = await startServer({ sandbox: { tokensPerSecond: 40 } });
  const { id } = await begin(server);
  const response = await ask(server, id, "Tell me a very long story about boats and the sea and whales.", { body: { stream: true } });
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  await reader.read();
  await reader.read();
  await reader.cancel();
  await expect.poll(async () => (await read(server, id)).messages.at(-1)).toMatchObject({ role: "assistant", partial: true });
  // The turn is over: the next one is let in.
  await expect.poll(async () => (await ask(server, id, "Go on.")).status, { timeout: 5_000 }).toBe(200);
});

it("lets no caller see another's session, and the operator see all (SRV-3, CHAT-12)", async () => {
  const server = await startServer({ env: { OPENCLAW_GATEWAY_TOKEN: TOKEN } });
  const make = async (name: string): Promise<Record<string, string>> => {
    const made = (await (await server.post("/admin/keys", { name }, { headers: operator })).json()) as { key: string };
    return { authorization: `Bearer ${made.key}` };
  };
  const [one, two] = [await make("one"), await make("two")];
  const { id } = await begin(server, {}, one);
  await ask(server, id, "private words", { headers: one });
  expect((await server.get(`/v1/sessions/${id}`, { headers: two })).status).toBe(404);
  expect((await ask(server, id, "let me in", { headers: two })).status).toBe(404);
  expect((await server.post(`/v1/sessions/${id}/fork`, { keep: 1 }, { headers: two })).status).toBe(404);
  expect((await fetch(`${server.url}/v1/sessions/${id}`, { method: "DELETE", headers: two })).status).toBe(404);
  expect(await (await server.get("/v1/sessions?search=private", { headers: two })).json()).toMatchObject({ data: [] });
  expect(await (await server.get("/v1/sessions?search=PRIVATE", { headers: operator })).json()).toMatchObject({ data: [{ id }] });
  expect((await read(server, id, one)).messages).toHaveLength(2);
});

it("branches at a message and answers differently from there (CHAT-12)", async () => {
  const server = await startServer();
  const { id } = await begin(server);
  await ask(server, id, "One?");
  await ask(server, id, "Two?");
  const forked = await server.post(`/v1/sessions/${id}/fork`, { keep: 2 });
  const fork = (await forked.json()) as Stored;
  expect([forked.status, fork.messages.length]).toEqual([201, 2]);
  await ask(server, fork.id, "Instead?");
  expect(sentMessages(server)).toMatchObject([{ content: "One?" }, { role: "assistant" }, { content: "Instead?" }]);
  expect(((await (await server.post(`/v1/sessions/${id}/truncate`, { keep: 0 })).json()) as Stored).messages).toEqual([]);
  expect((await server.post(`/v1/sessions/${id}/burn`, { keep: 0 })).status).toBe(404);
  expect((await server.post(`/v1/sessions/${id}/fork`, { keep: -1 })).status).toBe(400);
});

it("keeps a conversation for every end user where that is switched on, and none where it is not (CHAT-12)", async () => {
  const server = await startServer({ sessionsByUser: true });
  const say = (user: string | undefined, content: string): Promise<Response> =>
    server.post("/v1/chat/completions", { model: "sandbox/echo", user, messages: [{ role: "user", content }] });
  const id = (await say("ann", "One?")).headers.get("x-openclaw-session");
  expect(id).toMatch(/^session_/);
  await say("bob", "Other?");
  expect(sentMessages(server)).toHaveLength(1);
  expect((await say("ann", "Two?")).headers.get("x-openclaw-session")).toBe(id);
  expect(sentMessages(server)).toHaveLength(3);
  expect((await say(undefined, "Nobody")).headers.get("x-openclaw-session")).toBeNull();
  const off = await startServer();
  const plain = await off.post("/v1/chat/completions", { model: "sandbox/echo", user: "ann", messages: [{ role: "user", content: "x" }] });
  expect(plain.headers.get("x-openclaw-session")).toBeNull();
});
