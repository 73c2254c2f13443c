import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FAULTS, type Sandbox } from "../index.js";
import { ask, post, quickSandbox } from "../testing/quick-sandbox.js";

// SBX-3: each fault behaves as named.
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await quickSandbox();
});
afterAll(() => sandbox.close());

async function wholeWith(fault: string, body = ask("count to 20")): Promise<Response> {
  return post(sandbox, "/chat/completions", body, { "x-sandbox-fault": fault });
}

describe("status faults (SBX-3)", () => {
  const names = [...FAULTS.keys()].filter((name) => name.startsWith("status-"));
  it.each(names)("%s has its status, its type and no Retry-After of its own", async (name) => {
    const response = await wholeWith(name);
    const status = Number(/\d+/.exec(name)?.[0]);
    const body = (await response.json()) as { error: { code: number; message: string; metadata: { error_type: string } } };
    expect(response.status).toBe(status);
    expect(body.error.code).toBe(status);
    expect(body.error.metadata.error_type).not.toBe("");
    expect(response.headers.get("retry-after")).toBeNull();
  });

  it("a platform 429 carries three headers, repeated in the metadata; an upstream one does not", async () => {
    const response = await wholeWith("status-429-daily:60");
    expect(response.headers.get("x-ratelimit-limit")).toBe("50");
    expect(Number(response.headers.get("x-ratelimit-reset"))).toBeGreaterThan(Date.now());
    const body = (await response.json()) as { error: { metadata: { headers: Record<string, string>; limit_source: string } } };
    expect(body.error.metadata.headers["X-RateLimit-Remaining"]).toBe("0");
    expect(body.error.metadata.limit_source).toBe("openrouter_free_tier_daily");
    expect((await wholeWith("status-429-upstream")).headers.get("x-ratelimit-limit")).toBeNull();
  });
});

describe("body faults (SBX-3)", () => {
  it("refuse-connection resets before any header", async () => {
    await expect(wholeWith("refuse-connection")).rejects.toThrow("fetch failed");
  });

  it("slow-headers waits, then answers", async () => {
    const start = performance.now();
    expect((await wholeWith("slow-headers:60")).status).toBe(200);
    expect(performance.now() - start).toBeGreaterThanOrEqual(55);
  });

  it("flapping goes up and down", async () => {
    const seen = [];
    for (let round = 0; round < 6; round += 1) seen.push((await wholeWith("flapping:2/1")).status);
    expect(seen).toEqual([200, 200, 503, 200, 200, 503]);
  });

  it.each([
    ["error-in-200", 200, "application/json", /"error"/],
    ["empty-body", 200, "application/json", /^$/],
    ["blank-lines-body", 200, "application/json", /^\s+$/],
    ["leading-blank-lines", 200, "application/json", /^\s+\{/],
    ["html-page", 502, "text/html; charset=UTF-8", /<!DOCTYPE html>/],
    ["html-page:200", 200, "text/html; charset=UTF-8", /<!DOCTYPE html>/],
    ["choices-empty", 200, "application/json", /"choices":\[\]/],
    ["usage-null", 200, "application/json", /"usage":null/],
  ])("%s", async (fault, status, type, body) => {
    const response = await wholeWith(fault);
    expect([response.status, response.headers.get("content-type")]).toEqual([status, type]);
    expect(await response.text()).toMatch(body);
  });

  it("usage-missing leaves usage out", async () => {
    expect(await (await wholeWith("usage-missing")).text()).not.toContain("usage");
  });

  it("context-overflow names the limit", async () => {
    const body = (await (await wholeWith("context-overflow:4096")).json()) as {
      error: { message: string; metadata: { error_type: string } };
    };
    expect(body.error.message).toContain("maximum context length is 4096 tokens");
    expect(body.error.metadata.error_type).toBe("context_length_exceeded");
  });

  it("prefill-refusal refuses only a trailing assistant message", async () => {
    const prefilled = {
      model: "sandbox/guide",
      messages: [
        { role: "user", content: "count to 9" },
        { role: "assistant", content: "1 2" },
      ],
    };
    expect((await wholeWith("prefill-refusal", prefilled)).status).toBe(400);
    expect((await wholeWith("prefill-refusal")).status).toBe(200);
  });

  it("cut and malformed-chunk spoil a whole answer too", async () => {
    await expect(wholeWith("cut").then((response) => response.text())).rejects.toThrow("terminated");
    const text = await (await wholeWith("malformed-chunk")).text();
    expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError);
  });

  it("error-mid-stream of a whole answer is finish_reason error with a partial message", async () => {
    const body = (await (await wholeWith("error-mid-stream")).json()) as { choices: { finish_reason: string; error: { code: number } }[] };
    expect(body.choices[0]).toMatchObject({ finish_reason: "error", error: { code: 502 } });
  });
});
