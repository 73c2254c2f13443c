import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Sandbox } from "../index.js";
import { completeWith, type Whole } from "../testing/complete-with.js";
import { ask, get, post, quickSandbox } from "../testing/quick-sandbox.js";

// SBX-1: money, caches and records.
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await quickSandbox();
});
afterAll(() => sandbox.close());

const whole = (body: Record<string, unknown>): Promise<Whole> => completeWith(sandbox, body);

describe("money and caches", () => {
  const long = "You are careful. ".repeat(60);
  const marked = { role: "system", content: [{ type: "text", text: long, cache_control: { type: "ephemeral" } }] };

  it("writes a marked prefix once and reads it after, at its price", async () => {
    const model = "anthropic/claude-haiku-4.5";
    const first = await whole({ model, messages: [marked, { role: "user", content: "echo: a" }] });
    const second = await whole({ model, messages: [marked, { role: "user", content: "echo: b" }] });
    const [written, read] = [first.usage.prompt_tokens_details.cache_write_tokens, second.usage.prompt_tokens_details.cached_tokens];
    expect(written).toBeGreaterThan(100);
    expect(read).toBe(written);
    expect(second.usage.cost).toBeLessThan(first.usage.cost / 3);
  });

  it("reads a prefix whose marker has moved on with the conversation", async () => {
    const model = "anthropic/claude-haiku-4.5";
    const mark = { cache_control: { type: "ephemeral" } };
    const question = { type: "text", text: `echo: ${"first ".repeat(40)}` };
    const later = { role: "user", content: [{ type: "text", text: "echo: second", ...mark }] };
    const first = await whole({ model, messages: [{ role: "user", content: [{ ...question, ...mark }] }] });
    const second = await whole({
      model,
      messages: [{ role: "user", content: [question] }, { role: "assistant", content: "first" }, later],
    });
    const written = first.usage.prompt_tokens_details.cache_write_tokens;
    expect(written).toBeGreaterThan(20);
    expect(second.usage.prompt_tokens_details.cached_tokens).toBe(written);
    expect(second.usage.prompt_tokens_details.cache_write_tokens).toBeGreaterThan(0);
  });

  it("answers from the response cache when a header asks for it, at no charge", async () => {
    const headers = { "x-openrouter-cache": "true", "x-openrouter-cache-ttl": "60abc" };
    const body = ask("count to 7", { model: "openai/gpt-4o" });
    const first = await post(sandbox, "/chat/completions", body, headers);
    const second = await post(sandbox, "/chat/completions", body, headers);
    expect([first.headers.get("x-openrouter-cache-status"), second.headers.get("x-openrouter-cache-status")]).toEqual(["MISS", "HIT"]);
    expect(second.headers.get("x-openrouter-cache-source-id")).toBe(first.headers.get("x-generation-id"));
    expect(second.headers.get("x-generation-id")).not.toBe(first.headers.get("x-generation-id"));
    expect(((await second.json()) as Whole).usage).toMatchObject({ cost: 0, prompt_tokens: 0 });
    const cleared = await post(sandbox, "/chat/completions", body, { ...headers, "x-openrouter-cache-clear": "true" });
    expect(cleared.headers.get("x-openrouter-cache-status")).toBe("MISS");
  });

  it("asks for credit before a request that the balance does not cover", async () => {
    const poor = await quickSandbox({ balanceUsd: 0.001 });
    const refused = await post(poor, "/chat/completions", ask("hi", { model: "openai/gpt-4o" }));
    expect(refused.status).toBe(402);
    expect(await refused.text()).toMatch(/You requested up to 16384 tokens, but can only afford 100\b/);
    expect((await post(poor, "/chat/completions", ask("hi", { model: "openai/gpt-4o", max_tokens: 20 }))).status).toBe(200);
    await poor.close();
  });

  it("tells of a generation only after a moment", async () => {
    let nowMs = 1_800_000_000_000;
    const slow = await quickSandbox({ generationDelayMs: 500, now: () => nowMs });
    const id = (await post(slow, "/chat/completions", ask("hello", { model: "openai/gpt-4o" }))).headers.get("x-generation-id") ?? "";
    expect((await get(slow, `/generation?id=${id}`)).status).toBe(404);
    nowMs += 600;
    const { data } = (await (await get(slow, `/generation?id=${id}`)).json()) as { data: { total_cost: number; model: string } };
    expect(data.model).toBe("openai/gpt-4o");
    expect(data.total_cost).toBeCloseTo(slow.spentUsd, 9);
    await slow.close();
  });
});
