import type { IncomingHttpHeaders } from "node:http";
import { expectNoSecrets, plantedSecrets } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { plainServer, TEST_CA, testProxy, tlsServer } from "../__fixtures__/local-servers.js";
import { failureOf, get, planFor, textOfAll, transportWith } from "../__fixtures__/node-requests.js";
import { testTarget } from "../__fixtures__/test-target.js";
import { sendJson } from "../http/send-json.js";
import type { NodeTransportOptions } from "./node-transport.js";

const secrets = plantedSecrets("realhost");

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
