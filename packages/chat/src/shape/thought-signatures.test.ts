import { describe, expect, it } from "vitest";
import { shaped, wireMessages } from "../__fixtures__/shaped.js";
import { target } from "../__fixtures__/targets.js";
import type { JsonObject } from "@openclaw/core";
import { isBase64 } from "./thought-signatures.js";

const GEMINI = "openrouter/google/gemini-3-pro";

// CHAT-4
describe("isBase64", () => {
  it.each<readonly [value: unknown, valid: boolean, why: string]>([
    ["CiQBAAAA", true, "standard, unpadded"],
    ["YWI=", true, "one pad"],
    ["YQ==", true, "two pads"],
    ["YQ", true, "padding left out"],
    ["-_-_", true, "url-safe"],
    ["+/+/", true, "standard signs"],
    ["", false, "empty"],
    ["YQ=", false, "half the padding"],
    ["YWI==", false, "too much padding"],
    ["YWJj====", false, "padding of a length that fits"],
    ["A", false, "impossible length"],
    ["YR==", false, "stray bits"],
    ["YWJj\n", false, "a line break"],
    ["YW Jj", false, "a space"],
    ["=YWJ", false, "padding in front"],
    ["Y=WJj", false, "padding in the middle"],
    ["YQ==YQ==", false, "two texts in one"],
    ["sig_über", false, "not ASCII"],
    ["skip_thought_signature_validator!", false, "words"],
    [42, false, "a number"],
    [null, false, "null"],
  ])("%j is %s: %s", (value, valid) => {
    expect(isBase64(value)).toBe(valid);
  });
});

describe("thought signatures", () => {
  const call = { id: "tool_look_1", name: "look", arguments: "{}" };
  const sealed = (data: unknown): JsonObject => ({
    type: "reasoning.encrypted",
    data: data as string,
    id: "tool_look_1",
    format: "google-gemini-v1",
    index: 0,
  });
  const replay = (details: readonly JsonObject[], model = GEMINI) =>
    wireMessages(
      shaped(target(model), {
        messages: [
          { role: "user", content: "Look" },
          { role: "assistant", content: null, toolCalls: [call], reasoningDetails: details, source: { model: "google/gemini-3-pro" } },
          { role: "tool", toolCallId: call.id, content: "seen" },
        ],
      }),
    )[1];

  // CHAT-4; the page's claim 13
  it("that are valid go back with their tool call, untouched", () => {
    const message = replay([sealed("CiQBAAAA")]);
    expect(message).toMatchObject({ reasoning_details: [sealed("CiQBAAAA")], tool_calls: [{ id: "tool_look_1" }] });
  });

  // CHAT-4
  it.each(["not base64!", "", 7, "YQ="])("that are malformed (%j) are removed, and the rest stays", (data) => {
    expect(replay([sealed(data)])).not.toHaveProperty("reasoning_details");
    expect(replay([sealed("CiQBAAAA"), { ...sealed(data), id: "other" }])).toMatchObject({ reasoning_details: [sealed("CiQBAAAA")] });
  });

  // CHAT-4
  it("of a text are checked in every spelling", () => {
    const text = (more: JsonObject): JsonObject => ({
      type: "reasoning.text",
      text: "Hm.",
      signature: "CiQBAAAA",
      format: "google-gemini-v1",
      ...more,
    });
    expect(replay([text({})])).toMatchObject({ reasoning_details: [text({})] });
    expect(replay([text({ signature: "bad!" })])).not.toHaveProperty("reasoning_details");
  });

  // CHAT-4
  it.each(["thought_signature", "thoughtSignature"])("are checked where they are called %s", (name) => {
    const text = (signature: string): JsonObject => ({ type: "reasoning.summary", summary: "Hm.", [name]: signature });
    expect(replay([text("CiQBAAAA")])).toMatchObject({ reasoning_details: [text("CiQBAAAA")] });
    expect(replay([text("bad!")])).not.toHaveProperty("reasoning_details");
  });

  // CHAT-4
  it("that are absent or null are nothing to be wrong", () => {
    const summary: JsonObject = { type: "reasoning.summary", summary: "Hm.", signature: null };
    expect(replay([summary, sealed("bad!")])).toMatchObject({ reasoning_details: [summary] });
  });

  // CHAT-4
  it("that are sealed are judged by their data, not by a signature beside it", () => {
    const item = { ...sealed("CiQBAAAA"), signature: "bad!" };
    expect(replay([item])).toMatchObject({ reasoning_details: [item] });
  });

  it("leave an empty list of details an empty list", () => {
    expect(replay([])).toMatchObject({ reasoning_details: [] });
  });

  // CHAT-4
  it("of another family vanish", () => {
    for (const format of ["anthropic-claude-v1", "openai-responses-v1"])
      expect(replay([{ ...sealed("CiQBAAAA"), format }])).not.toHaveProperty("reasoning_details");
  });

  // CHAT-4: no native replay validation and no bootstrap turns.
  it("are all that is touched: no turn is added, merged or reordered", () => {
    const messages = [
      { role: "assistant" as const, content: "I begin." },
      { role: "assistant" as const, content: "And go on." },
      { role: "user" as const, content: "Hello" },
      { role: "user" as const, content: "Again" },
    ];
    expect(wireMessages(shaped(target(GEMINI), { messages }))).toEqual(messages);
  });

  it("are found on Gemini wherever it is hosted", () => {
    const foreign = [{ type: "reasoning.encrypted", data: "bad!", id: "x" }];
    expect(replay(foreign, "openrouter/acme/gemini-clone")).not.toHaveProperty("reasoning_details");
  });
});
