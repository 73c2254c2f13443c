// Reads one long answer and says what is left of it in memory, as JSON. Run with --expose-gc; the peak is reported by the process itself.
import { clients } from "./clients.mjs";

const [, , name, origin, count] = process.argv;
await clients[name]({ base: `${origin}/text/2000`, scenario: "text" });
globalThis.gc();
const before = process.memoryUsage().heapUsed;
let textCharacters = 0;
let held;
if (name === "@openclaw/chat") {
  const { createTarget } = await import("@openclaw/core");
  const { streamChat } = await import("@openclaw/chat");
  held = streamChat({
    target: createTarget({ model: "openai/gpt-4o-mini", apiKey: "sk-or-bench", baseUrl: `${origin}/text/${count}` }),
    messages: [{ role: "user", content: "hi" }],
  });
  for await (const event of held) if (event.type === "text") textCharacters += event.text.length;
} else {
  await clients[name]({ base: `${origin}/text/${count}`, scenario: "text" });
}
globalThis.gc();
const keptMb = (process.memoryUsage().heapUsed - before) / 2 ** 20;
console.log(JSON.stringify({ keptMb, textMb: textCharacters / 2 ** 20, held: held !== undefined }));
