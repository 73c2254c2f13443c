// CHAT-6: conversations that change the model family at every turn, against a provider that is as strict as the real ones.
import { type ChatMessage, defineTool, runTools, type ToolLoopEvent } from "@openclaw/chat";
import { createCatalog, createTarget, resolveEndpoint } from "@openclaw/core";
import { createSandbox, type Sandbox } from "@openclaw/sandbox";
import { seededRandom } from "@openclaw/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";

const MODELS = ["anthropic/claude-sonnet-4.5", "google/gemini-2.5-pro", "openai/gpt-5", "deepseek/deepseek-v3.2", "moonshotai/kimi-k2.6"];
const TURNS = 6;

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await createSandbox({ strictFamilies: true, tokensPerSecond: Number.POSITIVE_INFINITY });
});
afterAll(async () => sandbox.close());

const weather = defineTool({
  name: "get_weather",
  description: "The weather in a city right now.",
  input: z.object({ city: z.string() }),
  execute: ({ city }) => `clear in ${city}`,
});

/** Every model but the last one, in an order of the seed's own. */
function nextModel(random: () => number, last: string | undefined): string {
  const others = MODELS.filter((model) => model !== last);
  return others[Math.floor(random() * others.length)] ?? MODELS[0]!;
}

describe("a conversation that changes its model family at every turn", () => {
  it.each(Array.from({ length: 10 }, (_, seed) => seed))("is taken by every family, with tools and reasoning (seed %i)", async (seed) => {
    const random = seededRandom(seed);
    const apiKey = "sk-or-sandbox";
    const catalog = createCatalog({
      endpoint: resolveEndpoint(sandbox.baseUrl),
      apiKey: createTarget({ model: MODELS[0]!, apiKey }).apiKey,
    });
    let messages: readonly ChatMessage[] = [{ role: "system", content: "Be brief." }];
    let model: string | undefined;
    for (let turn = 0; turn < TURNS; turn++) {
      model = nextModel(random, model);
      const { row } = await catalog.find(model);
      expect(row).toBeDefined();
      const target = createTarget({ model, apiKey, baseUrl: sandbox.baseUrl, row });
      const question: ChatMessage = { role: "user", content: turn % 2 === 0 ? "Use the get_weather tool for Oslo." : "And what is 6 * 7?" };
      const loop = runTools({ target, messages: [...messages, question], tools: [weather], thinking: turn % 3 === 2 ? "off" : "high" });
      let last: ToolLoopEvent | undefined;
      for await (const event of loop) last = event;
      expect(last, `${model} at turn ${turn}: ${last?.type === "loop-error" ? last.error.message : ""}`).toMatchObject({
        type: "loop-finish",
      });
      messages = [...messages, question, ...(last?.type === "loop-finish" ? last.messages : [])];
    }
    expect(messages.filter(({ role }) => role === "tool").length).toBeGreaterThan(0);
  });
});
