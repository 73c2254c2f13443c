import { streamChat } from "@openclaw/chat";
import { createTarget } from "@openclaw/core";

const target = createTarget({
  model: "openrouter/moonshotai/kimi-k2.6",
  apiKey: process.env.OPENROUTER_API_KEY,
  baseUrl: process.env.OPENROUTER_BASE_URL,
});

for await (const event of streamChat({ target, messages: [{ role: "user", content: "What is 6 * 7?" }] })) {
  if (event.type === "text") process.stdout.write(event.text);
  if (event.type === "finish") console.log(`\n${event.model}: $${event.usage?.costUsd}`);
  if (event.type === "error") throw event.error;
}
