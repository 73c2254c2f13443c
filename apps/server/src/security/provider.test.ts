import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { expect, it, onTestFinished, vi } from "vitest";
import { startServer } from "../__fixtures__/start-server.js";

const MODEL = "acme/bomb";
const CONFIG = { models: { providers: { openrouter: { models: [{ id: MODEL, name: "Bomb" }] } } } };
const CHAT = { model: MODEL, messages: [{ role: "user", content: "hi" }] };

/** A provider that answers chat as it is told, and knows one model. */
async function startProvider(): Promise<{ readonly baseUrl: string; answer: (response: ServerResponse) => void }> {
  const provider = { baseUrl: "", answer: (response: ServerResponse): void => void response.end() };
  const server = createServer((request, response) => {
    request.resume();
    response.on("error", () => undefined);
    if (/\/(?:chat\/completions|embeddings)$/.test(request.url ?? "")) provider.answer(response);
    else response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ data: [{ id: MODEL, name: "Bomb" }] }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  provider.baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1`;
  return provider;
}

const MIB = 1024 * 1024;

it("bounds what a provider sends, packed or not, and tells it as an error (NET-4, FAIL-4)", async () => {
  const provider = await startProvider();
  const server = await startServer({ baseUrl: provider.baseUrl, config: CONFIG });
  const zeros = Buffer.alloc(96 * MIB, 0x20);
  const gzip = gzipSync(zeros, { level: 1 });
  const brotli = brotliCompressSync(zeros, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } });
  const json = { "content-type": "application/json" };
  const deep = `{"choices":${"[".repeat(200_000)}${"]".repeat(200_000)}}`;
  const stream = { "content-type": "text/event-stream" };
  const tries: readonly (readonly [string, (response: ServerResponse) => void])[] = [
    ["a gzip bomb", (response) => void response.writeHead(200, { ...json, "content-encoding": "gzip" }).end(gzip)],
    ["a brotli bomb", (response) => void response.writeHead(200, { ...json, "content-encoding": "br" }).end(brotli)],
    ["a bomb as an error", (response) => void response.writeHead(500, { ...json, "content-encoding": "gzip" }).end(gzip)],
    ["a bomb as a stream", (response) => void response.writeHead(200, { ...stream, "content-encoding": "gzip" }).end(gzip)],
    [
      "one line without end",
      (response) => void response.writeHead(200, stream).end(Buffer.concat([Buffer.from("data: "), zeros.subarray(0, 40 * MIB)])),
    ],
    ["JSON of 200,000 levels", (response) => void response.writeHead(200, json).end(deep)],
    ["a redirect", (response) => void response.writeHead(307, { location: "http://169.254.169.254/latest" }).end()],
    ["no HTTP", (response) => void response.socket?.end("SSH-2.0-OpenSSH_9.9\r\n")],
  ];
  const before = process.memoryUsage().rss;
  const outcomes = [];
  for (const [name, answer] of tries) {
    provider.answer = answer;
    for (const streamed of [false, true]) {
      const reply = await server.post("/v1/chat/completions", { ...CHAT, stream: streamed });
      const text = await reply.text();
      const told = reply.status >= 400 || text.includes('"error"');
      if (!told || text.length > 10_000) outcomes.push([name, streamed, reply.status, text.slice(0, 200)]);
    }
  }
  expect(outcomes).toEqual([]);
  // 96 MiB unpacked sixteen times would be 1.5 GiB.
  expect(process.memoryUsage().rss - before).toBeLessThan(700 * MIB);
  expect((await server.get("/healthz")).status).toBe(200);
});

it("gives up an answer that never ends, also when nobody reads it any more (NET-4, FAIL-4)", async () => {
  const provider = await startProvider();
  const server = await startServer({ baseUrl: provider.baseUrl, config: CONFIG });
  const frame = (words: object): string =>
    `data: ${JSON.stringify({ id: "gen-1", model: MODEL, choices: [{ index: 0, delta: words, finish_reason: null }] })}\n\n`;
  let given = 0;
  const speak = (words: object) => (response: ServerResponse) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    const more = (): void => {
      while (!response.destroyed) {
        given++;
        if (!response.write(frame(words))) return;
      }
    };
    response.on("drain", more).on("close", () => (given = Infinity));
    more();
  };
  const long = "and so on ".repeat(6_000);
  const calls = [{ index: 0, function: { arguments: long } }];
  for (const words of [{ content: long }, { reasoning: long }]) {
    provider.answer = speak(words);
    const whole = await server.post("/v1/chat/completions", CHAT);
    expect([whole.status, await whole.json()]).toMatchObject([502, { error: { code: "response_too_large" } }]);
    const text = await (await server.post("/v1/chat/completions", { ...CHAT, stream: true })).text();
    expect(text.slice(-300)).toContain('"code":"response_too_large"');
    expect(text).not.toContain("[DONE]");
  }
  provider.answer = (response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(frame({ role: "assistant", tool_calls: [{ index: 0, id: "call_1", function: { name: "f", arguments: "" } }] }));
    speak({ tool_calls: calls })(Object.assign(response, { writeHead: () => response }));
  };
  const called = await (await server.post("/v1/chat/completions", { ...CHAT, stream: true })).text();
  expect(called.slice(-300)).toContain('"code":"response_too_large"');

  // What is bought for a client that will ask again goes on without it, but not for ever.
  given = 0;
  provider.answer = speak({ content: long });
  const leaving = new AbortController();
  const left = await server.post(
    "/v1/chat/completions",
    { ...CHAT, stream: true },
    { headers: { "idempotency-key": "k-1" }, signal: leaving.signal },
  );
  expect(left.status).toBe(200);
  leaving.abort();
  await vi.waitFor(() => expect(given).toBe(Infinity), { timeout: 10_000 });
}, 30_000);

it("passes on no header of a provider's that splits or steers an answer (SRV-8)", async () => {
  const provider = await startProvider();
  const server = await startServer({ baseUrl: provider.baseUrl, config: CONFIG });
  provider.answer = (response) => {
    const headers = {
      "content-type": "application/json",
      "set-cookie": "a=b",
      "access-control-allow-origin": "*",
      "x-generation-id": "gen-1",
    };
    response.writeHead(200, headers).end(
      JSON.stringify({
        id: "gen-1",
        model: "acme/bomb\r\nset-cookie: c=d",
        choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content: "ok" } }],
        usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2, cost: 0.1 },
      }),
    );
  };
  const reply = await server.post("/v1/chat/completions", CHAT);
  expect(reply.status).toBe(200);
  expect(reply.headers.get("set-cookie")).toBeNull();
  expect(reply.headers.get("access-control-allow-origin")).toBeNull();
  expect(reply.headers.get("x-openclaw-model")).toBe("acme/bomb??set-cookie: c=d");
});
