import type { IncomingHttpHeaders } from "node:http";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { expectNoSecrets, plantedSecrets } from "@openclaw/testing";
import { describe, expect, it, onTestFinished } from "vitest";
import { plainServer, tcpServer, TEST_CA, testProxy, tlsServer } from "../__fixtures__/local-servers.js";
import { testTarget } from "../__fixtures__/test-target.js";
import { PhaseTimer } from "../http/phase-timer.js";
import { requestHeaders } from "../http/request-headers.js";
import { send } from "../http/send.js";
import { sendJson } from "../http/send-json.js";
import type { TransportRequest } from "../http/transport.js";
import type { ModelTarget, RequestPlan } from "../target.js";
import { createNodeTransport, type NodeTransport, type NodeTransportOptions } from "./node-transport.js";

const secrets = plantedSecrets("nodetransport");

function transportWith(options: NodeTransportOptions = {}): NodeTransport {
  const transport = createNodeTransport({ env: {}, ...options });
  onTestFinished(() => transport.close());
  return transport;
}
const get = (url: string, options: Partial<TransportRequest> = {}): TransportRequest => ({
  method: "GET",
  url,
  headers: {},
  signal: new AbortController().signal,
  ...options,
});
const textOf = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);
async function textOfAll(body: { read(): Promise<Uint8Array | undefined> }): Promise<string> {
  let text = "";
  for (let piece = await body.read(); piece !== undefined; piece = await body.read()) text += textOf(piece);
  return text;
}
async function failureOf(sending: Promise<unknown>): Promise<Error & { readonly hint?: string }> {
  try {
    await sending;
  } catch (error) {
    return error as Error;
  }
  throw new Error("The request did not fail.");
}
function planFor(target: ModelTarget): RequestPlan {
  return {
    method: "POST",
    url: `${target.endpoint.baseUrl}/chat/completions`,
    headers: requestHeaders(target),
    body: { model: target.model.wireId },
    warnings: [],
    steps: [],
  };
}

// NET-1, NET-2, NET-6: with the real host name, through a proxy, over TLS
describe("a request to https://openrouter.ai", () => {
  async function ask(baseUrl?: string, options: NodeTransportOptions = {}) {
    const seen: { url: string | undefined; headers: IncomingHttpHeaders }[] = [];
    const port = await tlsServer((request, response) => {
      seen.push({ url: request.url, headers: request.headers });
      response.setHeader("content-type", "application/json").end('{"ok":true}');
    });
    const proxy = await testProxy(port);
    const transport = transportWith({ env: { HTTPS_PROXY: proxy.url }, tls: { ca: TEST_CA }, ...options });
    const target = testTarget("anthropic/claude-sonnet-4.6", { apiKey: secrets.apiKey, ...(baseUrl === undefined ? {} : { baseUrl }) });
    const { json } = await sendJson(planFor(target), target, { transport });
    expect(json).toEqual({ ok: true });
    return { ...seen[0], proxy };
  }

  it.each([
    [undefined, "openrouter.ai"],
    ["https://openrouter.ai/v1/", "openrouter.ai"],
    ["https://eu.openrouter.ai/api/v1", "eu.openrouter.ai"],
  ])("with base URL %j carries exactly these headers", async (baseUrl, host) => {
    const { url, headers, proxy } = await ask(baseUrl);
    expect(proxy.asked).toEqual([`CONNECT ${host}:443`]);
    expect(url).toBe("/api/v1/chat/completions");
    expect(headers).toEqual({
      host,
      connection: "keep-alive",
      accept: "*/*",
      "user-agent": "node",
      "content-type": "application/json",
      "content-length": "39",
      authorization: `Bearer ${secrets.apiKey}`,
      "http-referer": "https://openclaw.ai",
      "x-openrouter-title": "OpenClaw",
      "x-openrouter-categories": "cli-agent",
    });
  });

  it("does not show the key to the proxy", async () => {
    const { proxy } = await ask();
    expectNoSecrets(JSON.stringify([proxy.asked, proxy.credentials]), secrets);
  });

  it("carries none of OpenRouter's own headers to a custom base URL", async () => {
    const { url, headers, proxy } = await ask("https://llm.example/openrouter.ai/api/v1");
    expect(proxy.asked).toEqual(["CONNECT llm.example:443"]);
    expect(url).toBe("/openrouter.ai/api/v1/chat/completions");
    expect(Object.keys(headers ?? {}).sort()).toEqual([
      "accept",
      "authorization",
      "connection",
      "content-length",
      "content-type",
      "host",
      "user-agent",
    ]);
  });

  it("refuses a certificate that nobody vouches for", async () => {
    const error = await failureOf(ask(undefined, { tls: {} }));
    expect(error).toMatchObject({ code: "tls_rejected", retryable: false, hint: expect.stringContaining("NODE_EXTRA_CA_CERTS") });
    expectNoSecrets(error, secrets);
  });

  it("refuses a certificate of another name, unless that name is expected or nothing is checked", async () => {
    const elsewhere = "https://other.example/api/v1";
    expect(await failureOf(ask(elsewhere))).toMatchObject({ code: "tls_rejected", systemCode: "ERR_TLS_CERT_ALTNAME_INVALID" });
    await ask(elsewhere, { tls: { ca: [TEST_CA], serverName: "llm.example" } });
    await ask(elsewhere, { tls: { insecureSkipVerify: true } });
  });
});

// NET-6
describe("a proxy", () => {
  it("is used with its credentials, which no error repeats", async () => {
    const proxy = await testProxy(await tlsServer((_request, response) => void response.end("ok")));
    const url = new URL(proxy.url);
    url.username = "me";
    url.password = secrets.token;
    const open = await transportWith({ proxy: url.href, tls: { ca: TEST_CA } })(get("https://openrouter.ai/x"));
    expect(await textOfAll(open.body)).toBe("ok");
    expect(proxy.credentials).toEqual([`Basic ${Buffer.from(`me:${secrets.token}`).toString("base64")}`]);

    url.port = "1";
    const target = testTarget("x/y", { apiKey: secrets.apiKey });
    const error = await failureOf(sendJson(planFor(target), target, { transport: transportWith({ proxy: url.href }) }));
    expect(error.message).toContain("http://127.0.0.1:1");
    expectNoSecrets(error.message, secrets);
    expectNoSecrets(JSON.stringify(error), secrets);
  });

  it.each([
    ["a refusal", { refuse: 403 }, "network_unreachable", "The proxy refused the connection to https://openrouter.ai (HTTP 403)."],
    [
      "a wish for a password",
      { refuse: 407 },
      "network_unreachable",
      "The proxy refused the connection to https://openrouter.ai (HTTP 407).",
    ],
    [
      "a closed door",
      { hangUp: true },
      "network_unreachable",
      "The proxy closed the connection instead of opening one to https://openrouter.ai.",
    ],
    ["silence", { silent: true }, "timeout_connect", "No connection within 60 ms from the proxy for https://openrouter.ai."],
  ])("that answers with %s is named as the cause", async (_what, options, code, message) => {
    const proxy = await testProxy(0, options);
    const target = testTarget("x/y", { apiKey: secrets.apiKey });
    const impatient = { ...target, timeouts: { ...target.timeouts, connectMs: 60 } };
    const error = await failureOf(sendJson(planFor(target), impatient, { transport: transportWith({ proxy: proxy.url }) }));
    expect(error).toMatchObject({ code, message });
  });

  it("that is not there is named as the cause", async () => {
    const target = testTarget("x/y");
    const error = await failureOf(sendJson(planFor(target), target, { transport: transportWith({ env: { https_proxy: "127.0.0.1:1" } }) }));
    expect(error).toMatchObject({ code: "network_unreachable", systemCode: "ECONNREFUSED", hint: expect.stringContaining("HTTPS_PROXY") });
    expect(error.message).toBe("Could not reach the proxy http://127.0.0.1:1: nothing accepts connections there (ECONNREFUSED).");
  });

  it("is not asked for a server on this machine, nor for what NO_PROXY names", async () => {
    const proxy = await testProxy(0);
    const url = await plainServer((_request, response) => void response.end("direct"));
    const reply = await transportWith({ env: { HTTP_PROXY: proxy.url } })(get(url));
    expect(await textOfAll(reply.body)).toBe("direct");
    const transport = transportWith({ env: { HTTP_PROXY: proxy.url, NO_PROXY: "internal.invalid" } });
    await failureOf(transport(get("http://internal.invalid/")));
    expect(proxy.asked).toEqual([]);
    expect(await textOfAll((await transport(get("http://external.invalid/x"))).body)).toBe("forwarded");
    expect(proxy.asked).toEqual(["http://external.invalid/x"]);
  });

  it("of the environment gives way to the configured one, and to none", async () => {
    const configured = await testProxy(0);
    const env = { HTTP_PROXY: "http://127.0.0.1:1" };
    expect(await textOfAll((await transportWith({ env, proxy: configured.url })(get("http://x.invalid/"))).body)).toBe("forwarded");
    expect(await failureOf(transportWith({ env, proxy: false })(get("http://x.invalid/")))).toMatchObject({
      code: expect.stringMatching(/ENOTFOUND|EAI_AGAIN/),
    });
  });
});

describe("a request", () => {
  it("arrives as it was written: text, bytes, a form", async () => {
    const bodies: { type: string | undefined; body: string }[] = [];
    const url = await plainServer((request, response) => {
      let body = "";
      request.setEncoding("latin1").on("data", (text: string) => (body += text));
      request.on("end", () => {
        bodies.push({ type: request.headers["content-type"], body });
        response.end();
      });
    });
    const transport = transportWith();
    const form = new FormData();
    form.set("model", "x/y");
    form.set("file", new Blob(["RIFF"], { type: "audio/wav" }), "a.wav");
    for (const body of ["text", new Uint8Array([0, 255]), form]) {
      await textOfAll((await transport(get(url, { method: "POST", headers: { "X-A": "b" }, body }))).body);
    }
    expect(bodies.slice(0, 2)).toEqual([
      { type: undefined, body: "text" },
      { type: undefined, body: "\u0000ÿ" },
    ]);
    expect(bodies[2]?.type).toMatch(/^multipart\/form-data; boundary=/);
    expect(bodies[2]?.body).toContain('name="file"; filename="a.wav"\r\nContent-Type: audio/wav\r\n\r\nRIFF');
  });

  // KEY-6
  it("does not follow a redirect", async () => {
    const asked: (string | undefined)[] = [];
    const url = await plainServer((request, response) => {
      asked.push(request.url);
      response.writeHead(302, { location: "/elsewhere" }).end();
    });
    const reply = await transportWith()(get(`${url}/first`));
    expect(reply.status).toBe(302);
    expect(reply.headers.get("location")).toBe("/elsewhere");
    await reply.body.cancel();
    expect(asked).toEqual(["/first"]);
  });

  it("shares its connection with the next one", async () => {
    const ports = new Set<number | undefined>();
    const url = await plainServer((request, response) => {
      ports.add(request.socket.remotePort);
      response.end("x");
    });
    const transport = transportWith();
    for (let count = 0; count < 5; count += 1) {
      await textOfAll((await transport(get(url))).body);
      // The pool takes a connection back one turn after its last byte.
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
    expect(ports.size).toBe(1);
  });

  it.each([
    ["gzip", gzipSync],
    ["br", brotliCompressSync],
  ])("reads a body that came as %s, and says nothing of it", async (encoding, compress) => {
    const url = await plainServer(
      (_request, response) => void response.setHeader("content-encoding", encoding).end(compress("x".repeat(100_000))),
    );
    const reply = await transportWith()(get(url));
    expect((await textOfAll(reply.body)).length).toBe(100_000);
    expect(reply.headers.get("content-encoding")).toBeNull();
    expect(reply.headers.get("content-length")).toBeNull();
  });

  it("fails when a compressed body is cut, and leaves an unknown encoding alone", async () => {
    const cut = await plainServer((_request, response) => void response.setHeader("content-encoding", "gzip").end("no gzip"));
    expect(await failureOf(transportWith()(get(cut)).then(({ body }) => body.read()))).toMatchObject({ code: "Z_DATA_ERROR" });
    const odd = await plainServer((_request, response) => void response.setHeader("content-encoding", "rot13").end("uryyb"));
    expect(await textOfAll((await transportWith()(get(odd))).body)).toBe("uryyb");
  });
});

// NET-3
describe("the limit for connecting", () => {
  it("ends a handshake that nobody answers, with its own error", async () => {
    const port = await tcpServer(() => undefined);
    const target = testTarget("x/y", { baseUrl: `https://127.0.0.1:${port}/v1` });
    const impatient = { ...target, timeouts: { ...target.timeouts, connectMs: 60 } };
    expect(await failureOf(sendJson(planFor(target), impatient, { transport: transportWith() }))).toMatchObject({
      name: "TimeoutError",
      phase: "connect",
      limitMs: 60,
    });
  });

  it("is no limit for the answer", async () => {
    const url = await plainServer((_request, response) => {
      const answer = setInterval(() => {
        clearInterval(answer);
        response.end("late");
      }, 120);
    });
    const reply = await transportWith()(get(url, { connectMs: 40 }));
    expect(await textOfAll(reply.body)).toBe("late");
  });

  it("may differ from request to request, in any number", async () => {
    const url = await plainServer((_request, response) => void response.end("x"));
    const transport = transportWith();
    for (let connectMs = 1_000; connectMs < 1_020; connectMs += 1)
      expect(await textOfAll((await transport(get(url, { connectMs }))).body)).toBe("x");
  });
});

// NET-4
describe("an abort", () => {
  it("closes the connection at once before the headers", async () => {
    const abort = new AbortController();
    const closed = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    const url = await plainServer((request) => {
      request.socket.on("close", closed.resolve);
      reached.resolve();
    });
    const failing = failureOf(transportWith()(get(url, { method: "POST", body: "x", signal: abort.signal })));
    await reached.promise;
    const reason = new Error("enough");
    abort.abort(reason);
    expect(await failing).toBe(reason);
    await closed.promise;
  });

  it("closes the connection at once in the body, and gives nothing more out", async () => {
    const abort = new AbortController();
    const closed = Promise.withResolvers<void>();
    const url = await plainServer((request, response) => {
      request.socket.on("close", closed.resolve);
      response.write("first");
    });
    const { body } = await transportWith()(get(url, { signal: abort.signal }));
    expect(textOf(await body.read())).toBe("first");
    const reading = failureOf(body.read());
    abort.abort();
    expect(await reading).toMatchObject({ name: "AbortError" });
    await closed.promise;
    expect(await failureOf(body.read())).toMatchObject({ name: "AbortError" });
  });

  it("while connecting keeps the request from being sent once the connection stands", async () => {
    const asked: (string | undefined)[] = [];
    const url = await plainServer((request, response) => {
      asked.push(request.url);
      response.end();
    });
    const transport = transportWith();
    // The first request loads undici, so that the next one is on its way at once.
    await textOfAll((await transport(get(`${url}/before`, { connectMs: 1_000 }))).body);
    const abort = new AbortController();
    const failing = failureOf(transport(get(`${url}/aborted`, { signal: abort.signal })));
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
    abort.abort();
    expect(await failing).toMatchObject({ name: "AbortError" });
    for (const path of ["/next", "/last"]) await textOfAll((await transport(get(`${url}${path}`))).body);
    expect(asked).toEqual(["/before", "/next", "/last"]);
  });

  it("sends nothing when it comes before or while connecting", async () => {
    let requests = 0;
    const port = await tcpServer((socket) => socket.on("data", () => (requests += 1)));
    const url = `http://127.0.0.1:${port}`;
    expect(await failureOf(transportWith()(get(url, { signal: AbortSignal.abort() })))).toMatchObject({ name: "AbortError" });
    const abort = new AbortController();
    const transport = transportWith();
    const failing = failureOf(transport(get(url, { signal: abort.signal })));
    abort.abort();
    expect(await failing).toMatchObject({ name: "AbortError" });
    await transport.close();
    expect(requests).toBe(0);
  });

  it("reaches through send in both phases", async () => {
    const abort = new AbortController();
    const url = await plainServer((_request, response) => void response.write("{"));
    const target = testTarget("x/y", { baseUrl: url });
    const timer = new PhaseTimer({ signal: abort.signal });
    const { body } = await send(planFor(target), { ...target, transport: transportWith(), timer });
    await body.read();
    const reading = failureOf(body.read());
    abort.abort();
    expect(await reading).toMatchObject({ name: "AbortError" });
  });

  it("of a body that is not wanted closes the connection", async () => {
    const closed = Promise.withResolvers<void>();
    const url = await plainServer((request, response) => {
      request.socket.on("close", closed.resolve);
      response.write("first");
    });
    const { body } = await transportWith()(get(url));
    await body.cancel();
    await closed.promise;
    expect(await body.read()).toBeUndefined();
    await body.cancel();
  });
});

// NET-4: what is not read is not taken from the network
describe("a slow reader", () => {
  it("slows the sender down", async () => {
    const chunk = Buffer.alloc(64 * 1024, 1);
    const total = 64 * 1024 * 1024;
    let written = 0;
    const blocked = Promise.withResolvers<void>();
    const url = await plainServer((_request, response) => {
      const pump = (): void => {
        while (written < total) {
          written += chunk.length;
          if (!response.write(chunk)) {
            response.once("drain", pump);
            blocked.resolve();
            return;
          }
        }
        response.end();
      };
      pump();
    });
    const { body } = await transportWith()(get(url));
    let read = (await body.read())?.byteLength ?? 0;
    await blocked.promise;
    // The system's socket buffers hold some megabytes; the rest must still be with the sender.
    for (let turn = 0; turn < 200; turn += 1) await new Promise<void>((resolve) => setImmediate(resolve));
    expect(written).toBeLessThan(total / 2);
    for (let piece = await body.read(); piece !== undefined; piece = await body.read()) read += piece.byteLength;
    expect(read).toBe(total);
  });
});

describe("a connection that breaks", () => {
  it("before the answer is a network error", async () => {
    const port = await tcpServer((socket) => socket.once("data", () => socket.destroy()));
    const target = testTarget("x/y", { baseUrl: `http://127.0.0.1:${port}` });
    expect(await failureOf(sendJson(planFor(target), target, { transport: transportWith() }))).toMatchObject({
      code: "network_interrupted",
      retryable: true,
    });
  });

  it("in the answer gives out what came before it, then the error", async () => {
    const url = await plainServer((request, response) => {
      response.write("first", () => request.socket.destroy());
    });
    const { body } = await transportWith()(get(url));
    expect(textOf(await body.read())).toBe("first");
    expect(await failureOf(body.read())).toBeInstanceOf(Error);
  });

  it("is what close leaves to whoever still reads", async () => {
    const url = await plainServer((_request, response) => void response.write("first"));
    const transport = transportWith();
    const { body } = await transport(get(url));
    await body.read();
    const reading = failureOf(body.read());
    await transport.close();
    expect(await reading).toBeInstanceOf(Error);
  });
});
