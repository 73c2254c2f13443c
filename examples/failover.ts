import { streamChat } from "@openclaw/chat";
import { createTarget } from "@openclaw/core";

const models = [
  "openrouter/anthropic/claude-sonnet-4.5",
  "openrouter/google/gemini-2.5-flash",
  "openrouter/openai/gpt-5-mini",
];
const target = models.map((model) =>
  createTarget({
    model,
    apiKey: process.env.OPENROUTER_API_KEY,
    baseUrl: process.env.OPENROUTER_BASE_URL,
    timeouts: { firstTokenMs: 8_000 }, // a slower first token moves on to the next model
  }),
);

const stream = streamChat({
  target,
  messages: [{ role: "user", content: "Name three rivers in Norway." }],
});
for await (const event of stream) {
  if (event.type === "text") process.stdout.write(event.text);
  // An answer that breaks off is continued by the next model, without a repeated word.
  if (event.type === "failover")
    console.error(`\n${event.failed.model}: ${event.failed.reason}; going on with ${event.next}`);
}
const { model, attempts } = await stream.result();
console.log(`\nfinished by ${model} after ${attempts.length} attempt(s)`);
