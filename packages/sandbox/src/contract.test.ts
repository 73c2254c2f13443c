import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Sandbox } from "./index.js";
import { schemaViolations, violations } from "./testing/contract.js";
import { ask, get, post, quickSandbox } from "./testing/quick-sandbox.js";
import { readStream } from "./testing/read-stream.js";

// SBX-2: every answer validates against the contract.
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await quickSandbox();
});
afterAll(() => sandbox.close());

const TOOLS = [
  {
    type: "function",
    function: { name: "get_weather", parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] } },
  },
];
const CHAT_MODELS = [
  "sandbox/guide",
  "anthropic/claude-sonnet-4.6",
  "openai/gpt-5.2",
  "google/gemini-3.7-flash",
  "deepseek/deepseek-v4-pro",
  "openrouter/auto",
];

async function expectContract(method: string, path: string, response: Response): Promise<void> {
  const body: unknown = await response.json();
  expect(violations(method, path, response.status, body), `${method} ${path} ${response.status}`).toBe("");
}

describe("GET answers fit the contract (SBX-2)", () => {
  it.each([
    "/models",
    "/models?output_modalities=all",
    "/models?limit=5&offset=3",
    "/models/user",
    "/models/count",
    "/model/openai/gpt-4o",
    "/model/sandbox/guide",
    "/models/anthropic/claude-sonnet-4.6/endpoints",
    "/models/sandbox/guide/endpoints",
    "/key",
    "/credits",
    "/providers",
    "/endpoints/zdr",
    "/embeddings/models",
    "/images/models",
    "/images/models/sandbox/painter/endpoints",
    "/videos/models",
    "/model/no/such",
    "/models/no/such/endpoints",
    "/images/models/no/such/endpoints",
    "/videos/no-such-job",
    "/generation?id=none",
    "/models?limit=0",
  ])("%s", async (path) => {
    await expectContract("GET", path.split("?")[0] ?? "", await get(sandbox, path));
  });
});

describe("chat answers fit the contract (SBX-2)", () => {
  it.each(CHAT_MODELS)("%s, whole: text, reasoning, tools", async (model) => {
    await expectContract(
      "POST",
      "/chat/completions",
      await post(sandbox, "/chat/completions", ask("What is 6 * 7?", { model, reasoning: { effort: "low" } })),
    );
    await expectContract(
      "POST",
      "/chat/completions",
      await post(sandbox, "/chat/completions", ask("What is the weather in Oslo?", { model, tools: TOOLS })),
    );
  });

  it.each(CHAT_MODELS)("%s, streamed: every chunk", async (model) => {
    for (const body of [
      ask("How do I set a key?", { model, reasoning: { effort: "low" } }),
      ask("What is the weather in Oslo?", { model, tools: TOOLS }),
    ]) {
      const stream = await readStream(await post(sandbox, "/chat/completions", { ...body, stream: true }));
      expect(stream.done).toBe(true);
      for (const frame of stream.frames) expect(schemaViolations("ChatStreamChunk", frame.json), frame.data).toBe("");
    }
  });

  it("pictures and annotations", async () => {
    const painted = ask("a lake", { model: "google/gemini-3.1-flash-image-preview", modalities: ["image", "text"] });
    await expectContract("POST", "/chat/completions", await post(sandbox, "/chat/completions", painted));
    await expectContract(
      "POST",
      "/chat/completions",
      await post(sandbox, "/chat/completions", ask("hello", { model: "openai/gpt-4o:online" })),
    );
  });

  it("refusals", async () => {
    await expectContract("POST", "/chat/completions", await post(sandbox, "/chat/completions", ask("hi", { model: "no/such" })));
    await expectContract("POST", "/chat/completions", await post(sandbox, "/chat/completions", {}));
    await expectContract(
      "POST",
      "/chat/completions",
      await post(sandbox, "/chat/completions", ask("hi"), { authorization: "Bearer sk-invalid" }),
    );
    await expectContract(
      "POST",
      "/chat/completions",
      await post(sandbox, "/chat/completions", ask("hi", { model: "sandbox/no-tools", tools: TOOLS })),
    );
  });
});

describe("the other skins fit the contract (SBX-2)", () => {
  it.each(["/responses", "/messages"])("%s, whole and streamed, text and tools", async (path) => {
    const model = path === "/messages" ? "anthropic/claude-sonnet-4.6" : "openai/gpt-5.2";
    const tool = { name: "get_weather", parameters: TOOLS[0]?.function.parameters };
    const text =
      path === "/messages"
        ? {
            model,
            max_tokens: 1000,
            thinking: { type: "enabled", budget_tokens: 1024 },
            messages: [{ role: "user", content: "What is 6 * 7?" }],
          }
        : { model, input: "What is 6 * 7?", reasoning: { effort: "low" } };
    const call =
      path === "/messages"
        ? {
            model,
            max_tokens: 1000,
            messages: [{ role: "user", content: "What is the weather in Oslo?" }],
            tools: [{ name: tool.name, input_schema: tool.parameters }],
          }
        : { model, input: "What is the weather in Oslo?", tools: [{ type: "function", ...tool }] };
    for (const body of [text, call]) {
      await expectContract("POST", path, await post(sandbox, path, body));
      const stream = await readStream(await post(sandbox, path, { ...body, stream: true }));
      expect(stream.frames.length).toBeGreaterThan(5);
      const schema = path === "/messages" ? "MessagesStreamEvents" : "StreamEvents";
      for (const frame of stream.frames) expect(schemaViolations(schema, frame.json), frame.data).toBe("");
    }
  });

  it("refusals speak the dialect of the path", async () => {
    await expectContract(
      "POST",
      "/messages",
      await post(sandbox, "/messages", { model: "no/such", max_tokens: 5, messages: [{ role: "user", content: "hi" }] }),
    );
    await expectContract("POST", "/responses", await post(sandbox, "/responses", { model: "no/such", input: "hi" }));
  });
});

describe("media, vectors and account answers fit the contract (SBX-2)", () => {
  it("images, whole and streamed", async () => {
    await expectContract("POST", "/images", await post(sandbox, "/images", { model: "sandbox/painter", prompt: "a lake", n: 2 }));
    await expectContract("POST", "/images", await post(sandbox, "/images", { model: "sandbox/painter", prompt: "" }));
    const stream = await readStream(await post(sandbox, "/images", { model: "sandbox/painter", prompt: "a lake", stream: true }));
    expect(stream.done).toBe(true);
    for (const frame of stream.frames) expect(schemaViolations("ImageStreamingResponse", { data: frame.json })).toBe("");
  });

  it("videos, from submission to completion", async () => {
    const submitted = await post(sandbox, "/videos", { model: "google/veo-3.1-fast", prompt: "a lake", duration: 4 });
    const job = (await submitted.clone().json()) as { id: string };
    await expectContract("POST", "/videos", submitted);
    const statuses = new Set<string>();
    while (!statuses.has("completed")) {
      const polled = await get(sandbox, `/videos/${job.id}`);
      statuses.add(((await polled.clone().json()) as { status: string }).status);
      await expectContract("GET", "/videos/{jobId}", polled);
    }
    expect(statuses).toContain("pending");
    await expectContract(
      "POST",
      "/videos",
      await post(sandbox, "/videos", { model: "google/veo-3.1-fast", prompt: "a lake", duration: 5 }),
    );
    await expectContract("GET", "/videos/{jobId}/content", await get(sandbox, `/videos/${job.id}/content?index=7`));
  });

  it("speech refusals and transcriptions", async () => {
    await expectContract("POST", "/audio/speech", await post(sandbox, "/audio/speech", { model: "hexgrad/kokoro-82m", input: "hi" }));
    const heard = { model: "openai/whisper-large-v3", input_audio: { data: "AAAA", format: "wav" } };
    await expectContract("POST", "/audio/transcriptions", await post(sandbox, "/audio/transcriptions", heard));
    await expectContract(
      "POST",
      "/audio/transcriptions",
      await post(sandbox, "/audio/transcriptions", { ...heard, response_format: "verbose_json" }),
    );
  });

  it("embeddings and reranking", async () => {
    await expectContract(
      "POST",
      "/embeddings",
      await post(sandbox, "/embeddings", { model: "openai/text-embedding-3-small", input: ["a", "b"] }),
    );
    const base64 = { model: "sandbox/vectors", input: "a", encoding_format: "base64" };
    await expectContract("POST", "/embeddings", await post(sandbox, "/embeddings", base64));
    await expectContract(
      "POST",
      "/rerank",
      await post(sandbox, "/rerank", { model: "cohere/rerank-v3.5", query: "cats", documents: ["dogs", "cats"] }),
    );
  });

  it("a generation and its content", async () => {
    const id = (await post(sandbox, "/chat/completions", ask("hello"))).headers.get("x-generation-id") ?? "";
    await expectContract("GET", "/generation", await get(sandbox, `/generation?id=${id}`));
    await expectContract("GET", "/generation/content", await get(sandbox, `/generation/content?id=${id}`));
  });

  it("the sign-in exchange", async () => {
    await expectContract("POST", "/auth/keys/code", await post(sandbox, "/auth/keys/code", { callback_url: "http://localhost:1/x" }));
    await expectContract("POST", "/auth/keys", await post(sandbox, "/auth/keys", { code: "auth_code_pasted" }));
    await expectContract("POST", "/auth/keys", await post(sandbox, "/auth/keys", { code: "auth_code_expired" }));
  });
});
