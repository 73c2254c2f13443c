import { connect } from "node:net";
import { request } from "node:http";
import { describe, expect, it } from "vitest";
import { startServer } from "./__fixtures__/start-server.js";

/** A request with headers that `fetch` would not send. */
function raw(
  url: string,
  options: { readonly method?: string; readonly headers: Record<string, string> },
): Promise<{ status: number; body: string; headers: Record<string, unknown> }> {
  return new Promise((resolve, reject) => {
    const sent = request(url, options, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text: string) => (body += text));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body, headers: response.headers }));
    });
    sent.on("error", reject);
    sent.end();
  });
}

describe("routes", () => {
  it("tells an unknown path in the words of whoever asks (SRV-1)", async () => {
    const { get } = await startServer();
    const openai = await get("/v1/nothing");
    expect(openai.status).toBe(404);
    expect(await openai.json()).toEqual({
      error: { message: "There is nothing at GET /v1/nothing.", type: "invalid_request_error", param: null, code: "route_not_found" },
    });
    expect(await (await get("/v1/messages/nothing")).json()).toMatchObject({ type: "error", error: { type: "not_found_error" } });
    expect(await (await get("/api/v1/nothing")).json()).toMatchObject({
      error: { code: 404, metadata: { error_type: "route_not_found" } },
    });
  });

  it("answers 405 with Allow to a method that the path does not take (SRV-1)", async () => {
    const { get } = await startServer();
    const response = await get("/v1/chat/completions");
    expect([response.status, response.headers.get("allow")]).toEqual([405, "POST"]);
  });

  it("gives every answer an id, and keeps the caller's own when it is harmless (SRV-8)", async () => {
    const { get } = await startServer();
    expect((await get("/healthz")).headers.get("x-request-id")).toMatch(/^req_[0-9a-f]{32}$/);
    expect((await get("/healthz", { headers: { "x-request-id": "mine-1" } })).headers.get("x-request-id")).toBe("mine-1");
    expect((await get("/healthz", { headers: { "x-request-id": 'a"b {}' } })).headers.get("x-request-id")).toMatch(/^req_/);
  });

  it("counts requests by route pattern, so that no caller can grow the metrics (SRV-8)", async () => {
    const { get } = await startServer();
    await Promise.all(Array.from({ length: 20 }, (_, index) => get(`/v1/made-up-${index}`)));
    const text = await (await get("/metrics")).text();
    expect(text).toContain('openclaw_requests_total{route="unmatched",method="GET",status="404"} 20');
    expect(text).not.toContain("made-up");
  });
});

describe("who may ask", () => {
  const token = "planted-gateway-token-7788";

  it("lets nobody in without the token, and everybody with it, by either header (SRV-3)", async () => {
    const { get } = await startServer({ env: { OPENCLAW_GATEWAY_TOKEN: token } });
    const refused = await get("/metrics");
    expect([refused.status, refused.headers.get("www-authenticate")]).toEqual([401, 'Bearer realm="openclaw"']);
    expect(await refused.json()).toEqual({
      error: { message: "Unauthorized", type: "unauthorized", param: null, code: "invalid_api_key" },
    });
    expect((await get("/metrics", { headers: { authorization: "Bearer wrong" } })).status).toBe(401);
    expect((await get("/metrics", { headers: { authorization: `Bearer ${token}` } })).status).toBe(200);
    expect((await get("/metrics", { headers: { "x-api-key": token } })).status).toBe(200);
  });

  it("lets a token for figures read figures, and nothing else (SRV-3, SRV-8)", async () => {
    const { url, serving, writeConfig, logs } = await startServer({
      env: { OPENCLAW_GATEWAY_TOKEN: token, OPENCLAW_METRICS_TOKEN: "planted-token-for-figures" },
    });
    const ask = async (path: string, method: string, headers: Record<string, string>) =>
      (await raw(`${url}${path}`, { method, headers })).status;
    for (const headers of [{ authorization: "Bearer planted-token-for-figures" }, { "x-api-key": "planted-token-for-figures" }]) {
      expect(await ask("/metrics", "GET", headers)).toBe(200);
      for (const path of [
        "/v1/models",
        "/admin/keys",
        "/admin/usage",
        "/admin/whoami",
        "/admin/live",
        "/admin/requests/x",
        "/openapi.json",
      ]) {
        expect([path, await ask(path, "GET", headers)]).toEqual([path, 403]);
      }
      expect(await ask("/v1/chat/completions", "POST", headers)).toBe(403);
      expect(await ask("/metrics/", "GET", headers)).toBe(404);
    }
    expect(await ask("/metrics", "GET", { authorization: "Bearer planted-token-for-figure" })).toBe(401);
    expect(await ask("/admin/keys", "GET", { authorization: `Bearer ${token}` })).toBe(200);
    await writeConfig({ gateway: { auth: { mode: "none" } } });
    expect(await serving.reload()).toBe(true);
    expect(logs()).not.toContain("planted-token");
  });

  it("keeps probes open, and says 401 before it says 404 to nobody in particular (SRV-8)", async () => {
    const { get } = await startServer({ env: { OPENCLAW_GATEWAY_TOKEN: token } });
    expect((await get("/healthz")).status).toBe(200);
    expect((await get("/readyz")).status).toBe(200);
  });

  it("refuses a rebound name on loopback, unless the token is shown (SRV-3)", async () => {
    const open = await startServer();
    const rebound = await raw(`${open.url}/healthz`, { headers: { host: "evil.example:18789" } });
    expect([rebound.status, JSON.parse(rebound.body)]).toMatchObject([403, { error: { code: "host_refused" } }]);
    for (const host of ["localhost", "127.0.0.1:18789", "[::1]:1"]) {
      expect((await raw(`${open.url}/healthz`, { headers: { host } })).status).toBe(200);
    }
    const guarded = await startServer({ env: { OPENCLAW_GATEWAY_TOKEN: token } });
    const proxied = { host: "api.example.com", authorization: `Bearer ${token}` };
    expect((await raw(`${guarded.url}/metrics`, { headers: proxied })).status).toBe(200);
    expect((await raw(`${guarded.url}/metrics`, { headers: { ...proxied, authorization: "Bearer x" } })).status).toBe(403);
  });

  it("answers to the name of its public address, to whoever asks and to its own page, and to no name that looks like it (SRV-3)", async () => {
    const { url } = await startServer({
      env: { OPENCLAW_GATEWAY_TOKEN: token, OPENCLAW_SERVER_PUBLIC_URL: "https://llm.example.org:8443/behind" },
    });
    const ask = async (path: string, headers: Record<string, string>) => (await raw(`${url}${path}`, { headers })).status;
    const origin = "https://llm.example.org:8443";
    for (const host of ["llm.example.org:8443", "LLM.example.org:8443"]) {
      expect([await ask("/healthz", { host }), await ask("/v1/models", { host })]).toEqual([200, 401]);
    }
    // A proxy may leave the port out of the name that it passes on.
    const page = { origin, host: "llm.example.org", authorization: `Bearer ${token}` };
    expect([
      await ask("/v1/models", page),
      await ask("/v1/models", { ...page, origin: "https://llm.example.org:8443.evil.example" }),
    ]).toEqual([200, 403]);
    for (const host of ["llm.example.org", "llm.example.org:8443.evil.example", "evil.example"]) {
      expect(await ask("/healthz", { host })).toBe(403);
    }
  });

  it("refuses pages of other origins, and answers those that are allowed (SRV-3)", async () => {
    const { url } = await startServer({ config: { gateway: { controlUi: { allowedOrigins: ["https://app.example"] } } } });
    const foreign = await raw(`${url}/healthz`, { headers: { origin: "https://evil.example" } });
    expect([foreign.status, foreign.headers["access-control-allow-origin"]]).toEqual([403, undefined]);
    expect((await raw(`${url}/healthz`, { headers: { origin: "null" } })).status).toBe(403);
    expect((await raw(`${url}/healthz`, { headers: { origin: url } })).status).toBe(200);
    const allowed = await raw(`${url}/v1/chat/completions`, { method: "OPTIONS", headers: { origin: "https://app.example" } });
    expect([allowed.status, allowed.headers["access-control-allow-origin"]]).toEqual([204, "https://app.example"]);
  });

  it("does not start on an address that others reach without a token (SRV-3)", async () => {
    await expect(startServer({ config: { gateway: { bind: "lan" } } })).rejects.toThrow(/would open the key to everybody/);
  });
});

describe("limits", () => {
  it("refuses a body that is too large, by its length or as it comes (SRV-8)", async () => {
    const { post } = await startServer({ limits: { maxBodyBytes: 1_000, lingerMs: 300 } });
    const declared = await post("/v1/chat/completions", "x".repeat(2_000));
    expect([declared.status, await declared.json()]).toMatchObject([413, { error: { code: "body_too_large" } }]);
    const pieces = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.enqueue(new Uint8Array(300));
      },
    });
    const streamed = await post("/v1/chat/completions", "", { body: pieces, duplex: "half" } as RequestInit);
    expect(streamed.status).toBe(413);
  });

  it("takes a JSON body that begins with a byte order mark, and one in a text as it is (SRV-8)", async () => {
    const { post, sandbox } = await startServer();
    const body = JSON.stringify({ model: "sandbox/echo", messages: [{ role: "user", content: "\uFEFFhi" }] });
    const reply = await post("/v1/chat/completions", `\uFEFF${body}`);
    expect([reply.status, (await reply.json()) as unknown]).toMatchObject([200, { choices: [{ finish_reason: "stop" }] }]);
    expect(JSON.stringify(sandbox.requests.at(-1)?.body)).toContain("\uFEFFhi");
    expect((await post("/v1/chat/completions", "\uFEFF")).status).toBe(400);
    expect((await post("/v1/chat/completions", `\uFEFF\uFEFF${body}`)).status).toBe(400);
  });

  it("refuses bodies that are no JSON object, or nested absurdly (SRV-8)", async () => {
    const { post } = await startServer();
    const codes = await Promise.all(
      ["", "{", "[]", `${'{"a":'.repeat(5_000)}1${"}".repeat(5_000)}`].map(async (body) => {
        const response = await post("/v1/chat/completions", body);
        return [response.status, ((await response.json()) as { error: { code: string } }).error.code];
      }),
    );
    expect(codes).toEqual(Array.from({ length: 4 }, () => [400, "body_unreadable"]));
    expect((await post("/v1/chat/completions", "{}", { headers: { "content-type": "text/plain" } })).status).toBe(415);
  });

  it("ends a client that dribbles its headers, and one that dribbles its body (SRV-8)", async () => {
    const { serving } = await startServer({ limits: { headersTimeoutMs: 150, bodyTimeoutMs: 150 } });
    const answerTo = (text: string): Promise<string> =>
      new Promise((resolve) => {
        let seen = "";
        const socket = connect(serving.port, "127.0.0.1", () => socket.write(text));
        socket.setEncoding("utf8").on("data", (data: string) => (seen += data));
        socket.on("close", () => resolve(seen.split("\r\n", 1)[0] ?? "")).on("error", () => undefined);
      });
    const [headers, body] = await Promise.all([
      answerTo("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n"),
      answerTo(
        'POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"mo',
      ),
    ]);
    expect([headers, body]).toEqual(["HTTP/1.1 408 Request Timeout", "HTTP/1.1 408 Request Timeout"]);
  });
});
