import type { JsonObject } from "@openclaw/core";
import { describe, expect, it } from "vitest";
import { shaped, wireMessages } from "../__fixtures__/shaped.js";
import { target } from "../__fixtures__/targets.js";
import type { AssistantMessage } from "../messages.js";
import type { ChatInput } from "../chat-input.js";

const MODELS = {
  anthropic: "anthropic/claude-sonnet-4.5",
  google: "google/gemini-3-pro",
  openai: "openai/gpt-5.2",
  xai: "x-ai/grok-4",
  deepseek: "deepseek/deepseek-r1",
  moonshot: "moonshotai/kimi-k2.6",
  other: "qwen/qwen3-max",
} as const;
type Family = keyof typeof MODELS;
const FAMILIES = Object.keys(MODELS) as readonly Family[];

const FORMATS: Record<Family, string> = {
  anthropic: "anthropic-claude-v1",
  google: "google-gemini-v1",
  openai: "openai-responses-v1",
  xai: "xai-responses-v1",
  deepseek: "unknown",
  moonshot: "unknown",
  other: "unknown",
};

function replay(family: Family, message: Partial<AssistantMessage>, input: Partial<ChatInput> = {}): JsonObject {
  const messages = [
    { role: "user" as const, content: "Hello" },
    { role: "assistant" as const, content: "Hi.", ...message },
    { role: "user" as const, content: "Go on" },
  ];
  return wireMessages(shaped(target(`openrouter/${MODELS[family]}`), { messages, ...input }))[1] ?? {};
}

/** One of each kind of item, as this family sends them. */
function itemsOf(family: Family): Record<"signed" | "text" | "summary" | "encrypted", JsonObject> {
  const format = FORMATS[family];
  return {
    signed: { type: "reasoning.text", text: "Hm.", signature: "EqQBCgIY", format, index: 0 },
    text: { type: "reasoning.text", text: "So.", format, index: 1 },
    summary: { type: "reasoning.summary", summary: "**Plan**", format, index: 2 },
    encrypted: { type: "reasoning.encrypted", data: "gAAAAABh", id: "rs_1", format, index: 3 },
  };
}

describe("reasoning details", () => {
  const kept = (source: Family, to: Family): string => {
    const items = itemsOf(source);
    return Object.entries(items)
      .filter(([, item]) => {
        const wire = replay(to, { reasoningDetails: [item], source: { model: MODELS[source] } });
        expect([undefined, JSON.stringify([item])]).toContain(
          wire["reasoning_details"] === undefined ? undefined : JSON.stringify(wire["reasoning_details"]),
        );
        return wire["reasoning_details"] !== undefined;
      })
      .map(([kind]) => kind)
      .join(" ");
  };

  // CHAT-6
  it("go back to the family that wrote them; to another one goes nothing", () => {
    const own: Record<Family, string> = {
      anthropic: "signed summary encrypted",
      google: "signed summary encrypted",
      openai: "signed text summary encrypted",
      xai: "signed text summary encrypted",
      deepseek: "signed text summary encrypted",
      moonshot: "signed text summary encrypted",
      other: "signed text summary encrypted",
    };
    const table = Object.fromEntries(FAMILIES.map((source) => [source, Object.fromEntries(FAMILIES.map((to) => [to, kept(source, to)]))]));
    const wanted = Object.fromEntries(
      FAMILIES.map((source) => [source, Object.fromEntries(FAMILIES.map((to) => [to, source === to ? own[source] : ""]))]),
    );
    expect(table).toEqual(wanted);
  });

  // CHAT-6
  it("go back whole, in order and byte for byte, unknown kinds and fields among them", () => {
    const { signed, summary, encrypted } = itemsOf("anthropic");
    const odd = {
      type: "reasoning.server_tool_call",
      tool_name: "web_search",
      arguments: '{"b":1,"a":2}',
      result: "…",
      format: "anthropic-claude-v1",
      later: [1, null],
    };
    const details = [encrypted, odd, signed, summary];
    expect(
      JSON.stringify(replay("anthropic", { reasoningDetails: details, source: { model: MODELS.anthropic } })["reasoning_details"]),
    ).toBe(JSON.stringify(details));
  });

  // CHAT-6
  it("are judged by their own format before the message's source", () => {
    const { signed } = itemsOf("anthropic");
    expect(replay("anthropic", { reasoningDetails: [signed], source: { model: MODELS.openai } })).toHaveProperty("reasoning_details");
    expect(replay("openai", { reasoningDetails: [signed], source: { model: MODELS.openai } })).not.toHaveProperty("reasoning_details");
  });

  it("of unknown origin stay when they are plain, and go when they are sealed", () => {
    const { text, encrypted, signed } = itemsOf("other");
    expect(replay("deepseek", { reasoningDetails: [text] })["reasoning_details"]).toEqual([text]);
    expect(replay("deepseek", { reasoningDetails: [encrypted, signed] })).not.toHaveProperty("reasoning_details");
  });

  // CHAT-6: a seal of one unlisted vendor means nothing to another.
  it("that are sealed do not go from one unlisted vendor to another", () => {
    const { text, encrypted } = itemsOf("other");
    const fromMinimax = { source: { model: "minimax/minimax-m2" } };
    expect(replay("other", { reasoningDetails: [encrypted], ...fromMinimax })).not.toHaveProperty("reasoning_details");
    expect(replay("other", { reasoningDetails: [text], ...fromMinimax })["reasoning_details"]).toEqual([text]);
  });
  it("are not sent twice", () => {
    const { signed, summary, encrypted } = itemsOf("anthropic");
    const details = [signed, summary, encrypted, signed, summary, encrypted];
    expect(replay("anthropic", { reasoningDetails: details, source: { model: MODELS.anthropic } })["reasoning_details"]).toEqual([
      signed,
      summary,
      encrypted,
    ]);
  });
  it.each<[string, readonly JsonObject[], number]>([
    [
      "sealed items of one id",
      [
        { type: "reasoning.encrypted", data: "a", id: "rs_1" },
        { type: "reasoning.encrypted", data: "b", id: "rs_1" },
      ],
      1,
    ],
    [
      "sealed items of two ids",
      [
        { type: "reasoning.encrypted", data: "a", id: "rs_1" },
        { type: "reasoning.encrypted", data: "a", id: "rs_2" },
      ],
      2,
    ],
    [
      "sealed items without id, of one content",
      [
        { type: "reasoning.encrypted", data: "a" },
        { type: "reasoning.encrypted", data: "a" },
      ],
      1,
    ],
    [
      "sealed items without id, of two contents",
      [
        { type: "reasoning.encrypted", data: "a" },
        { type: "reasoning.encrypted", data: "b" },
      ],
      2,
    ],
    [
      "summaries of two contents",
      [
        { type: "reasoning.summary", summary: "a" },
        { type: "reasoning.summary", summary: "b" },
      ],
      2,
    ],
    [
      "texts of two contents",
      [
        { type: "reasoning.text", text: "a" },
        { type: "reasoning.text", text: "b" },
      ],
      2,
    ],
    [
      "a text and a summary of the same words",
      [
        { type: "reasoning.text", text: "a" },
        { type: "reasoning.summary", summary: "a" },
      ],
      2,
    ],
    [
      "texts of two signatures",
      [
        { type: "reasoning.text", text: "a", signature: "s" },
        { type: "reasoning.text", text: "a", signature: "t" },
      ],
      2,
    ],
    [
      "one text at two places",
      [
        { type: "reasoning.text", text: "a", index: 0 },
        { type: "reasoning.text", text: "a", index: 1 },
      ],
      2,
    ],
    [
      "items of an unknown kind that differ",
      [
        { type: "reasoning.later", odd: 1 },
        { type: "reasoning.later", odd: 2 },
      ],
      2,
    ],
    [
      "items of an unknown kind that do not",
      [
        { type: "reasoning.later", odd: 1 },
        { type: "reasoning.later", odd: 1 },
      ],
      1,
    ],
  ])("are told apart: %s", (_what, details, left) => {
    expect(replay("openai", { reasoningDetails: details, source: { model: MODELS.openai } })["reasoning_details"]).toHaveLength(left);
  });

  it.each([
    ["anthropic-claude-v9", "anthropic"],
    ["google-gemini-v9", "google"],
    ["azure-openai-responses-v1", "openai"],
    ["openai-responses-v9", "openai"],
    ["xai-responses-v9", "xai"],
  ] as const)("of the format %s are %s's, whoever sent the message", (format, family) => {
    const item = { type: "reasoning.encrypted", data: "CiQBAAAA", format };
    for (const to of ["anthropic", "google", "openai", "xai"] as const) {
      const wire = replay(to, { reasoningDetails: [item], source: { model: MODELS.deepseek } });
      expect([to, wire["reasoning_details"]]).toEqual([to, to === family ? [item] : undefined]);
    }
  });

  it.each(["unknown", "later-v1", "not-google-", "x-anthropic-"])("of the format %s are the sender's", (format) => {
    const item = { type: "reasoning.encrypted", data: "CiQBAAAA", format };
    expect(replay("xai", { reasoningDetails: [item], source: { model: MODELS.xai } })["reasoning_details"]).toEqual([item]);
    expect(replay("google", { reasoningDetails: [item], source: { model: MODELS.xai } })).not.toHaveProperty("reasoning_details");
  });

  it("that are no objects are left out", () => {
    const { summary } = itemsOf("openai");
    const odd = ["words", null, summary, [summary]] as unknown as readonly JsonObject[];
    expect(replay("openai", { reasoningDetails: odd, source: { model: MODELS.openai } })["reasoning_details"]).toEqual([summary]);
  });

  // CHAT-6: the `~author/name-latest` aliases, and names in any case.
  it.each(["~qwen/qwen3-latest", "QWEN/Qwen3-Max"])("that an unlisted vendor sealed go back to it: %s", (model) => {
    const { encrypted } = itemsOf("other");
    expect(replay("other", { reasoningDetails: [encrypted], source: { model } })["reasoning_details"]).toEqual([encrypted]);
    expect(replay("other", { reasoningDetails: [encrypted], source: { model: `other${model}` } })).not.toHaveProperty("reasoning_details");
  });

  it("of a question are nobody's: only answers have thought", () => {
    const messages = [{ role: "user" as const, content: "Hello", reasoning: "Hm.", reasoningDetails: [itemsOf("openai").summary] }];
    expect(wireMessages(shaped(target(`openrouter/${MODELS.anthropic}`, { params: { cacheRetention: "none" } }), { messages }))).toEqual([
      { role: "user", content: "Hello" },
    ]);
  });
  it("that are an empty list stay an empty list", () => {
    for (const family of FAMILIES)
      for (const reasoning of [{}, { reasoning: "Hm." }])
        expect(replay(family, { ...reasoning, reasoningDetails: [], source: { model: MODELS[family] } })["reasoning_details"]).toEqual([]);
  });
  it("that were redacted for display are never replayed", () => {
    const redacted = [
      { type: "reasoning.encrypted", data: "[REDACTED]", format: "anthropic-claude-v1" },
      { type: "reasoning.text", text: "[REDACTED]", signature: "EqQBCgIY", format: "anthropic-claude-v1" },
      { type: "reasoning.summary", summary: "[REDACTED]", format: "anthropic-claude-v1" },
    ];
    expect(replay("anthropic", { reasoningDetails: redacted, source: { model: MODELS.anthropic } })).not.toHaveProperty(
      "reasoning_details",
    );
  });
});

describe("the reasoning string", () => {
  it("goes back alone to families that read it as text, from themselves, and to nobody else", () => {
    const taken = FAMILIES.map((source) =>
      FAMILIES.filter((to) => replay(to, { reasoning: "Hm.", source: { model: MODELS[source] } })["reasoning"] !== undefined),
    );
    expect(Object.fromEntries(FAMILIES.map((source, index) => [source, taken[index]]))).toEqual({
      anthropic: [],
      google: [],
      openai: [],
      xai: [],
      deepseek: ["deepseek"],
      moonshot: ["moonshot"],
      other: ["other"],
    });
  });

  it("is not sent beside details, nor in place of dropped ones", () => {
    const { signed, text } = itemsOf("anthropic");
    const source = { model: MODELS.anthropic };
    expect(replay("anthropic", { reasoning: "Hm.", reasoningDetails: [signed], source })).not.toHaveProperty("reasoning");
    expect(replay("anthropic", { reasoning: "So.", reasoningDetails: [text], source })).toEqual({ role: "assistant", content: "Hi." });
  });
});

// CHAT-7
describe("DeepSeek V4", () => {
  const write = (message: Partial<AssistantMessage>, thinking: "high" | "off") =>
    wireMessages(
      shaped(target("openrouter/deepseek/deepseek-v4-pro"), {
        messages: [
          { role: "user", content: "Hello" },
          { role: "assistant", content: "Hi.", ...message },
          { role: "user", content: "Go on" },
        ],
        thinking,
      }),
    )[1];
  const own = { source: { model: "deepseek/deepseek-v4-pro" } };

  it("hears the reasoning of its own earlier turns while it reasons", () => {
    expect(write({ reasoning: "Hm.", ...own }, "high")).toEqual({ role: "assistant", content: "Hi.", reasoning_content: "Hm." });
  });

  it("gets an empty reasoning_content where there is none, or only a foreign one", () => {
    expect(write({}, "high")).toEqual({ role: "assistant", content: "Hi.", reasoning_content: "" });
    const { signed } = itemsOf("anthropic");
    expect(write({ reasoning: "Hm.", reasoningDetails: [signed], source: { model: MODELS.anthropic } }, "high")).toMatchObject({
      reasoning_content: "",
    });
  });

  it("gets its reasoning once: as text, not as details too", () => {
    const { text } = itemsOf("deepseek");
    expect(write({ reasoning: "So.", reasoningDetails: [text], ...own }, "high")).toEqual({
      role: "assistant",
      content: "Hi.",
      reasoning_content: "So.",
    });
  });

  it("keeps an empty list of details beside its backfill", () => {
    expect(write({ reasoningDetails: [], ...own }, "high")).toEqual({
      role: "assistant",
      content: "Hi.",
      reasoning_details: [],
      reasoning_content: "",
    });
  });

  it("gets the words of all its details, and the details that are more than words", () => {
    const { text, summary } = itemsOf("deepseek");
    const both = [text, { ...text, text: " And so.", index: 2 }];
    expect(write({ reasoningDetails: both, ...own }, "high")).toEqual({
      role: "assistant",
      content: "Hi.",
      reasoning_content: "So. And so.",
    });
    expect(write({ reasoningDetails: [text, summary], ...own }, "high")).toEqual({
      role: "assistant",
      content: "Hi.",
      reasoning_details: [text, summary],
      reasoning_content: "So.",
    });
    expect(write({ reasoningDetails: [summary], ...own }, "high")).toEqual({
      role: "assistant",
      content: "Hi.",
      reasoning_details: [summary],
      reasoning_content: "",
    });
  });

  it("gets no reasoning at all while it does not reason", () => {
    const { text } = itemsOf("deepseek");
    expect(write({ reasoning: "So.", reasoningDetails: [text], ...own }, "off")).toEqual({ role: "assistant", content: "Hi." });
  });

  it("is told apart from the rest of its family", () => {
    expect(replay("deepseek", { reasoning: "Hm.", source: { model: MODELS.deepseek } }, { thinking: "high" })).toEqual({
      role: "assistant",
      content: "Hi.",
      reasoning: "Hm.",
    });
  });
});
