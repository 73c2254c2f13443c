import { OpenRouter } from "@openrouter/sdk";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Sandbox } from "./index.js";
import { KEY, quickSandbox } from "./testing/quick-sandbox.js";

// SBX-2: the official client, which validates every answer, is content.
let sandbox: Sandbox;
let client: OpenRouter;
beforeAll(async () => {
  sandbox = await quickSandbox();
  client = new OpenRouter({ apiKey: KEY, serverURL: sandbox.baseUrl });
});
afterAll(() => sandbox.close());

describe("the official SDK accepts the sandbox (SBX-2)", () => {
  it.each(["sandbox/guide", "anthropic/claude-sonnet-4.6", "openai/gpt-5.2", "google/gemini-3.7-flash"])(
    "chat, whole: %s",
    async (model) => {
      const result = await client.chat.send({
        chatRequest: { model, messages: [{ role: "user", content: "What is 6 * 7?" }], reasoning: { effort: "low" } },
      });
      expect(JSON.stringify(result)).toContain("42");
    },
  );

  it("chat, streamed", async () => {
    const stream = await client.chat.send({
      chatRequest: { model: "anthropic/claude-sonnet-4.6", messages: [{ role: "user", content: "What is 6 * 7?" }], stream: true },
    });
    let text = "";
    for await (const chunk of stream as AsyncIterable<{ choices: { delta: { content?: string | null } }[] }>) {
      text += chunk.choices[0]?.delta.content ?? "";
    }
    expect(text).toContain("42");
  });

  it("models, one model, count, endpoints, user models", async () => {
    const rows = JSON.stringify(await client.models.list());
    expect(rows).toContain("sandbox/guide");
    expect(JSON.stringify(await client.models.list({ outputModalities: "all" }))).toContain("hexgrad/kokoro-82m");
    await client.models.count();
    await client.models.get({ author: "openai", slug: "gpt-4o" });
    await client.endpoints.list({ author: "openai", slug: "gpt-4o" });
    await client.endpoints.listZdrEndpoints();
    await client.providers.list();
  });

  it("key and credits", async () => {
    expect((await client.apiKeys.getCurrentKeyMetadata()).data.isFreeTier).toBe(false);
    expect((await client.credits.getCredits()).data.totalCredits).toBe(100);
  });

  it("generation", async () => {
    const answer = (await client.chat.send({
      chatRequest: { model: "openai/gpt-4o", messages: [{ role: "user", content: "hello" }] },
    })) as { id: string };
    const { data } = await client.generations.getGeneration({ id: answer.id });
    expect(data.id).toBe(answer.id);
    expect(data.totalCost).toBeGreaterThan(0);
  });

  it("images, image models and their endpoints", async () => {
    const made = (await client.images.generate({ imageGenerationRequest: { model: "sandbox/painter", prompt: "a lake" } })) as {
      data: { b64Json: string }[];
    };
    expect(made.data[0]?.b64Json.startsWith("iVBOR")).toBe(true);
    await client.images.listModels();
    await client.images.listModelEndpoints({ author: "sandbox", slug: "painter" });
  });

  it("videos, from submission to bytes", async () => {
    const job = await client.videoGeneration.generate({
      videoGenerationRequest: { model: "google/veo-3.1-fast", prompt: "a lake", duration: 4 },
    });
    let status: string = job.status;
    while (status !== "completed") ({ status } = await client.videoGeneration.getGeneration({ jobId: job.id }));
    const bytes = await new Response(await client.videoGeneration.getVideoContent({ jobId: job.id })).arrayBuffer();
    expect(Buffer.from(bytes).toString("latin1", 4, 8)).toBe("ftyp");
    await client.videoGeneration.listVideosModels();
  });

  it("speech and its transcription", async () => {
    const sound = await client.tts.createSpeech({
      speechRequest: { model: "sandbox/voice", input: "Hello there.", voice: "kal16", responseFormat: "mp3" },
    });
    const data = Buffer.from(await new Response(sound).arrayBuffer()).toString("base64");
    const heard = await client.stt.createTranscription({ sttRequest: { model: "sandbox/ear", inputAudio: { data, format: "mp3" } } });
    expect(heard.text).toBe("Hello there.");
  });

  it("embeddings, their models, and reranking", async () => {
    await client.embeddings.generate({ requestBody: { model: "openai/text-embedding-3-small", input: "hello" } });
    await client.embeddings.listModels();
    await client.rerank.rerank({ requestBody: { model: "sandbox/ranker", query: "cats", documents: ["cats", "dogs"] } });
  });

  it("the Responses skin", async () => {
    const answer = await client.beta.responses.send({ responsesRequest: { model: "openai/gpt-5.2", input: "What is 6 * 7?" } });
    expect(JSON.stringify(answer)).toContain("42");
  });

  it("errors arrive as the SDK's own classes", async () => {
    const bad = client.chat.send({ chatRequest: { model: "no/such", messages: [{ role: "user", content: "hi" }] } });
    await expect(bad).rejects.toThrow("no/such is not a valid model ID");
  });
});
