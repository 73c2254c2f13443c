import { readdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { findSecrets, plantedSecrets } from "@openclaw/testing";
import { expect, it } from "vitest";
import { bearer, endedVideo, startVideoServer, VIDEO_MODEL } from "../__fixtures__/video-server.js";
import type { TestServer } from "../__fixtures__/start-server.js";

const { apiKey, token } = plantedSecrets("tries");
const WORDS = "the-very-secret-words-of-a-prompt";
const CHAT = { model: "openai/gpt-4o-mini", messages: [{ role: "user", content: WORDS }], user: "somebody" };

const start = (): Promise<TestServer> => startVideoServer({ env: { OPENROUTER_API_KEY: apiKey, OPENCLAW_GATEWAY_TOKEN: token } });

it("tells no key and no word of a prompt: not in errors, logs, figures, plans, lists or its own description (KEY-6, SRV-8)", async () => {
  const server = await start();
  const made = (await (await server.post("/admin/keys", { name: "one" }, { headers: bearer(token) })).json()) as {
    id: string;
    key: string;
    webhookSecret: string;
  };
  const own = bearer(made.key);
  const seen: string[] = [];
  const post = async (path: string, body: object, headers: Record<string, string> = own): Promise<void> => {
    const reply = await server.post(path, body, { headers });
    const text = await reply.text();
    seen.push(JSON.stringify([...reply.headers]), reply.status >= 400 ? text : "");
  };
  await post("/v1/chat/completions", {
    ...CHAT,
    stop: [WORDS],
    prediction: { type: "content", content: WORDS },
    metadata: { note: WORDS },
  });
  await post("/v1/chat/completions", { ...CHAT, stream: true });
  await post("/v1/embeddings", { model: "openai/text-embedding-3-small", input: WORDS });
  const job = (await (await server.post("/v1/videos", { model: VIDEO_MODEL, prompt: WORDS }, { headers: own })).json()) as { id: string };
  await endedVideo(server, job.id, made.key);
  // Every way to fail: the provider's, ours, the caller's; keys where none belong.
  for (const fault of ["status-401", "status-500", "error-in-200", "html-page", "malformed-chunk", "error-mid-stream"] as const) {
    server.sandbox.setFault({ name: fault, path: "/chat/completions" });
    await post("/v1/chat/completions", { ...CHAT, models: ["openai/gpt-4o-mini"] });
    await post("/v1/chat/completions", { ...CHAT, stream: true });
    server.sandbox.clearFaults();
  }
  await post("/v1/chat/completions", { ...CHAT, model: token });
  await post("/v1/chat/completions", { ...CHAT, model: `openai/${apiKey}` });
  await post("/v1/chat/completions", { ...CHAT, messages: WORDS });
  await post("/v1/chat/completions", { ...CHAT, tools: [{ type: "function", function: { name: 7, description: WORDS } }] });
  await post("/v1/messages", { model: "x", messages: [{ role: "user", content: WORDS }] });
  await post(`/v1/${token}`, CHAT);
  await post("/v1/chat/completions", CHAT, bearer(`${token}x`));
  await post("/v1/chat/completions", CHAT, { ...own, "x-request-id": made.key, "idempotency-key": "\u00e9" });

  const operator = { headers: bearer(token) };
  const rows = (await (await server.get("/admin/requests?limit=50", operator)).json()) as { requests: { requestId: string }[] };
  expect(rows.requests.length).toBeGreaterThan(5);
  const requests = [...new Set(rows.requests.map(({ requestId }) => `/admin/requests/${requestId}`))];
  const pages = [
    "/admin/live",
    "/admin/usage?groupBy=model,key",
    "/admin/keys",
    `/admin/keys/${made.id}`,
    "/admin/ledger.csv",
    "/admin/ledger.json",
    "/admin/webhooks/dead",
    "/openapi.json",
    "/readyz",
    "/healthz",
    "/admin/whoami",
  ];
  for (const path of ["/metrics", ...pages, "/admin/requests?limit=50", ...requests])
    seen.push(await (await server.get(path, operator)).text());
  seen.push(await (await server.get("/admin/whoami", { headers: own })).text());
  const everything = [...seen, server.logs()].join("\n");
  expect(everything.length).toBeGreaterThan(20_000);
  expect(findSecrets(everything, [apiKey, token, made.key, made.webhookSecret])).toEqual([]);
  const leaking = [...seen, server.logs()]
    .filter((text) => text.includes(WORDS))
    .map((text) => text.slice(Math.max(0, text.indexOf(WORDS) - 200), text.indexOf(WORDS) + 50));
  expect(leaking).toEqual([]);
  // Lines are JSON, one for each request, and nobody's newline made another.
  for (const line of server.logs().trimEnd().split("\n")) expect(JSON.parse(line)).toMatchObject({ event: expect.any(String) });
});

it("keeps what it stores from other users of the machine (KEY-3)", async () => {
  const server = await start();
  const made = await server.post("/admin/keys", { name: "one" }, { headers: bearer(token) });
  const { key } = (await made.json()) as { key: string };
  const job = (await (await server.post("/v1/videos", { model: VIDEO_MODEL, prompt: "a cat" }, { headers: bearer(key) })).json()) as {
    id: string;
  };
  await endedVideo(server, job.id, key);
  const state = join(dirname(server.configPath), "server");
  const open: string[] = [];
  expect((await stat(state)).mode & 0o077).toBe(0);
  const entries = await readdir(state, { recursive: true, withFileTypes: true });
  expect(entries.filter((entry) => entry.name.endsWith(".mp4"))).toHaveLength(1);
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    if (((await stat(path)).mode & 0o077) !== 0) open.push(`${path.slice(state.length)} ${((await stat(path)).mode & 0o777).toString(8)}`);
  }
  expect(open).toEqual([]);
});
