import Anthropic from "@anthropic-ai/sdk";
import { OpenRouter } from "@openrouter/sdk";
import { createOpenRouter } from "@openrouter/ai-sdk-provider";
import { generateText, jsonSchema, streamText, tool } from "ai";
import type { EventStream } from "@openrouter/sdk/lib/event-streams.js";
import type { ChatResult, ChatStreamChunk } from "@openrouter/sdk/models";
import OpenAI, { APIError, NotFoundError, toFile } from "openai";
import { describe, expect, it } from "vitest";
import { startServer } from "./__fixtures__/start-server.js";

// SRV-1: the official clients, told nothing but the base URL and a token.
const TOKEN = "gateway-token-of-the-clients";
const start = () => startServer({ env: { OPENCLAW_GATEWAY_TOKEN: TOKEN } });
const question = [{ role: "user" as const, content: "count to 5" }];
const weather = {
  name: "get_weather",
  description: "The weather of a city",
  schema: { type: "object" as const, properties: { city: { type: "string" as const } }, required: ["city"] },
};
const WEATHER_QUESTION = "What is the weather in Oslo?";

describe("openai (SRV-1)", () => {
  const client = (url: string): OpenAI => new OpenAI({ baseURL: `${url}/v1`, apiKey: TOKEN, maxRetries: 0 });

  it("chats, whole and streamed, with usage", async () => {
    const { url } = await start();
    const openai = client(url);
    const whole = await openai.chat.completions.create({ model: "sandbox/guide", messages: question });
    expect(whole.choices[0]?.message.content).toBe("1 2 3 4 5");
    const stream = await openai.chat.completions.create({
      model: "sandbox/guide",
      messages: question,
      stream: true,
      stream_options: { include_usage: true },
    });
    let text = "";
    let tokens = 0;
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? "";
      tokens = chunk.usage?.completion_tokens ?? tokens;
    }
    expect([text, tokens > 0]).toEqual(["1 2 3 4 5", true]);
  });

  it("runs tools and reads structured output", async () => {
    const { url } = await start();
    const runner = client(url).chat.completions.runTools({
      model: "sandbox/guide",
      messages: [{ role: "user", content: WEATHER_QUESTION }],
      stream: true,
      tools: [
        {
          type: "function",
          function: {
            name: weather.name,
            description: weather.description,
            parameters: weather.schema,
            parse: JSON.parse,
            function: ({ city }: { city: string }) => `rain in ${city}`,
          },
        },
      ],
    });
    expect(await runner.finalContent()).toContain("rain in Oslo");
    const schema = { type: "object", properties: { city: { type: "string" } }, required: ["city"], additionalProperties: false };
    const answer = await client(url).chat.completions.create({
      model: "sandbox/guide",
      messages: [{ role: "user", content: "tell me about Oslo" }],
      response_format: { type: "json_schema", json_schema: { name: "place", schema, strict: true } },
    });
    expect(Object.keys(JSON.parse(answer.choices[0]?.message.content ?? "") as object)).toEqual(["city"]);
  });

  it("reads structured output, whole and streamed, also of models that have none of their own (CHAT-11)", async () => {
    const { url, sandbox } = await start();
    const schema = { type: "object", properties: { city: { type: "string" } }, required: ["city"], additionalProperties: false };
    const body = {
      messages: [{ role: "user" as const, content: "tell me about Oslo" }],
      response_format: { type: "json_schema" as const, json_schema: { name: "place", schema, strict: true } },
    };
    const parsed = client(url).chat.completions.stream({ model: "sandbox/guide", ...body });
    expect(Object.keys(JSON.parse((await parsed.finalContent()) ?? "") as object)).toEqual(["city"]);
    const sent = () => sandbox.requests.at(-1)?.body as { response_format?: unknown; messages: { role: string; content: string }[] };
    expect(sent().response_format).toEqual(body.response_format);
    // What a caller reads whole goes by another way when it is short.
    for (const more of [{}, { max_tokens: 100 }, { stream: true as const }]) {
      const answer = await client(url).chat.completions.create({ model: "sandbox/no-tools", ...body, ...more });
      let text = "";
      if ("choices" in answer) text = answer.choices[0]?.message.content ?? "";
      else for await (const chunk of answer) text += chunk.choices[0]?.delta.content ?? "";
      expect(text).not.toBe("");
      expect(sent()).not.toHaveProperty("response_format");
      expect(sent().messages.at(-1)?.content).toContain(JSON.stringify(schema));
    }
  });

  it("makes pictures, embeddings, speech and transcripts, and lists models", async () => {
    const { url } = await start();
    const openai = client(url);
    const { data: pictures } = await openai.images.generate({ model: "sandbox/painter", prompt: "a lighthouse" });
    const picture = Buffer.from(pictures?.[0]?.b64_json ?? "", "base64");
    expect(picture.subarray(1, 4).toString()).toBe("PNG");
    const edited = await openai.images.edit({
      model: "sandbox/painter",
      prompt: "at night",
      image: await toFile(picture, "a.png", { type: "image/png" }),
    });
    expect(edited.data).toHaveLength(1);
    const { data: vectors } = await openai.embeddings.create({ model: "openai/text-embedding-3-small", input: ["a", "b"] });
    expect(vectors.map(({ embedding }) => typeof embedding[0])).toEqual(["number", "number"]);
    const speech = await openai.audio.speech.create({ model: "sandbox/voice", voice: "alloy", input: "Good morning." });
    const file = await toFile(await speech.arrayBuffer(), "a.mp3", { type: "audio/mpeg" });
    expect((await openai.audio.transcriptions.create({ model: "sandbox/ear", file })).text).toBe("Good morning.");
    const heard: string[] = [];
    for await (const event of await openai.audio.transcriptions.create({ model: "sandbox/ear", file, stream: true })) {
      heard.push(event.type === "transcript.text.done" ? event.text : event.type);
    }
    expect(heard).toEqual(["transcript.text.delta", "Good morning."]);
    const ids: string[] = [];
    for await (const { id } of openai.models.list()) ids.push(id);
    expect(ids).toEqual(expect.arrayContaining(["openclaw", "sandbox/guide"]));
    expect((await openai.models.retrieve("sandbox/guide")).id).toBe("sandbox/guide");
  });

  it("speaks Responses, whole and streamed", async () => {
    const { url } = await start();
    const whole = await client(url).responses.create({ model: "sandbox/guide", input: "count to 5" });
    expect(whole.output_text).toBe("1 2 3 4 5");
    const collected = await client(url).responses.stream({ model: "sandbox/guide", input: "count to 5" }).finalResponse();
    expect(collected.output_text).toBe("1 2 3 4 5");
    const stream = await client(url).responses.create({ model: "sandbox/guide", input: "count to 5", stream: true });
    let text = "";
    let last = "";
    for await (const event of stream) {
      last = event.type;
      if (event.type === "response.output_text.delta") text += event.delta;
    }
    expect([text, last]).toEqual(["1 2 3 4 5", "response.completed"]);
  });

  it("raises its own errors, also for a stream that breaks off (FAIL-4)", async () => {
    const server = await startServer({ sandbox: { tokensPerSecond: 200 }, config: { agents: { defaults: { failover: { retries: 0 } } } } });
    const openai = client(server.url);
    await expect(openai.chat.completions.create({ model: "no/such-model", messages: question })).rejects.toBeInstanceOf(NotFoundError);
    server.sandbox.setFault({ name: "cut", param: 4 });
    const stream = await openai.chat.completions.create({
      model: "sandbox/guide",
      messages: [{ role: "user", content: "count to 50" }],
      stream: true,
    });
    const reading = (async () => {
      for await (const chunk of stream) void chunk;
    })();
    await expect(reading).rejects.toBeInstanceOf(APIError);
  });
});

describe("@anthropic-ai/sdk (SRV-1)", () => {
  const client = (url: string): Anthropic => new Anthropic({ baseURL: url, apiKey: TOKEN, maxRetries: 0 });

  it("gets messages, whole and streamed, tools, and errors of its own", async () => {
    const { url } = await start();
    const anthropic = client(url);
    const whole = await anthropic.messages.create({ model: "sandbox/guide", max_tokens: 200, messages: question });
    expect(whole.content[0]).toMatchObject({ type: "text", text: "1 2 3 4 5" });
    const stream = anthropic.messages.stream({ model: "sandbox/guide", max_tokens: 200, messages: question });
    expect(await stream.finalText()).toBe("1 2 3 4 5");
    const { name, description, schema } = weather;
    const called = await anthropic.messages.create({
      model: "anthropic/claude-sonnet-4.6",
      max_tokens: 200,
      messages: [{ role: "user", content: WEATHER_QUESTION }],
      tools: [{ name, description, input_schema: schema }],
    });
    expect([called.stop_reason, called.content.find((block) => block.type === "tool_use")?.input]).toEqual(["tool_use", { city: "Oslo" }]);
    await expect(anthropic.messages.create({ model: "no/such-model", max_tokens: 5, messages: question })).rejects.toBeInstanceOf(
      Anthropic.NotFoundError,
    );
    await expect(
      new Anthropic({ baseURL: url, apiKey: "wrong", maxRetries: 0 }).messages.create({
        model: "sandbox/guide",
        max_tokens: 5,
        messages: question,
      }),
    ).rejects.toBeInstanceOf(Anthropic.AuthenticationError);
  });
});

describe("@openrouter/sdk (SRV-1)", () => {
  it("chats, whole and streamed, embeds and lists models under the strict schemas of its own", async () => {
    const { url } = await start();
    const openrouter = new OpenRouter({ apiKey: TOKEN, serverURL: `${url}/api/v1`, retryConfig: { strategy: "none" } });
    const whole = (await openrouter.chat.send({
      chatRequest: { model: "sandbox/guide", messages: question, stream: false },
    })) as ChatResult;
    expect(whole.choices[0]?.message.content).toBe("1 2 3 4 5");
    const stream = (await openrouter.chat.send({
      chatRequest: { model: "sandbox/guide", messages: question, stream: true },
    })) as EventStream<ChatStreamChunk>;
    let text = "";
    let cost: number | null | undefined;
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? "";
      cost = chunk.usage?.cost ?? cost;
    }
    expect([text, typeof cost]).toEqual(["1 2 3 4 5", "number"]);
    const models = await openrouter.models.list();
    expect(JSON.stringify(models)).toContain("sandbox/guide");
  });
});

describe("@openrouter/ai-sdk-provider (SRV-1)", () => {
  it("generates, streams and calls tools, reasoning included", async () => {
    const { url, sandbox } = await start();
    const openrouter = createOpenRouter({ apiKey: TOKEN, baseURL: `${url}/api/v1` });
    const { text } = await generateText({ model: openrouter.chat("sandbox/guide"), prompt: "count to 5" });
    expect(text).toBe("1 2 3 4 5");
    const streamed = streamText({
      model: openrouter.chat("anthropic/claude-sonnet-4.6", { reasoning: { effort: "high" } }),
      prompt: WEATHER_QUESTION,
      tools: { get_weather: tool({ description: weather.description, inputSchema: jsonSchema<{ city: string }>(weather.schema) }) },
    });
    const [calls, reasoning] = await Promise.all([streamed.toolCalls, streamed.reasoningText]);
    expect(calls.map(({ toolName, input }) => [toolName, input])).toEqual([["get_weather", { city: "Oslo" }]]);
    const direct = streamText({
      model: createOpenRouter({ apiKey: "x", baseURL: sandbox.baseUrl }).chat("anthropic/claude-sonnet-4.6", {
        reasoning: { effort: "high" },
      }),
      prompt: WEATHER_QUESTION,
      tools: { get_weather: tool({ description: weather.description, inputSchema: jsonSchema<{ city: string }>(weather.schema) }) },
    });
    expect(reasoning).toBe(await direct.reasoningText);
  });
});
