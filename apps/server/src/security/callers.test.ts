import { request } from "node:http";
import { expect, it } from "vitest";
import { startServer, type TestServer } from "../__fixtures__/start-server.js";
import { bearer, endedVideo, makeKey, startVideoServer, TOKEN, VIDEO_MODEL } from "../__fixtures__/video-server.js";

const CHAT = { model: "openai/gpt-4o-mini", messages: [{ role: "user", content: "hi" }] };

/** A request with headers that `fetch` would not send. */
function ask(
  server: TestServer,
  method: string,
  path: string,
  headers: Record<string, string>,
): Promise<{ status: number; headers: Record<string, unknown> }> {
  return new Promise((resolve, reject) => {
    const sent = request(`${server.url}${path}`, { method, headers }, (response) => {
      response.resume().on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers }));
    });
    sent.on("error", reject).end();
  });
}

it("lets nobody in without the token, whatever they show in its place (SRV-3)", async () => {
  const server = await startVideoServer();
  const tries: readonly (readonly [string, string, Record<string, string>])[] = [
    ["nothing", "/v1/models", {}],
    ["a wrong token", "/v1/models", bearer("wrong")],
    ["the token's beginning", "/v1/models", bearer(TOKEN.slice(0, -1))],
    ["the token and more", "/v1/models", bearer(`${TOKEN}x`)],
    ["the token in capitals", "/v1/models", bearer(TOKEN.toUpperCase())],
    ["an empty token", "/v1/models", { authorization: "Bearer " }],
    ["another scheme", "/v1/models", { authorization: `Basic ${Buffer.from(`:${TOKEN}`).toString("base64")}` }],
    ["a wrong x-api-key", "/v1/models", { "x-api-key": "wrong" }],
    ["the token in the address", `/v1/models?token=${TOKEN}&key=${TOKEN}&api_key=${TOKEN}&access_token=${TOKEN}`, {}],
    ["the token in a cookie", "/v1/models", { cookie: `token=${TOKEN}` }],
    ["a virtual key that was never made", "/v1/models", bearer(`sk-oc-${"a".repeat(43)}`)],
    ["a virtual key that is SQL", "/v1/models", bearer("sk-oc-'OR'1'='1")],
    ["a virtual key of 20 KB", "/v1/models", bearer(`sk-oc-${"a".repeat(20_000)}`)],
    [
      "a name that a proxy would set",
      "/v1/models",
      { "x-forwarded-user": "root", "x-forwarded-for": "127.0.0.1", "x-real-ip": "127.0.0.1" },
    ],
  ];
  const outcomes = await Promise.all(tries.map(async ([name, path, headers]) => [name, (await ask(server, "GET", path, headers)).status]));
  expect(outcomes).toEqual(tries.map(([name]) => [name, 401]));
  // None of it stands in the log, tokens in addresses neither.
  expect(server.logs()).not.toContain(TOKEN);
  expect(server.logs()).not.toContain("'OR'");
});

it("is not called by web pages behind their user's back: rebound names, foreign pages, preflights (SRV-3)", async () => {
  const server = await startServer({ config: { gateway: { controlUi: { allowedOrigins: ["https://app.example"] } } } });
  const port = new URL(server.url).port;
  const tries: readonly (readonly [string, string, Record<string, string>, number])[] = [
    ["a rebound name", "GET", { host: "evil.test" }, 403],
    ["a rebound name with the port", "GET", { host: `evil.test:${port}` }, 403],
    ["a name that begins like ours", "GET", { host: "127.0.0.1.evil.test" }, 403],
    ["a name that ends like ours", "GET", { host: "evillocalhost" }, 403],
    ["user info before a name", "GET", { host: "127.0.0.1@evil.test" }, 403],
    ["a foreign page", "GET", { origin: "https://evil.test" }, 403],
    ["a page without an origin", "GET", { origin: "null" }, 403],
    ["a page of another port of this machine", "GET", { origin: "http://127.0.0.1:1" }, 403],
    ["an allowed origin with something behind it", "GET", { origin: "https://app.example.evil.test" }, 403],
    ["the preflight of a foreign page", "OPTIONS", { origin: "https://evil.test", "access-control-request-method": "POST" }, 403],
    ["the preflight of an allowed page", "OPTIONS", { origin: "https://app.example", "access-control-request-method": "POST" }, 204],
    ["an allowed page", "GET", { origin: "https://app.example" }, 200],
  ];
  const outcomes = [];
  for (const [name, method, headers] of tries) {
    const { status, headers: answered } = await ask(server, method, "/v1/sessions", headers);
    outcomes.push([name, status]);
    const allowed = answered["access-control-allow-origin"];
    expect(allowed, name).toBe(headers["origin"] === "https://app.example" ? "https://app.example" : undefined);
    expect(answered["access-control-allow-credentials"], name).toBeUndefined();
  }
  expect(outcomes).toEqual(tries.map(([name, , , status]) => [name, status]));
  // A form, or text that a page may send without asking first.
  for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]) {
    const reply = await server.post("/v1/chat/completions", CHAT, { headers: { "content-type": type } });
    expect(reply.status).toBe(415);
  }
});

it("shows a tenant nothing of another's, and no way to what operators do (SRV-3, SRV-6, CHAT-12)", async () => {
  const server = await startVideoServer();
  const [mine, theirs] = [await makeKey(server, { name: "mine" }), await makeKey(server, { name: "theirs" })];
  const own = { headers: bearer(mine.key) };
  const session = (await (await server.post("/v1/sessions", { title: "private" }, own)).json()) as { id: string };
  const turn = { headers: { ...bearer(mine.key), "x-openclaw-session": session.id } };
  expect((await server.post("/v1/chat/completions", CHAT, turn)).status).toBe(200);
  const job = (await (await server.post("/v1/videos", { model: VIDEO_MODEL, prompt: "a cat" }, own)).json()) as { id: string };
  const keyed = { headers: { ...bearer(mine.key), "idempotency-key": "the-same" } };
  const bought = await server.post("/v1/chat/completions", CHAT, keyed);
  expect(bought.status).toBe(200);
  await endedVideo(server, job.id, mine.key);
  const rows = (await (await server.get("/admin/requests", own)).json()) as { requests: { requestId: string }[] };
  const requestId = rows.requests[0]?.requestId ?? "";
  expect(requestId).not.toBe("");

  const tries: readonly (readonly [string, string, object?])[] = [
    ["GET", `/v1/sessions/${session.id}`],
    ["PATCH", `/v1/sessions/${session.id}`, { title: "taken" }],
    ["DELETE", `/v1/sessions/${session.id}`],
    ["POST", `/v1/sessions/${session.id}/fork`, { keep: 1 }],
    ["POST", `/v1/sessions/${session.id}/truncate`, { keep: 0 }],
    ["GET", `/v1/videos/${job.id}`],
    ["GET", `/v1/videos/${job.id}/content`],
    ["DELETE", `/v1/videos/${job.id}`],
    ["GET", `/api/v1/videos/${job.id}`],
    ["GET", `/api/v1/videos/${job.id}/content?index=0`],
    ["GET", `/admin/requests/${requestId}`],
    ["GET", "/admin/keys"],
    ["POST", "/admin/keys", { name: "more" }],
    ["GET", `/admin/keys/${mine.id}`],
    ["PATCH", `/admin/keys/${theirs.id}`, { budgetUsd: 1_000_000 }],
    ["DELETE", `/admin/keys/${mine.id}`],
    ["GET", "/admin/webhooks/dead"],
    ["POST", "/admin/webhooks/secret", { keyId: mine.id }],
    ["POST", `/admin/webhooks/msg_${"0".repeat(32)}/retry`, {}],
    ["GET", "/metrics"],
  ];
  const outcomes = [];
  for (const [method, path, body] of tries) {
    const reply = await server.post(path, body ?? "", {
      method,
      headers: bearer(theirs.key),
      ...(body === undefined ? { body: null } : {}),
    });
    outcomes.push([method, path, reply.status]);
    expect(await reply.text()).not.toMatch(/private|a cat|whsec_|sk-oc-/);
  }
  expect(outcomes).toEqual(tries.map(([method, path]) => [method, path, 404]));

  // Lists hold nothing of it, whatever the query asks for.
  const lists = [
    "/v1/sessions?search=private",
    "/v1/videos",
    "/admin/live",
    `/admin/requests?key=${mine.id}`,
    `/admin/usage?groupBy=key,user&key=${mine.id}`,
  ];
  for (const path of [...lists, "/admin/usage.csv", `/admin/ledger.csv?key=${mine.id}`, "/admin/ledger.json"]) {
    const reply = await server.get(path, { headers: bearer(theirs.key) });
    const text = await reply.text();
    expect([path, reply.status]).toEqual([path, 200]);
    for (const secret of [session.id, job.id, mine.id, requestId]) expect(text, path).not.toContain(secret);
  }
  const intruder = { headers: { ...bearer(theirs.key), "x-openclaw-session": session.id } };
  expect((await server.post("/v1/chat/completions", CHAT, intruder)).status).toBe(404);
  // The same Idempotency-Key is another one under another key: no replay of mine, no refusal because of mine.
  const other = await server.post("/v1/chat/completions", CHAT, { headers: { ...bearer(theirs.key), "idempotency-key": "the-same" } });
  expect([other.status, other.headers.get("idempotency-replayed")]).toEqual([200, null]);
  expect((await server.post("/v1/chat/completions", CHAT, keyed)).headers.get("idempotency-replayed")).toBe("true");
  // And mine stands as it was.
  expect(await (await server.get(`/v1/sessions/${session.id}`, own)).json()).toMatchObject({ title: "private" });
  expect((await server.get(`/v1/videos/${job.id}/content`, own)).status).toBe(200);
});

it("a key that is revoked or has expired buys nothing more; what it had begun ends as it was paid for (SRV-3)", async () => {
  const server = await startVideoServer({ sandbox: { tokensPerSecond: 40 } });
  const [revoked, expired] = [await makeKey(server), await makeKey(server)];
  const streams = await Promise.all(
    [revoked, expired].map(({ key }) => server.post("/v1/chat/completions", { ...CHAT, stream: true }, { headers: bearer(key) })),
  );
  await server.post(`/admin/keys/${revoked.id}`, "", { method: "DELETE", headers: bearer(TOKEN), body: null });
  await server.post(`/admin/keys/${expired.id}`, { expiresAt: "2020-01-01T00:00:00Z" }, { method: "PATCH", headers: bearer(TOKEN) });
  for (const { key } of [revoked, expired]) {
    expect((await server.post("/v1/chat/completions", CHAT, { headers: bearer(key) })).status).toBe(401);
    expect((await server.get("/v1/models", { headers: bearer(key) })).status).toBe(401);
  }
  for (const stream of streams) expect(await stream.text()).toContain("data: [DONE]");
});
