// CHAT-11
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { scriptedChat } from "../__fixtures__/scripted-chat.js";
import { completeTools } from "./complete-tools.js";
import { defineTool } from "./tool.js";

const weather = defineTool({
  name: "weather",
  description: "The weather in a city.",
  input: z.object({ city: z.string() }),
  execute: ({ city }) => `Sunny in ${city}.`,
});
const call = [{ name: "weather", arguments: { city: "Oslo" } }];
const ask = { messages: [{ role: "user" as const, content: "Oslo?" }], tools: [weather] };

describe("a loop of tools that is waited for", () => {
  it("gives the last answer, and what the whole added and cost", async () => {
    const { target, transport } = scriptedChat([call, "It is sunny."]);
    const { text, messages, finish, usage, steps } = await completeTools({ ...ask, target }, { transport });
    expect({ text, steps, reason: finish.reason }).toEqual({ text: "It is sunny.", steps: 2, reason: "stop" });
    expect(messages.map(({ role }) => role)).toEqual(["assistant", "tool", "assistant"]);
    expect(usage?.costUsd).toBeCloseTo(0.02);
  });

  it("throws what broke it", async () => {
    const { target, transport } = scriptedChat([call, "It is sunny."]);
    await expect(completeTools({ ...ask, target, maxCostUsd: 0.001 }, { transport })).rejects.toMatchObject({ code: "limit_reached" });
  });
});
