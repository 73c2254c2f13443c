import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shaped, step, wireMessages } from "../__fixtures__/shaped.js";
import { CUSTOM_URL, EVERY_INPUT, target } from "../__fixtures__/targets.js";
import type { ChatInput } from "../chat-input.js";
import type { ChatMessage, TextPart, ToolDefinition } from "../messages.js";

const CLAUDE = target("openrouter/anthropic/claude-sonnet-4.5", { row: EVERY_INPUT });
const SHORT = { type: "ephemeral" };
const SYSTEM: ChatMessage = { role: "system", content: "Be brief." };
const HELLO: ChatMessage = { role: "user", content: "Hello" };
const TOOLS: readonly ToolDefinition[] = [
  { name: "ask", inputSchema: { type: "object" } },
  { name: "look", inputSchema: { type: "object" } },
];

/** Where the markers stand: `tool look`, `0`, `2.1` (message.part), in order. */
function markers(input: Partial<ChatInput>, one = CLAUDE): readonly string[] {
  const { body } = shaped(one, input);
  const tools = (body["tools"] ?? []) as unknown as readonly { cache_control?: object; function?: { name: string }; type: string }[];
  const messages = body["messages"] as unknown as readonly { content: unknown; cache_control?: object }[];
  return [
    ...tools.filter((tool) => tool.cache_control).map((tool) => `tool ${tool.function?.name ?? tool.type}`),
    ...messages.flatMap(({ content }, index) =>
      Array.isArray(content)
        ? (content as readonly { cache_control?: object }[]).flatMap((part, place) => (part.cache_control ? [`${index}.${place}`] : []))
        : [],
    ),
    ...messages.flatMap((message, index) => (message.cache_control ? [`message ${index}`] : [])),
  ];
}

function marked(text: string, ttl?: "1h" | "5m"): TextPart {
  return { type: "text", text, cacheControl: ttl === undefined ? {} : { ttl } };
}

describe("cache markers", () => {
  // CHAT-2; the page's claim 10
  it("stand on the last tool, the system prompt and the newest user text", () => {
    expect(markers({ tools: TOOLS, messages: [SYSTEM, HELLO] })).toEqual(["tool look", "0.0", "1.0"]);
    expect(wireMessages(shaped(CLAUDE, { messages: [SYSTEM, HELLO] }))).toEqual([
      { role: "system", content: [{ type: "text", text: "Be brief.", cache_control: SHORT }] },
      { role: "user", content: [{ type: "text", text: "Hello", cache_control: SHORT }] },
    ]);
  });

  // CHAT-2
  it("stand on developer prompts as on system ones, on the first and the last of the leading ones", () => {
    const prompts: readonly ChatMessage[] = [SYSTEM, { role: "developer", content: "Mind." }, { role: "system", content: "Date: today" }];
    expect(markers({ messages: [...prompts, HELLO] })).toEqual(["0.0", "2.0", "3.0"]);
    expect(markers({ messages: [HELLO, SYSTEM, HELLO] })).toEqual(["2.0"]);
  });

  // CHAT-2
  it("move with the conversation: the newest user or tool text, never an answer", () => {
    const call: ChatMessage = { role: "assistant", content: "I look.", toolCalls: [{ id: "call_1", name: "look", arguments: "{}" }] };
    const seen: ChatMessage = { role: "tool", toolCallId: "call_1", content: "seen" };
    expect(markers({ messages: [HELLO, call, seen] })).toEqual(["2.0"]);
    expect(markers({ messages: [HELLO, call, seen, { role: "assistant", content: "Seen." }] })).toEqual(["2.0"]);
    const picture = [{ type: "image" as const, url: "https://a.example/a.png" }];
    expect(markers({ messages: [HELLO, call, { ...seen, content: picture }] })).toEqual(["0.0"]);
  });

  // CHAT-2
  it("are never on empty text", () => {
    expect(markers({ messages: [{ role: "system", content: " " }, HELLO] })).toEqual(["1.0"]);
    expect(
      markers({
        messages: [
          {
            role: "system",
            content: [
              { type: "text", text: "Be brief." },
              { type: "text", text: "" },
            ],
          },
          HELLO,
        ],
      }),
    ).toEqual(["0.0", "1.0"]);
    const call: ChatMessage = { role: "assistant", content: null, toolCalls: [{ id: "call_1", name: "look", arguments: "{}" }] };
    expect(markers({ messages: [HELLO, call, { role: "tool", toolCallId: "call_1", content: "" }] })).toEqual(["0.0"]);
  });

  it("stand on the last text of a message, not on the picture behind it", () => {
    const content = [
      { type: "text" as const, text: "a" },
      { type: "text" as const, text: "b" },
      { type: "image" as const, url: "https://a.example/a.png" },
    ];
    expect(markers({ messages: [{ role: "user", content }] })).toEqual(["0.1"]);
  });

  // CHAT-2
  it("are never on reasoning", () => {
    const answer: ChatMessage = {
      role: "assistant",
      content: "Hello.",
      reasoningDetails: [{ type: "reasoning.text", text: "Hm.", signature: "EqQBCgIY", format: "anthropic-claude-v1" }],
      source: { model: "anthropic/claude-sonnet-4.5" },
    };
    const plan = shaped(CLAUDE, { messages: [HELLO, answer, HELLO] });
    expect(JSON.stringify(wireMessages(plan)[1])).not.toContain("cache_control");
    expect(wireMessages(plan)[1]).toHaveProperty("reasoning_details");
  });

  // OpenRouter: only functions take a marker.
  it("stand on the last function when a server tool follows", () => {
    expect(markers({ tools: [...TOOLS, { type: "openrouter:web_search" }] })).toEqual(["tool look", "0.0"]);
    expect(markers({ tools: [{ type: "openrouter:web_search" }] })).toEqual(["0.0"]);
  });

  // CHAT-2
  it("of the caller stay where and what they are, and count toward the four", () => {
    const own: readonly ChatMessage[] = [
      { role: "system", content: [marked("One.", "1h"), marked("Two.")] },
      { role: "user", content: [marked("Three."), { type: "text", text: "More." }] },
      { role: "assistant", content: "Yes." },
      HELLO,
    ];
    expect(markers({ messages: own })).toEqual(["0.0", "0.1", "1.0", "3.0"]);
    expect(wireMessages(shaped(CLAUDE, { messages: own }))[0]).toEqual({
      role: "system",
      content: [
        { type: "text", text: "One.", cache_control: { type: "ephemeral", ttl: "1h" } },
        { type: "text", text: "Two.", cache_control: SHORT },
      ],
    });
    const full: readonly ChatMessage[] = [{ role: "system", content: ["a", "b", "c", "d"].map((text) => marked(text)) }, HELLO];
    const plan = shaped(CLAUDE, { tools: TOOLS, messages: full });
    expect(markers({ tools: TOOLS, messages: full })).toEqual(["0.0", "0.1", "0.2", "0.3"]);
    expect(step(plan, "cache-markers")?.applied).toBe(false);
  });

  it("of the caller on a message or a tool are not doubled there", () => {
    const own: readonly ChatMessage[] = [{ role: "system", content: [marked("a"), { type: "text", text: "b" }] }, HELLO];
    expect(markers({ messages: own })).toEqual(["0.0", "1.0"]);
    expect(markers({ tools: [{ ...TOOLS[0]!, cacheControl: { ttl: "1h" } }] })).toEqual(["tool ask", "0.0"]);
  });

  it("fill what the caller's own on tools and messages leave of four", () => {
    const tools: readonly ToolDefinition[] = [{ ...TOOLS[0]!, cacheControl: {} }, TOOLS[1]!];
    const prompts: readonly ChatMessage[] = [{ role: "system", content: [marked("a"), marked("b")] }, SYSTEM, HELLO];
    expect(markers({ tools, messages: prompts })).toEqual(["tool ask", "tool look", "0.0", "0.1"]);
    expect(markers({ tools: [{ ...TOOLS[0]!, cacheControl: {} }], messages: prompts })).toEqual(["tool ask", "0.0", "0.1", "1.0"]);
  });

  it("stand on the last prompt too when a conversation is nothing but prompts", () => {
    expect(markers({ messages: [SYSTEM, SYSTEM, SYSTEM] })).toEqual(["0.0", "2.0"]);
  });

  it("stand on words, not on a picture that carries a text", () => {
    const odd = { type: "image" as const, url: "https://a.example/a.png", text: "a" };
    expect(markers({ messages: [{ role: "user", content: [{ type: "text", text: "a" }, odd] }] })).toEqual(["0.0"]);
  });

  it("add no tools to a request without any", () => {
    expect(shaped(CLAUDE).body).not.toHaveProperty("tools");
  });

  // CHAT-2
  it("live as long as asked for: none, short or long; the request's wish over the configured one", () => {
    const ttlOf = (cacheRetention: "none" | "short" | "long" | undefined, configured = CLAUDE) =>
      JSON.stringify(shaped(configured, cacheRetention === undefined ? {} : { cacheRetention }).body).match(
        /"cache_control":(\{[^}]*\})/,
      )?.[1];
    expect(ttlOf("none")).toBeUndefined();
    expect(ttlOf("short")).toBe('{"type":"ephemeral"}');
    expect(ttlOf("long")).toBe('{"type":"ephemeral","ttl":"1h"}');
    expect(ttlOf(undefined)).toBe('{"type":"ephemeral"}');
    const none = target("openrouter/anthropic/claude-sonnet-4.5", { params: { cacheRetention: "none" } });
    expect(ttlOf(undefined, none)).toBeUndefined();
    expect(ttlOf("long", none)).toBe('{"type":"ephemeral","ttl":"1h"}');
  });

  // CHAT-2; the page's claim 9
  it.each([
    ["a custom base URL", target("openrouter/anthropic/claude-sonnet-4.5", { baseUrl: CUSTOM_URL })],
    ["a look-alike host", target("openrouter/anthropic/claude-sonnet-4.5", { baseUrl: "https://openrouter.ai.evil.example/api/v1" })],
    ["plain http", target("openrouter/anthropic/claude-sonnet-4.5", { baseUrl: "http://openrouter.ai/api/v1" })],
    ["another family", target("openrouter/openai/gpt-4o")],
    ["a router", target("openrouter/auto")],
  ])("are not set for %s", (_name, one) => {
    expect(markers({ tools: TOOLS, messages: [SYSTEM, HELLO] }, one)).toEqual([]);
  });

  it("are set on the regional and legacy addresses of OpenRouter", () => {
    for (const baseUrl of ["https://eu.openrouter.ai/api/v1", "https://openrouter.ai/v1/"])
      expect(markers({}, target("openrouter/anthropic/claude-sonnet-4.5", { baseUrl }))).toEqual(["0.0"]);
  });

  // CHAT-2
  it("are at most four in all, with the caller's among them, whatever the conversation", () => {
    const text = fc.constantFrom("", " ", "a", "b");
    const part = fc
      .record({ text, own: fc.boolean() })
      .map(({ text: words, own }) => (own && words.trim() !== "" ? marked(words) : { type: "text" as const, text: words }));
    const parts = fc.array(part, { minLength: 1, maxLength: 3 });
    const message = fc.oneof(
      parts.map((content): ChatMessage => ({ role: "system", content })),
      parts.map((content): ChatMessage => ({ role: "user", content })),
      text.map((content): ChatMessage => ({ role: "assistant", content })),
    );
    fc.assert(
      fc.property(fc.array(message, { maxLength: 6 }), fc.boolean(), (messages, withTools) => {
        const all = [...messages, HELLO];
        const own = all.flatMap((one) => (Array.isArray(one.content) ? one.content : [])).filter((one) => "cacheControl" in one).length;
        const found = markers({ messages: all, ...(withTools ? { tools: TOOLS } : {}) });
        expect(found.length).toBeLessThanOrEqual(Math.max(4, own));
        expect(found.length).toBeGreaterThanOrEqual(own);
        const wire = JSON.stringify(shaped(CLAUDE, { messages: all }).body["messages"]);
        expect(wire).not.toMatch(/"text":"\s*","cache_control"/);
      }),
      { numRuns: 300 },
    );
  });
});
