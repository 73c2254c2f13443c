import { expect, describe, it } from "vitest";
import { readEvents, startServer } from "../__fixtures__/start-server.js";

const PATH = "/v1/chat/completions";
const ask = (content: string, more: object = {}): object => ({ model: "sandbox/guide", messages: [{ role: "user", content }], ...more });
interface Chunk {
  readonly choices: readonly { readonly delta: Record<string, unknown>; readonly finish_reason: string | null }[];
}
const chunksOf = (events: readonly string[]): readonly Chunk[] =>
  events.filter((data) => data !== "[DONE]").map((data) => JSON.parse(data) as Chunk);

describe("tools, schemas and reasoning", () => {
  const tools = [
    {
      type: "function",
      function: {
        name: "get_weather",
        description: "weather",
        parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
      },
    },
  ];

  it("pass both ways, streamed and whole (SRV-1)", async () => {
    const { post } = await startServer();
    const body = ask("What is the weather in Oslo and Paris?", { tools, tool_choice: "auto" });
    const whole = (await (await post(PATH, body)).json()) as { choices: { message: Record<string, unknown>; finish_reason: string }[] };
    const { message, finish_reason: reason } = whole.choices[0]!;
    const calls = message["tool_calls"] as { id: string; function: { name: string; arguments: string } }[];
    expect([reason, calls.map((call) => call.function)]).toEqual([
      "tool_calls",
      [
        { name: "get_weather", arguments: '{"city":"Oslo"}' },
        { name: "get_weather", arguments: '{"city":"Paris"}' },
      ],
    ]);
    const chunks = chunksOf(await readEvents(await post(PATH, { ...body, stream: true })));
    const streamed = chunks.flatMap(({ choices }) => (choices[0]?.delta["tool_calls"] as typeof calls | undefined) ?? []);
    expect(streamed.map((call) => call.function.arguments).join("")).toBe('{"city":"Oslo"}{"city":"Paris"}');
    expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe("tool_calls");
    const results = calls.map(({ id }) => ({ role: "tool", tool_call_id: id, content: "12 degrees" }));
    const next = await post(PATH, {
      model: "sandbox/guide",
      tools,
      messages: [{ role: "user", content: "What is the weather in Oslo and Paris?" }, message, ...results],
    });
    expect(next.status).toBe(200);
  });

  it("gives an object that fits the asked-for schema (SRV-1)", async () => {
    const { post } = await startServer();
    const schema = {
      type: "object",
      properties: { city: { type: "string" }, people: { type: "integer" } },
      required: ["city", "people"],
      additionalProperties: false,
    };
    const body = ask("tell me about Oslo", {
      response_format: { type: "json_schema", json_schema: { name: "city", schema, strict: true } },
    });
    const { choices } = (await (await post(PATH, body)).json()) as { choices: { message: { content: string } }[] };
    expect(Object.keys(JSON.parse(choices[0]!.message.content) as object)).toEqual(["city", "people"]);
  });

  it("keeps reasoning_details whole, so that they can be sent back (CHAT-6)", async () => {
    const { post, sandbox } = await startServer({ sandbox: { strictFamilies: true } });
    const body = ask("What is the weather in Oslo?", { model: "anthropic/claude-sonnet-4.6", reasoning: { effort: "high" }, tools });
    const { choices } = (await (await post(PATH, body)).json()) as { choices: { message: Record<string, unknown> }[] };
    const message = choices[0]!.message;
    expect(message["reasoning_details"]).toEqual([expect.objectContaining({ type: "reasoning.text", signature: expect.any(String) })]);
    const calls = message["tool_calls"] as { id: string }[];
    const back = {
      ...body,
      messages: [
        { role: "user", content: "What is the weather in Oslo?" },
        message,
        { role: "tool", tool_call_id: calls[0]!.id, content: "12" },
      ],
    };
    expect((await post(PATH, back)).status).toBe(200);
    expect((sandbox.requests.at(-1)!.body as { messages: object[] }).messages[1]).toMatchObject({
      reasoning_details: message["reasoning_details"],
    });
    const chunks = chunksOf(await readEvents(await post(PATH, { ...body, stream: true })));
    const details = chunks.flatMap(
      ({ choices: [choice] }) => (choice?.delta["reasoning_details"] as Record<string, string>[] | undefined) ?? [],
    );
    const whole = (message["reasoning_details"] as Record<string, string>[])[0]!;
    expect(details.map((detail) => detail["text"] ?? "").join("")).toBe(whole["text"]);
    expect(details.at(-1)?.["signature"]).toEqual(expect.any(String));
  });

  it("forwards what OpenRouter knows and OpenAI does not, and leaves out what no route takes (CHAT-3, CHAT-5)", async () => {
    const { post, sandbox } = await startServer();
    const more = {
      top_k: 5,
      logit_bias: { 5: 1 },
      verbosity: "low",
      user: "u-1",
      metadata: { a: "b" },
      store: true,
      service_tier: "flex",
      transforms: [],
    };
    expect((await post(PATH, ask("hi", more))).status).toBe(200);
    const sent = sandbox.requests.at(-1)?.body as Record<string, unknown>;
    expect(sent).toMatchObject({ top_k: 5, logit_bias: { 5: 1 }, verbosity: "low", user: "u-1", metadata: { a: "b" }, transforms: [] });
    expect(Object.keys(sent)).not.toEqual(expect.arrayContaining(["store"]));
    expect(Object.keys(sent)).not.toEqual(expect.arrayContaining(["service_tier"]));
  });
});
