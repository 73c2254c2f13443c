import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Sandbox } from "../../index.js";
import { post, quickSandbox } from "../../testing/quick-sandbox.js";

// SBX-1: with `strictFamilies` the sandbox refuses what the real families refuse.
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await quickSandbox({ strictFamilies: true });
});
afterAll(() => sandbox.close());

const CLAUDE = "anthropic/claude-sonnet-4.6";
const GPT = "openai/gpt-5.2";
const GEMINI = "google/gemini-3.7-flash";
const MISTRAL = "mistralai/mistral-large-2512";
const DEEPSEEK = "deepseek/deepseek-v4-pro";
const KIMI = "moonshotai/kimi-k2.6";
const tools = [
  {
    type: "function",
    function: { name: "get_weather", parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] } },
  },
];
const question = { role: "user", content: "What is the weather in Oslo?" };

interface Message {
  role: string;
  content: string | null;
  tool_calls?: { id: string; type: "function"; function: { name: string; arguments: string } }[];
  reasoning_details?: Record<string, unknown>[];
}

async function callTool(model: string): Promise<Message> {
  const response = await post(sandbox, "/chat/completions", { model, messages: [question], tools, reasoning: { effort: "low" } });
  const body = (await response.json()) as { choices: { message: Message }[] };
  expect(response.status, JSON.stringify(body)).toBe(200);
  return body.choices[0]!.message;
}

/** The second turn of a tool loop: status and error text. */
async function replay(model: string, turn: Message, more: Record<string, unknown> = {}): Promise<{ status: number; text: string }> {
  const results = (turn.tool_calls ?? []).map((call) => ({ role: "tool", tool_call_id: call.id, content: "12 degrees" }));
  const body = { model, messages: [question, turn, ...results], tools, reasoning: { effort: "low" }, ...more };
  return answer(await post(sandbox, "/chat/completions", body));
}

async function send(body: Record<string, unknown>): Promise<{ status: number; text: string }> {
  return answer(await post(sandbox, "/chat/completions", body));
}

async function answer(response: Response): Promise<{ status: number; text: string }> {
  return { status: response.status, text: await response.text() };
}

describe("a tool turn that comes back unchanged is welcome", () => {
  it.each([CLAUDE, GPT, GEMINI, MISTRAL, DEEPSEEK, KIMI])("%s", async (model) => {
    const { status, text } = await replay(model, await callTool(model));
    expect(status, text).toBe(200);
    expect(text).toContain("12 degrees");
  });
});

describe("Claude", () => {
  it("refuses a changed or missing signature", async () => {
    const turn = await callTool(CLAUDE);
    const [detail] = turn.reasoning_details!;
    for (const changed of [
      { ...detail, text: `${String(detail!["text"])} ` },
      { ...detail, signature: undefined },
      { ...detail, signature: "Zm9yZWlnbg==" },
    ]) {
      const { status, text } = await replay(CLAUDE, { ...turn, reasoning_details: [changed] });
      expect(status).toBe(400);
      expect(text).toContain("Invalid `signature` in `thinking` block");
    }
  });

  it("refuses another family's signed items and tool ids", async () => {
    expect((await replay(CLAUDE, await callTool(GPT))).status).toBe(400);
    const kimi = await callTool(KIMI);
    expect((await replay(CLAUDE, { ...kimi, reasoning_details: [] })).text).toContain("String should match pattern");
  });

  it("refuses a fifth cache marker", async () => {
    const part = { type: "text", text: "x", cache_control: { type: "ephemeral" } };
    expect((await send({ model: CLAUDE, messages: [{ role: "user", content: [part, part, part, part] }] })).status).toBe(200);
    expect((await send({ model: CLAUDE, messages: [{ role: "user", content: [part, part, part, part, part] }] })).text).toContain(
      "A maximum of 4 blocks",
    );
  });

  it("refuses a prefill while it thinks, and takes it otherwise", async () => {
    const messages = [
      { role: "user", content: "count to 9" },
      { role: "assistant", content: "1 2 3" },
    ];
    expect((await send({ model: CLAUDE, messages, reasoning: { effort: "low" } })).text).toContain(
      "does not support assistant message prefill",
    );
    expect((await send({ model: CLAUDE, messages })).text).toContain('"content":" 4 5 6 7 8 9"');
  });

  it("refuses unpaired tool results and forced tools while it thinks", async () => {
    const orphan = [question, { role: "tool", tool_call_id: "toolu_1", content: "x" }];
    expect((await send({ model: CLAUDE, messages: orphan })).text).toContain("unexpected `tool_use_id`");
    const turn = await callTool(CLAUDE);
    expect((await send({ model: CLAUDE, messages: [question, turn, question] })).text).toContain("`tool_use` ids were found without");
    expect(
      (await send({ model: CLAUDE, messages: [question], tools, tool_choice: "required", reasoning: { effort: "low" } })).text,
    ).toContain("forces tool use");
  });
});

describe("the other families", () => {
  it("Gemini wants its thought signature back, and nobody else's", async () => {
    const turn = await callTool(GEMINI);
    expect((await replay(GEMINI, { ...turn, reasoning_details: [] })).text).toContain("reasoning details to be preserved");
    const sealed = turn.reasoning_details!.map((detail) =>
      detail["type"] === "reasoning.encrypted" ? { ...detail, data: "Zm9yZWlnbg==" } : detail,
    );
    expect((await replay(GEMINI, { ...turn, reasoning_details: sealed })).text).toContain("Thought signature is not valid");
    expect((await replay(GEMINI, await callTool(GPT))).text).toContain("Thought signature is not valid");
  });

  it("Gemini does not miss a signature on a turn that another family made", async () => {
    const turn = await callTool(GPT);
    expect((await replay(GEMINI, { ...turn, reasoning_details: [] })).status).toBe(200);
  });

  it("Mistral takes only nine letters or digits as a tool id", async () => {
    const turn = await callTool(GPT);
    expect((await replay(MISTRAL, { ...turn, reasoning_details: [] })).text).toContain("with a length of 9");
  });

  it("DeepSeek V4 wants reasoning on every assistant turn while it thinks", async () => {
    const { reasoning_details: _, ...turn } = await callTool(DEEPSEEK);
    const bare: Record<string, unknown> = { ...turn };
    delete bare["reasoning"];
    expect((await replay(DEEPSEEK, bare as unknown as Message)).text).toContain("reasoning_content");
    expect((await replay(DEEPSEEK, { ...bare, reasoning_details: [] } as unknown as Message)).status).toBe(200);
    expect((await replay(DEEPSEEK, { ...bare, reasoning_content: "" } as unknown as Message)).status).toBe(200);
  });

  it("OpenAI refuses encrypted reasoning that is not its own", async () => {
    const turn = await callTool(GPT);
    const foreign = turn.reasoning_details!.map((detail) => ({ ...detail, format: "xai-responses-v1" }));
    expect((await replay(GPT, { ...turn, reasoning_details: foreign })).text).toContain("could not be verified");
    expect((await replay(GPT, { ...turn, reasoning_details: [] }, { tools: undefined })).status).toBe(200);
  });

  it.each([
    ["an open object", { type: "object", properties: {} }, "'additionalProperties' is required to be supplied and to be false."],
    [
      "an open object further down",
      {
        type: "object",
        additionalProperties: false,
        required: ["list"],
        properties: { list: { type: "array", items: { type: "object" } } },
      },
      "In context=('properties', 'list', 'items'), 'additionalProperties'",
    ],
    [
      "an optional property",
      { type: "object", additionalProperties: false, required: [], properties: { city: { type: "string" } } },
      "Missing 'city'.",
    ],
  ])("OpenAI enforces no schema with %s", async (_what, schema, expected) => {
    const ask = (strict: boolean) =>
      send({
        model: GPT,
        messages: [question],
        response_format: { type: "json_schema", json_schema: { name: "answer", strict, schema } },
      });
    expect((await ask(true)).text).toContain(expected);
    expect((await ask(false)).status).toBe(200);
  });
});
