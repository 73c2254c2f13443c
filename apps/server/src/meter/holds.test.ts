import { describe, expect, it } from "vitest";
import { startServer } from "../__fixtures__/start-server.js";

const TOKEN = "gateway-token-of-the-operator";
const ASK = "What is in it?";

/** What a key without the money for it is told that a request may cost. */
async function refusalOf(path: string, body: object, config: object = {}): Promise<string> {
  const server = await startServer({ env: { OPENCLAW_GATEWAY_TOKEN: TOKEN }, config, verified: true });
  const made = await server.post("/admin/keys", { name: "poor", budgetUsd: 0.000001 }, { headers: { authorization: `Bearer ${TOKEN}` } });
  const { key } = (await made.json()) as { key: string };
  const reply = await server.post(path, body, { headers: { authorization: `Bearer ${key}` } });
  const text = await reply.text();
  expect([reply.status, text]).toEqual([402, expect.stringContaining("may cost up to")]);
  return text;
}

const holdOf = async (...asked: Parameters<typeof refusalOf>): Promise<number> =>
  Number(/may cost up to ([\d.e-]+)/.exec(await refusalOf(...asked))?.[1]);

const chat = (model: string, content: unknown, more: object = {}): object => ({
  model,
  max_tokens: 100,
  messages: [{ role: "user", content }],
  ...more,
});
const file = {
  type: "file",
  file: { filename: "a.pdf", file_data: `data:application/pdf;base64,${Buffer.from("%PDF-1.7").toString("base64")}` },
};
const away = { type: "file", file: { file_id: "file-1" } };
const words = { type: "text", text: ASK };
// It reads documents itself, and costs twice as much for prompts of more than 200 000 tokens.
const READER = "anthropic/claude-sonnet-4.5";
// It takes none: somebody else has to read them.
const WRITER = "deepseek/deepseek-v3.2";

// SRV-4
describe("what is held before a request leaves", () => {
  it("is six times as much for Anthropic's fast mode, on each route that takes it", async () => {
    const plain = await holdOf("/v1/messages", chat(READER, ASK));
    expect(await holdOf("/v1/messages", chat(READER, ASK, { speed: "fast" }))).toBeGreaterThan(5.9 * plain);
    expect(await holdOf("/v1/chat/completions", chat(READER, ASK, { speed: "fast" }))).toBeGreaterThan(5.9 * plain);
  });

  it("holds thinking beside an answer that is to be shorter than it, which some hosts bill together", async () => {
    const plain = await holdOf("/v1/chat/completions", chat(READER, ASK));
    const thinking = (max_tokens: number) => holdOf("/v1/chat/completions", chat(READER, ASK, { reasoning: { max_tokens } }));
    expect(await thinking(50)).toBeCloseTo(plain, 3);
    // Of a prompt as short as this the dearer prices for long ones do not count.
    expect(await thinking(10_000)).toBeCloseTo(plain + 10_000 * 15e-6, 3);
    const messages = { thinking: { type: "enabled", budget_tokens: 10_000 } };
    expect(await holdOf("/v1/messages", chat(READER, ASK, messages))).toBeCloseTo(plain + 10_000 * 15e-6, 3);
  });

  it("knows what the configuration adds to the body", async () => {
    const defaults = { models: { [`openrouter/${READER}`]: { params: { extra_body: { speed: "fast", plugins: [{ id: "web" }] } } } } };
    const plain = await holdOf("/v1/chat/completions", chat(READER, ASK));
    expect(await holdOf("/v1/chat/completions", chat(READER, ASK), { agents: { defaults } })).toBeGreaterThan(5.9 * plain + 0.035);
  });

  it("is the model's whole window at its dearest for a document whose size nobody knows here", async () => {
    // A million tokens, written to the cache for an hour: what a long prompt costs at most.
    expect(await holdOf("/v1/chat/completions", chat(READER, [words, away]))).toBeCloseTo(1_000_000 * 12e-6 + 100 * 22.5e-6, 6);
    expect(await holdOf("/v1/chat/completions", chat(READER, [words, file]))).toBeLessThan(0.05);
  });

  it("is what a dear answer costs for a song, whose tokens are listed as free", async () => {
    const song = chat("google/lyria-3-pro-preview", "a short tune", { modalities: ["text", "audio"] });
    expect(await holdOf("/v1/chat/completions", song)).toBe(1);
  });

  it("says how to make that less", async () => {
    expect(await refusalOf("/v1/chat/completions", chat(READER, [words, away]))).toContain("send the document in the request");
    expect(await refusalOf("/v1/chat/completions", chat(READER, [words, file]))).not.toContain("document");
    expect(await refusalOf("/v1/chat/completions", chat(WRITER, [words, file]))).toContain("have the document read for nothing");
  });

  it("has two dollars for a document that a model cannot read, which are a thousand pages", async () => {
    const plain = await holdOf(
      "/v1/chat/completions",
      chat(WRITER, [words, file], { plugins: [{ id: "file-parser", pdf: { engine: "cloudflare-ai" } }] }),
    );
    expect(plain).toBeLessThan(0.05);
    expect(await holdOf("/v1/chat/completions", chat(WRITER, [words, file]))).toBeGreaterThan(2);
    expect(await holdOf("/v1/chat/completions", chat(WRITER, [words, file, file]))).toBeGreaterThan(4);
    const asked = { plugins: [{ id: "file-parser", pdf: { engine: "mistral-ocr" } }] };
    expect(await holdOf("/v1/chat/completions", chat(READER, [words, file], asked))).toBeGreaterThan(2);
  });

  it("is what pictures cost by their tokens", async () => {
    const model = "google/gemini-2.5-flash-image";
    expect(await holdOf("/v1/images/generations", { model, prompt: "a cat", n: 2 })).toBeGreaterThan(2 * 8192 * 30e-6);
    expect(await holdOf("/v1/chat/completions", { ...chat(model, "a cat"), max_tokens: 2000 })).toBeGreaterThan(2000 * 30e-6);
  });
});
