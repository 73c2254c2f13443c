import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Sandbox } from "../index.js";
import { ask, KEY, quickSandbox } from "../testing/quick-sandbox.js";

// SBX-1: a client that sends some things to OpenRouter only can be tested with them.
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await quickSandbox();
});
afterAll(() => sandbox.close());

const headers = { authorization: `Bearer ${KEY}`, "content-type": "application/json" };
const COMPLETIONS = "https://openrouter.ai/api/v1/chat/completions";

describe("sandbox.fetch", () => {
  it("answers for OpenRouter itself", async () => {
    const response = await sandbox.fetch(COMPLETIONS, { method: "POST", headers, body: JSON.stringify(ask("What is 6 * 7?")) });
    expect(await response.text()).toContain("6 * 7 = 42");
    expect(sandbox.requests.at(-1)).toMatchObject({ path: "/api/v1/chat/completions", headers: { authorization: `Bearer ${KEY}` } });
  });

  it("takes a Request, a URL with a query, and the sandbox's own address", async () => {
    const request = new Request(COMPLETIONS, { method: "POST", headers, body: JSON.stringify(ask("echo: hello")) });
    expect(await (await sandbox.fetch(request)).text()).toContain("hello");
    const list = await sandbox.fetch(new URL("https://openrouter.ai/api/v1/models?output_modalities=video"), { headers });
    expect(list.status).toBe(200);
    expect(sandbox.requests.at(-1)?.path).toBe("/api/v1/models?output_modalities=video");
    expect((await sandbox.fetch(`${sandbox.baseUrl}/key`, { headers })).status).toBe(200);
  });

  it("gives links to where it was asked for, and to the sandbox where that was asked", async () => {
    const body = JSON.stringify({ model: "sandbox/clip", prompt: "waves" });
    for (const origin of ["https://openrouter.ai", sandbox.url]) {
      const response = await sandbox.fetch(`${origin}/api/v1/videos`, { method: "POST", headers, body });
      const { polling_url: url } = (await response.json()) as { polling_url: string };
      expect(new URL(url).origin).toBe(origin);
    }
  });

  it("ends with its signal", async () => {
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(sandbox.fetch(COMPLETIONS, { method: "POST", headers, body: "{}", signal })).rejects.toThrow("enough");
  });

  it("refuses every other address, and names it", async () => {
    await expect(sandbox.fetch("https://api.openai.example/v1/models")).rejects.toThrow("https://api.openai.example was asked for");
  });
});
