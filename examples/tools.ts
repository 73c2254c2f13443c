import { defineTool, runTools } from "@openclaw/chat";
import { createTarget } from "@openclaw/core";
import * as z from "zod";

const weather = defineTool({
  name: "get_weather",
  description: "The weather in a city right now.",
  input: z.object({ city: z.string() }),
  execute: ({ city }) => ({ city, sky: "clear", celsius: 4 }),
});

const target = createTarget({
  model: "openrouter/openai/gpt-5-mini",
  apiKey: process.env.OPENROUTER_API_KEY,
  baseUrl: process.env.OPENROUTER_BASE_URL,
});

const messages = [
  { role: "user" as const, content: "Use the get_weather tool: what is the weather in Oslo?" },
];
for await (const event of runTools({ target, messages, tools: [weather], maxSteps: 5, maxCostUsd: 0.1 })) {
  if (event.type === "text") process.stdout.write(event.text);
  if (event.type === "tool-result")
    console.error(`[${event.outcome.call.name}: ${event.outcome.durationMs} ms]`);
  if (event.type === "loop-error") throw event.error;
}
console.log();
