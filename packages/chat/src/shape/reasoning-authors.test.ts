import { describe, expect, it } from "vitest";
import { shaped, wireMessages } from "../__fixtures__/shaped.js";
import { target } from "../__fixtures__/targets.js";
import type { AssistantMessage } from "../messages.js";

const MODELS = {
  anthropic: "anthropic/claude-sonnet-4.5",
  openai: "openai/gpt-5.2",
  deepseek: "deepseek/deepseek-r1",
  other: "qwen/qwen3-max",
} as const;
type Family = keyof typeof MODELS;

// CHAT-6
describe("whose reasoning it is", () => {
  const wrote = (family: Family, content: string): AssistantMessage => ({
    role: "assistant",
    content,
    reasoningDetails: [{ type: "reasoning.text", text: content, signature: "EqQBCgIY", index: 0 }],
    source: { model: MODELS[family] },
  });
  const cut: AssistantMessage = { role: "assistant", content: null, reasoning: "Hm", source: { model: MODELS.other } };
  const question = { role: "user" as const, content: "Go on" };

  it("is known of each answer, also behind one that stayed behind because it says nothing", () => {
    const messages = [question, cut, question, wrote("openai", "foreign"), question, wrote("anthropic", "own"), question];
    const wire = wireMessages(shaped(target(`openrouter/${MODELS.anthropic}`), { messages, thinking: "high" }));
    expect(
      wire
        .filter(({ role }) => role === "assistant")
        .map((message) => [JSON.stringify(message["content"]), "reasoning_details" in message]),
    ).toEqual([
      ['"foreign"', false],
      ['"own"', true],
    ]);
  });

  it("is known of a begun answer that an instruction was put before", () => {
    const messages = [question, wrote("deepseek", "foreign")];
    const row = { supportedParameters: ["reasoning"] };
    const plan = shaped(target(`openrouter/${MODELS.other}`, { row }), { messages, responseFormat: { type: "json" } });
    expect(wireMessages(plan).map(({ role }) => role)).toEqual(["user", "system", "assistant"]);
    expect(wireMessages(plan).at(-1)).not.toHaveProperty("reasoning_details");
  });
});
