import Anthropic from "@anthropic-ai/sdk";
import { createSandbox, type Sandbox } from "@openclaw/sandbox";
import OpenAI, { APIError } from "openai";
import { describe, expect, it, onTestFinished } from "vitest";
import { type ChatOnly, startChatOnly } from "../__fixtures__/chat-only.js";
import { startServer, type TestServer } from "../__fixtures__/start-server.js";

// SRV-1: the official clients against a base URL whose server knows chat completions alone.
const MODEL = "sandbox/guide";
const weather = {
  name: "get_weather",
  description: "The weather of a city",
  schema: { type: "object" as const, properties: { city: { type: "string" as const } }, required: ["city"] },
};
const WEATHER_QUESTION = "What is the weather in Oslo?";

async function start(): Promise<{ readonly server: TestServer; readonly behind: ChatOnly; readonly sandbox: Sandbox }> {
  const sandbox = await createSandbox({ tokensPerSecond: Infinity, media: "in-process", generationDelayMs: 0 });
  onTestFinished(() => sandbox.close());
  const behind = await startChatOnly(sandbox.baseUrl);
  return {
    server: await startServer({ baseUrl: behind.baseUrl, config: { agents: { defaults: { failover: { retries: 0 } } } } }),
    behind,
    sandbox,
  };
}

describe("openai.responses on a server without /responses (SRV-1)", () => {
  const client = ({ url }: TestServer): OpenAI => new OpenAI({ baseURL: `${url}/v1`, apiKey: "none", maxRetries: 0 });

  it("answers whole and streamed, with usage, and asks once whether the endpoint is there", async () => {
    const { server, behind } = await start();
    const openai = client(server);
    const whole = await openai.responses.create({ model: MODEL, instructions: "Be brief.", input: "count to 5", max_output_tokens: 100 });
    expect([whole.status, whole.output_text, whole.model]).toEqual(["completed", "1 2 3 4 5", MODEL]);
    expect(whole.usage?.output_tokens).toBeGreaterThan(0);
    const stream = openai.responses.stream({
      model: MODEL,
      input: [{ role: "user", content: [{ type: "input_text", text: "count to 5" }] }],
    });
    const types: string[] = [];
    let text = "";
    for await (const event of stream) {
      types.push(event.type);
      if (event.type === "response.output_text.delta") text += event.delta;
    }
    const final = await stream.finalResponse();
    expect([text, final.output_text, final.status]).toEqual(["1 2 3 4 5", "1 2 3 4 5", "completed"]);
    expect(types.slice(0, 2)).toEqual(["response.created", "response.in_progress"]);
    expect(types.at(-1)).toBe("response.completed");
    expect(final.usage?.total_tokens).toBeGreaterThan(0);
    expect(behind.asked.filter((path) => path.endsWith("/responses"))).toHaveLength(1);
  });

  it("calls tools and takes their results, streamed and whole", async () => {
    const { server } = await start();
    const openai = client(server);
    const tools = [
      { type: "function" as const, name: weather.name, description: weather.description, parameters: weather.schema, strict: false },
    ];
    const first = await openai.responses.create({ model: MODEL, input: WEATHER_QUESTION, tools });
    const call = first.output.find((item) => item.type === "function_call");
    expect([call?.name, JSON.parse(call?.arguments ?? "")]).toEqual(["get_weather", { city: "Oslo" }]);
    const next = await openai.responses.create({
      model: MODEL,
      tools,
      input: [
        { role: "user", content: WEATHER_QUESTION },
        ...(first.output as OpenAI.Responses.ResponseInputItem[]),
        { type: "function_call_output", call_id: call?.call_id ?? "", output: "rain in Oslo" },
      ],
    });
    expect(next.output_text).toContain("rain in Oslo");
    const streamed = await openai.responses.stream({ model: MODEL, input: WEATHER_QUESTION, tools }).finalResponse();
    expect(streamed.output.find((item) => item.type === "function_call")).toMatchObject({
      name: "get_weather",
      arguments: '{"city":"Oslo"}',
    });
  });

  it("gives structured output, reasoning, and an answer that was cut by its length as incomplete", async () => {
    const { server } = await start();
    const openai = client(server);
    const schema = { type: "object", properties: { city: { type: "string" } }, required: ["city"], additionalProperties: false };
    const shaped = await openai.responses.create({
      model: MODEL,
      input: "tell me about Oslo",
      text: { format: { type: "json_schema", name: "place", schema, strict: true } },
    });
    expect(Object.keys(JSON.parse(shaped.output_text) as object)).toEqual(["city"]);
    const short = await openai.responses.create({ model: MODEL, input: "count to 400", max_output_tokens: 20 });
    expect([short.status, short.incomplete_details]).toEqual(["incomplete", { reason: "max_output_tokens" }]);
    const thought = await openai.responses.create({ model: "sandbox/thinker", input: "count to 5", reasoning: { effort: "high" } });
    expect(thought.output.map(({ type }) => type)).toEqual(["reasoning", "message"]);
  });

  it("says what it cannot do, and fails in the client's own words, also in mid-stream (FAIL-4)", async () => {
    const { server, sandbox } = await start();
    const openai = client(server);
    const refused = await openai.responses
      .create({ model: MODEL, input: "more", previous_response_id: "resp_1" })
      .catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(APIError);
    expect(refused).toMatchObject({ status: 400, param: "previous_response_id" });
    sandbox.setFault({ name: "status-429", path: "/chat/completions" });
    expect(await openai.responses.create({ model: MODEL, input: "hi" }).catch((error: unknown) => error)).toMatchObject({ status: 429 });
    sandbox.clearFaults();
    sandbox.setFault({ name: "cut", param: 3, path: "/chat/completions" });
    const types: string[] = [];
    const stream = await openai.responses.create({ model: MODEL, input: "Tell me a story about a long boat trip.", stream: true });
    const failure = await (async () => {
      for await (const event of stream) types.push(event.type);
    })().catch((error: unknown) => error);
    expect(types).not.toContain("response.completed");
    expect(failure ?? types).toSatisfy((seen: unknown) => seen instanceof Error || (seen as string[]).includes("response.failed"));
  });
});

describe("@anthropic-ai/sdk on a server without /messages (SRV-1)", () => {
  const client = ({ url }: TestServer): Anthropic => new Anthropic({ baseURL: url, apiKey: "none", maxRetries: 0 });

  it("answers whole and streamed, with usage", async () => {
    const { server, behind } = await start();
    const anthropic = client(server);
    const messages = [{ role: "user" as const, content: "count to 5" }];
    const whole = await anthropic.messages.create({ model: MODEL, max_tokens: 100, system: "Be brief.", messages });
    expect([whole.content, whole.stop_reason, whole.role]).toEqual([
      [{ type: "text", text: "1 2 3 4 5", citations: null }],
      "end_turn",
      "assistant",
    ]);
    expect(whole.usage.output_tokens).toBeGreaterThan(0);
    const stream = anthropic.messages.stream({ model: MODEL, max_tokens: 100, messages });
    let text = "";
    stream.on("text", (piece) => (text += piece));
    const final = await stream.finalMessage();
    expect([text, final.content[0], final.stop_reason]).toMatchObject(["1 2 3 4 5", { type: "text", text: "1 2 3 4 5" }, "end_turn"]);
    expect(final.usage.output_tokens).toBeGreaterThan(0);
    expect(behind.asked.filter((path) => path.endsWith("/messages"))).toHaveLength(1);
  });

  it("calls tools and takes their results, streamed and whole", async () => {
    const { server } = await start();
    const anthropic = client(server);
    const tools = [{ name: weather.name, description: weather.description, input_schema: weather.schema }];
    const asked = { model: MODEL, max_tokens: 200, tools };
    const first = await anthropic.messages.create({ ...asked, messages: [{ role: "user", content: WEATHER_QUESTION }] });
    const call = first.content.find((block) => block.type === "tool_use");
    expect([first.stop_reason, call?.name, call?.input]).toEqual(["tool_use", "get_weather", { city: "Oslo" }]);
    const next = await anthropic.messages.create({
      ...asked,
      messages: [
        { role: "user", content: WEATHER_QUESTION },
        { role: "assistant", content: first.content },
        { role: "user", content: [{ type: "tool_result", tool_use_id: call?.id ?? "", content: "rain in Oslo" }] },
      ],
    });
    expect(next.content[0]).toMatchObject({ type: "text", text: expect.stringContaining("rain in Oslo") as string });
    const streamed = await anthropic.messages.stream({ ...asked, messages: [{ role: "user", content: WEATHER_QUESTION }] }).finalMessage();
    expect(streamed.content.find((block) => block.type === "tool_use")).toMatchObject({ name: "get_weather", input: { city: "Oslo" } });
  });

  it("shows pictures, thinks, and says when the length cut the answer", async () => {
    const { server, sandbox } = await start();
    const anthropic = client(server);
    const png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    await anthropic.messages.create({
      model: MODEL,
      max_tokens: 50,
      messages: [
        {
          role: "user",
          content: [
            { type: "image", source: { type: "base64", media_type: "image/png", data: png } },
            { type: "text", text: "What is it?" },
          ],
        },
      ],
    });
    const sent = sandbox.requests.findLast(({ path }) => path.endsWith("/chat/completions"))?.body as { messages: { content: unknown }[] };
    expect(sent.messages[0]?.content).toMatchObject([
      { type: "image_url", image_url: { url: `data:image/png;base64,${png}` } },
      { type: "text" },
    ]);
    const cut = await anthropic.messages.create({ model: MODEL, max_tokens: 20, messages: [{ role: "user", content: "count to 400" }] });
    expect(cut.stop_reason).toBe("max_tokens");
    const thought = await anthropic.messages
      .stream({
        model: "sandbox/thinker",
        max_tokens: 4_000,
        thinking: { type: "enabled", budget_tokens: 1_024 },
        messages: [{ role: "user", content: "count to 5" }],
      })
      .finalMessage();
    expect(thought.content.map(({ type }) => type)).toEqual(["thinking", "text"]);
  });

  it("fails in the client's own words, before the stream and in it (FAIL-4)", async () => {
    const { server, sandbox } = await start();
    const anthropic = client(server);
    const asked = {
      model: MODEL,
      max_tokens: 100,
      messages: [{ role: "user" as const, content: "Tell me a story about a long boat trip." }],
    };
    sandbox.setFault({ name: "status-429", path: "/chat/completions" });
    expect(await anthropic.messages.create(asked).catch((error: unknown) => error)).toBeInstanceOf(Anthropic.RateLimitError);
    sandbox.clearFaults();
    sandbox.setFault({ name: "cut", param: 3, path: "/chat/completions" });
    const failure = await anthropic.messages
      .stream(asked)
      .finalMessage()
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Anthropic.AnthropicError);
  });
});
