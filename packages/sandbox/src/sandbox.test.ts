import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSandbox, type Sandbox } from "./index.js";
import { ask, get, KEY, post, quickSandbox } from "./testing/quick-sandbox.js";

// SBX-1: an OpenRouter-shaped server on loopback.
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await quickSandbox();
});
afterAll(() => sandbox.close());

interface Rows {
  data: { id: string }[];
  total_count: number;
  links: { next: string | null };
}

async function rows(query: string): Promise<Rows> {
  return (await (await get(sandbox, `/models${query}`)).json()) as Rows;
}

describe("the server", () => {
  it("binds loopback, says what it is, and keeps a journal", async () => {
    const own = await createSandbox({ journalLimit: 2 });
    expect(own.url).toBe(`http://127.0.0.1:${own.port}`);
    expect(await (await fetch(own.url)).text()).toContain("no model behind it");
    await post(own, "/chat/completions", ask("one"), { "x-custom": "yes" });
    await get(own, "/key");
    expect(own.requests.map((request) => `${request.method} ${request.path}`)).toEqual([
      "POST /api/v1/chat/completions",
      "GET /api/v1/key",
    ]);
    expect(own.requests[0]).toMatchObject({
      headers: { "x-custom": "yes", authorization: `Bearer ${KEY}` },
      body: { model: "sandbox/guide" },
    });
    await own.close();
    await own.close();
    await expect(fetch(own.url)).rejects.toThrow("fetch failed");
  });

  it("is closed at the end of the block that it was made in", async () => {
    let url = "";
    {
      await using own = await createSandbox();
      ({ url } = own);
      expect((await fetch(`${url}/api/v1/models`)).status).toBe(200);
    }
    await expect(fetch(url)).rejects.toThrow("fetch failed");
  });

  it("closes with a stream still open", async () => {
    const own = await createSandbox({ tokensPerSecond: 1 });
    const response = await post(own, "/chat/completions", ask("count to 100", { stream: true }));
    await own.close();
    await expect(response.text()).rejects.toThrow("terminated");
  });

  it("sees a client go away, and remembers it", async () => {
    const own = await createSandbox({ tokensPerSecond: 20, generationDelayMs: 0 });
    const abort = new AbortController();
    const response = await fetch(`${own.baseUrl}/chat/completions`, {
      method: "POST",
      headers: { authorization: "Bearer x" },
      body: JSON.stringify(ask("count to 1000", { stream: true })),
      signal: abort.signal,
    });
    const id = response.headers.get("x-generation-id") ?? "";
    expect(own.requests[0]?.state).toBe("open");
    abort.abort();
    await expect(response.text()).rejects.toThrow("abort");
    await expect.poll(() => own.requests[0]?.state).toBe("aborted");
    const { data } = (await (await get(own, `/generation?id=${id}`)).json()) as { data: { cancelled: boolean } };
    expect(data.cancelled).toBe(true);
    await expect.poll(() => own.requests[1]?.state).toBe("finished");
    await own.close();
  });

  it("keeps the size of a huge body, not the body", async () => {
    await post(sandbox, "/chat/completions", ask("x".repeat(4_100_000)));
    expect(sandbox.requests.at(-1)?.body).toMatch(/^\[41\d+ bytes, not kept\]$/);
  });

  it("rejects when the port is taken", async () => {
    await expect(createSandbox({ port: sandbox.port })).rejects.toThrow("EADDRINUSE");
  });

  it("wants a key, any key but an invalid one; the open listings want none", async () => {
    const status = async (path: string, authorization?: string): Promise<number> =>
      (await fetch(sandbox.baseUrl + path, authorization === undefined ? {} : { headers: { authorization } })).status;
    expect(await status("/key")).toBe(401);
    expect(await status("/key", "Bearer invalid-key")).toBe(401);
    expect(await status("/key", "Bearer x")).toBe(200);
    expect(await status("/models")).toBe(200);
    expect(await status("/credits", "Bearer sk-inference")).toBe(403);
    const open = await quickSandbox({ requireKey: false });
    expect((await fetch(`${open.baseUrl}/key`)).status).toBe(200);
    await open.close();
  });

  it("knows no other path and no other method", async () => {
    expect((await get(sandbox, "/no/such/path")).status).toBe(404);
    expect((await get(sandbox, "/chat/completions")).status).toBe(405);
    expect((await fetch(`${sandbox.url}/v1/models`)).status).toBe(404);
  });
});

describe("the catalogue", () => {
  it("lists models that write text, sandbox models first, and others when asked", async () => {
    const all = await rows("");
    expect(all.data[0]?.id).toBe("sandbox/guide");
    expect(all.total_count).toBe(all.data.length);
    expect(all.data.some((row) => row.id === "hexgrad/kokoro-82m")).toBe(false);
    expect((await rows("?output_modalities=speech")).data.map((row) => row.id)).toContain("hexgrad/kokoro-82m");
    expect((await rows("?output_modalities=all")).total_count).toBeGreaterThan(all.total_count);
  });

  it("filters, sorts and pages", async () => {
    expect((await rows("?q=kimi")).data.every((row) => row.id.includes("kimi"))).toBe(true);
    expect((await rows("?supported_parameters=tools,reasoning&input_modalities=image")).total_count).toBeGreaterThan(10);
    expect((await rows("?sort=pricing-high-to-low")).data[0]?.id).toMatch(/anthropic|openai/);
    const page = await rows("?limit=2&offset=1");
    expect(page.data).toHaveLength(2);
    expect(page.links.next).toBe("/api/v1/models?limit=2&offset=3");
  });

  it("holds every family of interest", async () => {
    const ids = new Set((await rows("?output_modalities=all")).data.map((row) => row.id));
    for (const id of [
      "openrouter/auto",
      "moonshotai/kimi-k2.6",
      "anthropic/claude-sonnet-4.6",
      "google/gemini-3.1-flash-image-preview",
      "deepseek/deepseek-v4-pro",
      "z-ai/glm-5.2:free",
      "openai/whisper-large-v3-turbo",
    ]) {
      expect(ids, id).toContain(id);
    }
  });
});

describe("the sign-in", () => {
  it("goes from the consent page through the code to a key, and holds the verifier to its challenge", async () => {
    const verifier = "a-verifier-that-is-long-enough-to-be-one-00000";
    const challenge = createHash("sha256").update(verifier).digest("base64url");
    const callback = "http://127.0.0.1:1/callback?state=s1";
    const consent = await fetch(`${sandbox.url}/auth?callback_url=${encodeURIComponent(callback)}&code_challenge=${challenge}`, {
      redirect: "manual",
    });
    const back = new URL(consent.headers.get("location") ?? "");
    expect(back.searchParams.get("state")).toBe("s1");
    const code = back.searchParams.get("code");
    const exchange = { code, code_verifier: verifier, code_challenge_method: "S256" };
    const good = await fetch(`${sandbox.baseUrl}/auth/keys`, { method: "POST", body: JSON.stringify(exchange) });
    expect(await good.json()).toMatchObject({ key: expect.stringMatching(/^sk-or-v1-sandbox-/) as string });
    const bad = await post(sandbox, "/auth/keys", { ...exchange, code_verifier: "another" });
    expect(bad.status).toBe(403);
  });
});

describe("vectors", () => {
  it("put alike texts near each other, and rank by shared words", async () => {
    const input = ["the cat sat", "a cat sat down", "quarterly tax report"];
    const { data } = (await (await post(sandbox, "/embeddings", { model: "sandbox/vectors", input })).json()) as {
      data: { embedding: number[] }[];
    };
    const near = (left: number, right: number): number =>
      data[left]!.embedding.reduce((total, value, index) => total + value * data[right]!.embedding[index]!, 0);
    expect(near(0, 1)).toBeGreaterThan(near(0, 2) + 0.2);
    const ranked = (await (
      await post(sandbox, "/rerank", { model: "sandbox/ranker", query: "tax", documents: input, top_n: 1 })
    ).json()) as { results: { index: number }[] };
    expect(ranked.results.map((result) => result.index)).toEqual([2]);
  });
});
