import { expect, it } from "vitest";
import { startServer } from "../__fixtures__/start-server.js";

const TOKEN = "planted-gateway-token-9911";
const hello = { model: "openai/gpt-4o-mini", messages: [{ role: "user", content: "Hello there." }] };

/** The frames of a stream that are named `openclaw`, and those that have no name. */
async function framesOf(
  response: Response,
): Promise<{ readonly told: readonly Record<string, unknown>[]; readonly plain: readonly string[] }> {
  const frames = (await response.text()).split("\n\n").filter((frame) => frame !== "" && !frame.startsWith(":"));
  const told = frames
    .filter((frame) => frame.startsWith("event: openclaw\n"))
    .map((frame) => JSON.parse(frame.split("data: ")[1] ?? "") as Record<string, unknown>);
  return { told, plain: frames.filter((frame) => !frame.startsWith("event:")) };
}

it("shows the request that would be sent, with nothing sent, nothing spent and no key in it (CLI-5, KEY-6)", async () => {
  const server = await startServer({
    env: { OPENCLAW_GATEWAY_TOKEN: TOKEN },
    config: { models: { providers: { openrouter: { headers: { "X-Team": "planted-team-secret-1" } } } } },
  });
  const headers = { authorization: `Bearer ${TOKEN}` };
  const asked = server.sandbox.requests.filter(({ path }) => path.endsWith("/chat/completions")).length;
  const plan = await (await server.post("/v1/chat/completions?dry_run=1", { ...hello, reasoning_effort: "high" }, { headers })).json();
  expect(plan).toMatchObject({
    object: "plan",
    dryRun: true,
    model: hello.model,
    method: "POST",
    url: expect.stringMatching(/\/chat\/completions$/) as string,
    body: { model: hello.model, messages: hello.messages },
    steps: expect.arrayContaining([
      expect.objectContaining({ step: expect.any(String) as string, applied: expect.any(Boolean) as boolean }),
    ]) as unknown[],
  });
  expect(JSON.stringify(plan)).not.toMatch(/sk-or-|planted-team/);
  expect((await server.post("/v1/chat/completions", hello, { headers: { ...headers, "x-openclaw-dry-run": "1" } })).status).toBe(200);
  expect(server.sandbox.requests.filter(({ path }) => path.endsWith("/chat/completions"))).toHaveLength(asked);
  const made = (await (await server.post("/admin/keys", { name: "narrow", models: ["sandbox/*"] }, { headers })).json()) as { key: string };
  const refused = await server.post("/v1/chat/completions?dry_run=1", hello, { headers: { authorization: `Bearer ${made.key}` } });
  expect(refused.status).toBe(403);
});

it.each([
  ["/v1/responses", { model: "sandbox/guide", input: "hi" }],
  ["/api/v1/messages", { model: "sandbox/guide", messages: [{ role: "user", content: "hi" }] }],
  ["/v1/images/generations", { model: "sandbox/painter", prompt: "a" }],
  ["/v1/audio/speech", { model: "sandbox/voice", input: "a" }],
])("refuses on %s a dry run and a stored conversation, and sends nothing (CLI-5, CHAT-12)", async (path, body) => {
  const server = await startServer();
  for (const [query, headers] of [
    ["?dry_run=1", {}],
    ["?dry_run=true", {}],
    ["", { "x-openclaw-dry-run": "1" }],
    ["", { "x-openclaw-session": "session_1" }],
  ] as const) {
    const reply = await server.post(path + query, body, { headers });
    expect([reply.status, await reply.text()]).toEqual([400, expect.stringContaining("Nothing was sent.")]);
  }
  expect(server.sandbox.requests.filter(({ method }) => method === "POST")).toEqual([]);
});

it("tells a client that asks for it what happens beside the answer, and any other client nothing (SRV-7)", async () => {
  const server = await startServer();
  server.sandbox.setFault({ name: "status-503", path: "/chat/completions", times: 1 });
  const { told, plain } = await framesOf(
    await server.post("/v1/chat/completions", { ...hello, stream: true }, { headers: { "x-openclaw-events": "1" } }),
  );
  expect(told.map(({ type }) => type)).toEqual(["failover", "attempt", "finish"]);
  expect(told).toMatchObject([
    { attempt: 1, model: hello.model, next: hello.model, recovering: false, code: expect.any(String) as string },
    { attempt: 2, model: hello.model },
    { attempt: 2, costUsd: expect.any(Number) as number },
  ]);
  expect(plain.at(-1)).toBe("data: [DONE]");
  const pure = await framesOf(await server.post("/v1/chat/completions", { ...hello, stream: true }));
  expect(pure.told).toEqual([]);
  expect(pure.plain.length).toBeGreaterThan(2);
});

it("lets a client that listens forget what was said when the answer begins anew (FAIL-5)", async () => {
  const server = await startServer();
  server.sandbox.setFault({ name: "cut", param: 4, path: "/chat/completions", times: 1 });
  const { told, plain } = await framesOf(
    await server.post(
      "/v1/chat/completions",
      { ...hello, messages: [{ role: "user", content: "Tell me about boats." }], stream: true },
      { headers: { "x-openclaw-events": "1" } },
    ),
  );
  expect(told).toContainEqual(expect.objectContaining({ type: "failover", recovering: true }));
  expect(plain.at(-1)).toBe("data: [DONE]");
});

it("gives the catalogue as OpenRouter writes it, once for many readers (REF-2)", async () => {
  const server = await startServer();
  const asked = (): number => server.sandbox.requests.filter(({ path }) => path.endsWith("/models")).length;
  const full = (await (await server.get("/v1/models?full=1")).json()) as { data: Record<string, unknown>[] };
  expect(full.data.find(({ id }) => id === hello.model)).toMatchObject({
    pricing: { prompt: expect.any(String) as string },
    architecture: { input_modalities: expect.arrayContaining(["text"]) as string[] },
    supported_parameters: expect.any(Array) as unknown[],
  });
  const before = asked();
  expect(await (await server.get("/api/v1/models")).json()).toEqual(full);
  expect(await (await server.get("/v1/models?full=1")).json()).toEqual(full);
  expect(asked()).toBe(before);
  for (const path of ["/api/v1/images/models", "/api/v1/videos/models"]) {
    expect(((await (await server.get(path)).json()) as { data: unknown[] }).data.length).toBeGreaterThan(0);
  }
});
