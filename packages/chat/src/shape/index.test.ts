import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shaped } from "../__fixtures__/shaped.js";
import { API_KEY, CUSTOM_URL, deepFreeze, target } from "../__fixtures__/targets.js";
import type { ChatInput } from "../chat-input.js";
import type { ChatMessage } from "../messages.js";
import { SHAPE_STEPS, shapeChat } from "./index.js";

const CLAUDE = "openrouter/anthropic/claude-sonnet-4.5";

describe("shapeChat", () => {
  it("runs its steps in one order", () => {
    expect(SHAPE_STEPS.map((step) => step.name)).toMatchInlineSnapshot(`
      [
        "provider-routing",
        "messages",
        "tools",
        "tool-call-ids",
        "sampling",
        "output",
        "reasoning",
        "forced-tool",
        "reasoning-replay",
        "thought-signatures",
        "trailing-assistant",
        "cache-markers",
        "response-cache",
        "unsupported-fields",
        "extra-body",
      ]
    `);
  });

  it("says of every step whether it applied and why", () => {
    const { steps } = shaped(target(CLAUDE));
    expect(steps.map((step) => step.step)).toEqual(SHAPE_STEPS.map((step) => step.name));
    expect(steps.filter((step) => step.reason.trim() === "")).toEqual([]);
  });

  it("sends a bare question as model, messages and stream alone", () => {
    expect(shaped(target("openrouter/openai/gpt-4o", { row: { supportedParameters: [] } }))).toMatchObject({
      method: "POST",
      url: "https://openrouter.ai/api/v1/chat/completions",
      body: { model: "openai/gpt-4o", messages: [{ role: "user", content: "Hello" }], stream: true },
      warnings: [],
    });
    expect(Object.keys(shaped(target("openrouter/openai/gpt-4o")).body)).toEqual(["model", "messages", "stream"]);
  });

  // NET-2; the page's claim 8
  it("attributes requests to OpenClaw on verified OpenRouter, with exactly these headers", () => {
    expect(shaped(target(CLAUDE)).headers).toEqual({
      Accept: "text/event-stream",
      "HTTP-Referer": "https://openclaw.ai",
      "X-OpenRouter-Title": "OpenClaw",
      "X-OpenRouter-Categories": "cli-agent",
    });
  });

  // NET-2; the page's claim 9
  it("sends a custom base URL the user's own headers and nothing of OpenRouter's", () => {
    const custom = target(CLAUDE, {
      baseUrl: CUSTOM_URL,
      headers: { "X-Team": "blue" },
      params: { responseCache: true, provider: { order: ["groq"] } },
    });
    const plan = shaped(custom, { sessionId: "s", plugins: [{ id: "web" }] });
    expect(plan.headers).toEqual({ Accept: "text/event-stream", "X-Team": "blue" });
    expect(JSON.stringify(plan.body)).not.toMatch(/cache_control|provider|session_id|plugins/);
    expect(plan.warnings.map((warning) => warning.code)).toEqual(["provider_dropped", "plugins_dropped"]);
  });

  // NET-2
  it("lets the user's own header win over attribution, whatever its case", () => {
    const { headers } = shaped(target(CLAUDE, { headers: { "http-referer": "https://mine.example", "x-openrouter-title": "Mine" } }));
    expect(headers).toEqual({
      Accept: "text/event-stream",
      "http-referer": "https://mine.example",
      "x-openrouter-title": "Mine",
      "X-OpenRouter-Categories": "cli-agent",
    });
  });

  it("refuses what the model cannot take before anything is sent", () => {
    const content = [{ type: "image" as const, url: "https://a.example/a.png" }];
    expect(() => shaped(target("openrouter/acme/words"), { messages: [{ role: "user", content }] })).toThrow(
      expect.objectContaining({ name: "RequestError" }),
    );
  });

  // KEY-6
  it("holds no key", () => {
    const plan = shaped(target(CLAUDE));
    expect(JSON.stringify(plan)).not.toContain(API_KEY);
    expect(Object.keys(plan.headers).map((name) => name.toLowerCase())).not.toContain("authorization");
  });

  // CHAT-3; the page's claim 12
  it("forwards nothing that only OpenAI understands, however a request is built", () => {
    const input: ChatInput = {
      messages: [
        { role: "developer", content: "Be brief." },
        { role: "user", content: "Hello" },
      ],
      tools: [{ name: "look", inputSchema: { type: "object" } }],
      thinking: "high",
      params: { other: { serviceTier: "flex", store: true, promptCacheKey: "k", reasoningSummary: "auto", textVerbosity: "low" } },
    };
    const { body } = shaped(target("openrouter/openai/gpt-5.2"), input);
    const keys = JSON.stringify(body).match(/"[a-zA-Z_]+"(?=:)/g);
    expect(keys).not.toContain('"store"');
    expect(JSON.stringify(body)).not.toMatch(
      /service_?tier|"store"|prompt_?cache|reasoning_effort|verbosity|safety_identifier|"include"|stream_options|developer|"strict"/i,
    );
  });

  // CHAT-2
  it("gives the same bytes for the same input, and never changes the input", () => {
    fc.assert(
      fc.property(inputs, fc.constantFrom(...MODELS), fc.boolean(), (input, model, verified) => {
        const one = target(model, verified ? {} : { baseUrl: CUSTOM_URL });
        const frozen = deepFreeze(structuredClone(input));
        const first = JSON.stringify(shapeChat(one, frozen));
        const second = JSON.stringify(shapeChat(target(model, verified ? {} : { baseUrl: CUSTOM_URL }), structuredClone(frozen)));
        expect(second).toBe(first);
        expect(frozen).toEqual(input);
        const markers = first.match(/cache_control/g)?.length ?? 0;
        expect(markers).toBeLessThanOrEqual(verified && model.includes("anthropic") ? 4 : 0);
      }),
      { numRuns: 300 },
    );
  });

  // CHAT-2
  it("keeps the beginning of a growing conversation byte for byte, markers aside", () => {
    const bare = (value: unknown) => JSON.stringify(value, (key, item: unknown) => (key === "cache_control" ? undefined : item));
    fc.assert(
      fc.property(inputs, fc.constantFrom(...MODELS), (input, model) => {
        const one = target(model);
        const before = asParts(shapeChat(one, input).body?.["messages"]);
        const longer: ChatInput = { ...input, messages: [...input.messages, { role: "user", content: "And now?" }] };
        const after = asParts(shapeChat(one, longer).body?.["messages"]);
        expect(bare(after.slice(0, before.length))).toBe(bare(before));
      }),
      { numRuns: 200 },
    );
  });
});

const MODELS = [
  CLAUDE,
  "openrouter/google/gemini-2.5-pro",
  "openrouter/openai/gpt-5.2",
  "openrouter/deepseek/deepseek-v4-pro",
  "openrouter/mistralai/mistral-large",
  "openrouter/moonshotai/kimi-k2.6",
];

/** A marker turns a plain string into one part; both say the same. */
function asParts(messages: unknown): readonly unknown[] {
  return (messages as readonly { content: unknown }[]).map((message) =>
    typeof message.content === "string" && message.content !== ""
      ? { ...message, content: [{ type: "text", text: message.content }] }
      : message,
  );
}

const words = fc.string({ minLength: 1, maxLength: 12 });
const turn: fc.Arbitrary<readonly ChatMessage[]> = fc
  .record({ ask: words, answer: words, id: words, argument: words, details: fc.boolean() })
  .map(({ ask, answer, id, argument, details }): readonly ChatMessage[] => [
    { role: "user", content: `${ask}?` },
    {
      role: "assistant",
      content: answer,
      toolCalls: [{ id, name: "look", arguments: JSON.stringify({ argument }) }],
      source: { model: "anthropic/claude-sonnet-4.5" },
      ...(details
        ? { reasoningDetails: [{ type: "reasoning.text", text: answer, signature: "EqQBCgIY", format: "anthropic-claude-v1", index: 0 }] }
        : {}),
    },
    { role: "tool", toolCallId: id, content: answer },
  ]);
const inputs: fc.Arbitrary<ChatInput> = fc
  .record({
    system: words,
    turns: fc.array(turn, { maxLength: 3 }),
    thinking: fc.constantFrom("off", "low", "high", "max", "adaptive" as const),
    tools: fc.uniqueArray(fc.stringMatching(/^[a-z]{1,6}$/), { maxLength: 3 }),
  })
  .map(({ system, turns, thinking, tools }) => ({
    messages: [{ role: "system", content: system }, ...turns.flat(), { role: "user", content: "Go on, please." }],
    thinking,
    tools: tools.map((name) => ({ name, inputSchema: { type: "object", properties: { b: {}, a: {} } } })),
  }));
