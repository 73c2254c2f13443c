import { connect } from "node:net";
import { expect, it } from "vitest";
import { sendBytes } from "../__fixtures__/send-bytes.js";
import { startServer } from "../__fixtures__/start-server.js";

const TOKEN = "planted-gateway-token-of-the-wire";
const HOST = "Host: 127.0.0.1\r\n";
const AUTH = `Authorization: Bearer ${TOKEN}\r\n`;
const SMUGGLED = `GET /admin/keys HTTP/1.1\r\n${HOST}${AUTH}Connection: close\r\n\r\n`;
const post = (headers: string, body = ""): string =>
  `POST /v1/chat/completions HTTP/1.1\r\n${HOST}${AUTH}Content-Type: application/json\r\n${headers}\r\n${body}`;
const get = (path: string, headers = ""): string => `GET ${path} HTTP/1.1\r\n${HOST}${AUTH}${headers}Connection: close\r\n\r\n`;

/** Bytes of an attacker, the one status that comes back, and the stable code of its error. */
const TRIES: readonly (readonly [name: string, bytes: string, status: number, code: string])[] = [
  // What is no HTTP.
  ["a TLS hello", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n", 400, "request_malformed"],
  ["a made-up method", `BREW / HTTP/1.1\r\n${HOST}\r\n`, 400, "request_malformed"],
  ["a made-up version", `GET / HTTP/9.9\r\n${HOST}\r\n`, 400, "request_malformed"],
  // Smuggling: what two readers would cut at different places.
  [
    "Content-Length and Transfer-Encoding",
    post("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", `0\r\n\r\n${SMUGGLED}`),
    400,
    "request_malformed",
  ],
  [
    "Transfer-Encoding and Content-Length",
    post("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n", `0\r\n\r\n${SMUGGLED}`),
    400,
    "request_malformed",
  ],
  ["two lengths", post("Content-Length: 0\r\nContent-Length: 44\r\n", SMUGGLED), 400, "request_malformed"],
  ["a list of lengths", post("Content-Length: 0, 44\r\n", SMUGGLED), 400, "request_malformed"],
  ["a length with a sign", post("Content-Length: +0\r\n", SMUGGLED), 400, "request_malformed"],
  ["a hexadecimal length", post("Content-Length: 0x10\r\n", SMUGGLED), 400, "request_malformed"],
  ["chunked, but not last", post("Transfer-Encoding: chunked, identity\r\n", `0\r\n\r\n${SMUGGLED}`), 400, "request_malformed"],
  ["nearly chunked", post("Transfer-Encoding: xchunked\r\n", `0\r\n\r\n${SMUGGLED}`), 400, "request_malformed"],
  ["a space before the colon", post("Transfer-Encoding : chunked\r\n", `0\r\n\r\n${SMUGGLED}`), 400, "request_malformed"],
  ["a chunk size that is none", post("Transfer-Encoding: chunked\r\n", `zz\r\n{}\r\n0\r\n\r\n${SMUGGLED}`), 400, "request_malformed"],
  ["a negative chunk size", post("Transfer-Encoding: chunked\r\n", `-1\r\n{}\r\n0\r\n\r\n${SMUGGLED}`), 400, "request_malformed"],
  ["a folded header", post("X-A: b\r\n Transfer-Encoding: chunked\r\nContent-Length: 0\r\n", SMUGGLED), 400, "request_malformed"],
  ["a line that ends in LF alone", `GET /healthz HTTP/1.1\nHost: 127.0.0.1\n\n`, 400, "request_malformed"],
  ["a bare CR in a value", get("/healthz", "X-A: b\rX-Injected: c\r\n"), 400, "request_malformed"],
  ["a NUL in a value", get("/healthz", "X-A: b\u0000c\r\n"), 400, "request_malformed"],
  // Heads that two readers would read in two ways.
  ["no Host", `GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n`, 400, "request_malformed"],
  ["two Hosts", get("/healthz", "Host: evil.test\r\n"), 400, "request_malformed"],
  ["two tokens", get("/admin/keys", "Authorization: Bearer other\r\n"), 400, "request_malformed"],
  ["two Idempotency-Keys", get("/v1/models", "Idempotency-Key: a\r\nIdempotency-Key: b\r\n"), 400, "request_malformed"],
  ["a whole address of elsewhere", get("http://evil.test/admin/keys"), 404, "route_not_found"],
  // Sizes.
  ["40 KB of headers", get("/healthz", `X-A: ${"a".repeat(40_000)}\r\n`), 431, "headers_too_large"],
  ["an address of 40 KB", get(`/${"a".repeat(40_000)}`), 431, "headers_too_large"],
  ["chunk extensions without end", post("Transfer-Encoding: chunked\r\n", `1;${"a".repeat(40_000)}\r\n{\r\n`), 413, "body_too_large"],
  ["a length of exabytes", post("Content-Length: 9999999999999999\r\nConnection: close\r\n", "{}"), 413, "body_too_large"],
  ["a length that overflows", post("Content-Length: 99999999999999999999999\r\n", "{}"), 400, "request_malformed"],
  // Paths that climb.
  ["an encoded way up", get("/..%2f..%2fetc%2fpasswd"), 404, "route_not_found"],
  ["a way up out of the page's files", get("/assets/../../../package.json"), 404, "route_not_found"],
  ["the same, encoded", get("/assets/..%2f..%2fpackage.json"), 404, "route_not_found"],
  ["the same, encoded twice", get("/assets/%252e%252e/%252e%252e/package.json"), 404, "route_not_found"],
  ["the same, with backslashes", get("/assets/..\\..\\package.json"), 404, "route_not_found"],
  ["a NUL behind a name", get("/assets/index.js%00.html"), 404, "route_not_found"],
  ["a way up in the id of a video", get("/v1/videos/..%2f..%2fserver%2fstate.db/content"), 404, "route_not_found"],
  [
    "a plain way up in the id of a video",
    get("/v1/videos/video_00000000000000000000000000000000/../../../content"),
    404,
    "route_not_found",
  ],
  ["a NUL in the id of a video", get("/v1/videos/video_00000000000000000000000000000000%00/content"), 404, "route_not_found"],
  ["a way up in the id of a session", get("/v1/sessions/..%2f..%2f"), 404, "route_not_found"],
  ["SQL in the id of a session", get("/v1/sessions/x'%20OR%20'1'='1"), 404, "route_not_found"],
  ["SQL in the id of a key", get("/admin/keys/x'%20OR%201=1--"), 404, "route_not_found"],
  ["a way up in an upstream list", get("/api/v1/models/../../v1/key"), 404, "route_not_found"],
  ["the same, encoded", get("/api/v1/models/%2e%2e/%2e%2e/key"), 404, "route_not_found"],
  ["OpenRouter's own account", get("/api/v1/credits"), 404, "route_not_found"],
];

it("answers bytes that are no request, or two, once, in words, and closes (SRV-8)", async () => {
  const server = await startServer({ env: { OPENCLAW_GATEWAY_TOKEN: TOKEN }, limits: { lingerMs: 20 } });
  const outcomes: unknown[] = [];
  for (const [name, bytes] of TRIES) {
    const { statuses, code, text } = await sendBytes(server.url, Buffer.from(bytes, "latin1"));
    outcomes.push([name, statuses, code]);
    expect(text, name).toMatch(/^HTTP\/1\.1 .*\r\n(?:.+\r\n)*?x-request-id: req_[0-9a-f]{32}\r\n/i);
    expect(text.toLowerCase(), name).toContain("\r\nconnection: close\r\n");
    expect(text, name).not.toMatch(/injected|root:|SQLite|"scripts"/i);
  }
  expect(outcomes).toEqual(TRIES.map(([name, , status, code]) => [name, [status], code]));
  const figures = await (await server.get("/metrics", { headers: { authorization: `Bearer ${TOKEN}` } })).text();
  expect(figures).toMatch(/openclaw_requests_total\{route="unmatched",method="other",status="400"\} \d\d/);
});

it("takes its whole address for the path of it, and no other's (SRV-1)", async () => {
  const server = await startServer({ env: { OPENCLAW_GATEWAY_TOKEN: TOKEN } });
  const ask = async (target: string) => (await sendBytes(server.url, get(target))).statuses;
  expect(await ask("http://127.0.0.1/healthz")).toEqual([200]);
  expect(await ask("HTTP://127.0.0.1/admin/usage?groupBy=model")).toEqual([200]);
  expect(await ask("http://127.0.0.1?a=b")).toEqual(await ask("/?a=b"));
  expect(await ask("http://127.0.0.1@evil.test/healthz")).toEqual([404]);
  expect(await ask("http://127.0.0.1:80/healthz")).toEqual([404]);
});

it("closes behind a body that was not read, so that it is not taken for the next request (SRV-8)", async () => {
  const server = await startServer({ env: { OPENCLAW_GATEWAY_TOKEN: TOKEN }, limits: { lingerMs: 20 } });
  const head = `POST /v1/chat/completions HTTP/1.1\r\n${HOST}Content-Type: application/json\r\nContent-Length: 100000\r\n\r\n`;
  const { statuses } = await sendBytes(server.url, head + SMUGGLED);
  expect(statuses).toEqual([401]);
});

it("lets a client that is still sending see why it was refused, and waits for it no longer than a while (SRV-8)", async () => {
  const server = await startServer({ env: { OPENCLAW_GATEWAY_TOKEN: TOKEN }, limits: { lingerMs: 5_000 } });
  const large = Buffer.alloc(8_000_000, 0x20);
  const head = (path: string, token: string): string =>
    `POST ${path} HTTP/1.1\r\n${HOST}Authorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: ${large.length}\r\n\r\n`;
  // One that reads only when it has sent everything, as Python's do.
  const sendFirst = (text: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = connect(Number(new URL(server.url).port), "127.0.0.1").pause();
      let received = "";
      socket.setEncoding("latin1").on("data", (piece: string) => (received += piece));
      socket.on("error", reject).on("close", () => resolve(received));
      socket.write(text);
      socket.write(large, () => socket.resume());
    });
  const [wrong, nowhere] = await Promise.all([sendFirst(head("/v1/chat/completions", "wrong")), sendFirst(head("/v1/files", TOKEN))]);
  expect([wrong, nowhere].map((text) => [text.slice(9, 12), /"code":"(\w+)"/.exec(text)?.[1]])).toEqual([
    ["401", "invalid_api_key"],
    ["404", "route_not_found"],
  ]);

  const hasty = await startServer({ env: { OPENCLAW_GATEWAY_TOKEN: TOKEN }, limits: { lingerMs: 20 } });
  const { statuses } = await sendBytes(hasty.url, head("/v1/chat/completions", "wrong"));
  expect(statuses).toEqual([401]);
  // The answer took as long as it took, and not as long as the rest was waited for.
  const late = await startServer({ env: { OPENCLAW_GATEWAY_TOKEN: TOKEN }, limits: { lingerMs: 400 } });
  await sendBytes(late.url, head("/v1/chat/completions", "wrong"));
  await expect.poll(() => /"durationMs":([\d.]+)/.exec(late.logs())?.[1]).toBeDefined();
  expect(Number(/"durationMs":([\d.]+)/.exec(late.logs())?.[1])).toBeLessThan(300);
});

it("answers requests that come in one piece in their order, each by its own token (SRV-3)", async () => {
  const server = await startServer({ env: { OPENCLAW_GATEWAY_TOKEN: TOKEN } });
  const open = (token: string, close: string): string =>
    `GET /admin/keys HTTP/1.1\r\n${HOST}Authorization: Bearer ${token}\r\n${close}\r\n`;
  const { statuses } = await sendBytes(server.url, open(TOKEN, "") + open("wrong", "") + open(TOKEN, "Connection: close\r\n"));
  expect(statuses).toEqual([200, 401, 200]);
});

it("ends those who dribble: their heads, and their bodies (SRV-8)", async () => {
  const server = await startServer({ limits: { headersTimeoutMs: 60, bodyTimeoutMs: 60 } });
  const [head, body] = await Promise.all([
    sendBytes(server.url, `GET /healthz HTTP/1.1\r\n${HOST}X-A: b`),
    sendBytes(
      server.url,
      `POST /v1/chat/completions HTTP/1.1\r\n${HOST}Content-Type: application/json\r\nContent-Length: 50\r\n\r\n{"model":`,
    ),
  ]);
  expect([head.statuses, head.code]).toEqual([[408], "request_timeout"]);
  expect([body.statuses, body.code]).toEqual([[408], "body_timeout"]);
});

it("keeps what is asked for out of its own headers: no id and no model splits an answer (SRV-8)", async () => {
  const server = await startServer();
  const split = await server.get("/healthz", { headers: { "x-request-id": "a%0d%0aset-cookie:x" } });
  expect(split.headers.get("x-request-id")).toMatch(/^req_/);
  for (const model of ["openai/gpt-4o-mini\r\nset-cookie: a=b", "openai/gpt-4o-mini\u0000", "../../etc/passwd", "a".repeat(100_000)]) {
    const reply = await server.post("/v1/chat/completions", { model, messages: [{ role: "user", content: "hi" }] });
    expect(reply.status, model.slice(0, 40)).toBeGreaterThanOrEqual(400);
    expect(reply.status, model.slice(0, 40)).toBeLessThan(500);
    expect(reply.headers.get("set-cookie")).toBeNull();
    expect((await reply.text()).length).toBeLessThan(2_000);
  }
  // One line each: nobody writes a line of his own into the log.
  const lines = server.logs().trimEnd().split("\n");
  expect(lines.map((line) => (JSON.parse(line) as { event: string }).event)).toEqual(expect.arrayContaining(["request"]));
  expect(lines.every((line) => line.length < 5_000)).toBe(true);
});
