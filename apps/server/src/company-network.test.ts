import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createSandbox } from "@openclaw/sandbox";
import { proxiedOpenRouter, startProcess, tempDir } from "@openclaw/testing";
import { expect, it, onTestFinished } from "vitest";
import { buildServer } from "./__fixtures__/build-server.js";

it("reaches OpenRouter through HTTPS_PROXY with the certificates of NODE_EXTRA_CA_CERTS or tls.ca, and around it by NO_PROXY (NET-6)", async () => {
  const [program, sandbox] = await Promise.all([buildServer(tempDir()), createSandbox({ tokensPerSecond: Infinity, media: "in-process" })]);
  onTestFinished(() => sandbox.close());
  const { proxyUrl, certificatePath, asked, headers } = await proxiedOpenRouter(sandbox.url);
  /** A process of its own: Node reads its certificates once. */
  const ask = async (
    env: Readonly<Record<string, string>>,
    config: object = {},
  ): Promise<{ readonly status: number; readonly text: string }> => {
    const dir = tempDir();
    writeFileSync(join(dir, "openclaw.json"), JSON.stringify(config));
    const server = startProcess("node", ["--no-warnings", program, "--port", "0"], {
      timeoutMs: 60_000,
      env: { OPENCLAW_STATE_DIR: dir, OPENROUTER_API_KEY: "sk-or-v1-any", HTTPS_PROXY: proxyUrl, ...env },
    });
    const [, url = ""] = await server.waitFor(/"event":"listening","url":"([^"]+)"/);
    const body = JSON.stringify({ model: "sandbox/echo", messages: [{ role: "user", content: "echo: hi" }] });
    const reply = await fetch(`${url}/v1/chat/completions`, { method: "POST", headers: { "content-type": "application/json" }, body });
    const text = await reply.text();
    server.kill("SIGKILL");
    return { status: reply.status, text };
  };
  const custom = { OPENROUTER_BASE_URL: "https://llm.example/api/v1", NODE_EXTRA_CA_CERTS: certificatePath };
  const once = { agents: { defaults: { failover: { retries: 0 } } } };
  const ca = { models: { providers: { openrouter: { request: { tls: { ca: readFileSync(certificatePath, "utf8") } } } } } };

  expect(await ask({ NODE_EXTRA_CA_CERTS: certificatePath })).toMatchObject({ status: 200 });
  expect(new Set(asked)).toEqual(new Set(["openrouter.ai:443"]));
  expect(headers.at(-1)).toMatchObject({ host: "openrouter.ai", "x-openrouter-title": "OpenClaw" });
  expect(await ask({}, ca)).toMatchObject({ status: 200 });
  const reached = headers.length;
  const distrusted = await ask({}, once);
  expect([distrusted.status, headers.length]).toEqual([502, reached]);
  expect(distrusted.text).toContain("tls_rejected");

  const before = asked.length;
  // A name that nobody has: around the proxy there is no way to it.
  const around = await ask({ ...custom, NO_PROXY: "localhost,.example" }, once);
  expect([around.status, asked.length]).toEqual([502, before]);
  expect(await ask({ ...custom, NO_PROXY: "openrouter.ai" })).toMatchObject({ status: 200 });
  expect(asked.slice(before)).toContain("llm.example:443");
  expect(headers.at(-1)).not.toHaveProperty("x-openrouter-title");
}, 60_000);
