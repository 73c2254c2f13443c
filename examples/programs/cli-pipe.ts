// A Unix filter: what is piped in is the material, the argument says what to do with it. The answer alone goes to stdout.
//   git diff | node cli-pipe.ts "Write a commit message for this"
import { text } from "node:stream/consumers";
import { streamChat } from "@openclaw/chat";
import { createTarget } from "@openclaw/core";

const [instruction = "Summarise this in one sentence."] = process.argv.slice(2);
const material = await text(process.stdin);
const target = createTarget({
  model: process.env.MODEL ?? "openrouter/moonshotai/kimi-k2.6",
  apiKey: process.env.OPENROUTER_API_KEY,
  baseUrl: process.env.OPENROUTER_BASE_URL,
});

const content = `${instruction}\n\n${material}`;
for await (const event of streamChat({ target, messages: [{ role: "user", content }] })) {
  if (event.type === "text") process.stdout.write(event.text);
  if (event.type === "finish") console.error(`\n${event.model}, $${event.usage?.costUsd ?? "?"}`);
  if (event.type === "error") {
    console.error(event.error.message);
    process.exitCode = 1;
  }
}
