import { createWriteStream, mkdirSync } from "node:fs";
import { streamChat } from "@openclaw/chat";
import { createTarget } from "@openclaw/core";
import { DEFAULT_SPEECH_MODEL, speakStream } from "@openclaw/tts";

const options = { apiKey: process.env.OPENROUTER_API_KEY, baseUrl: process.env.OPENROUTER_BASE_URL };
const chat = streamChat({
  target: createTarget({ ...options, model: "openrouter/moonshotai/kimi-k2.6" }),
  messages: [{ role: "user", content: "How are videos made? Answer in a few sentences." }],
});

mkdirSync("openclaw-out", { recursive: true });
const out = createWriteStream("openclaw-out/answer.mp3");
// The first sentence is heard while the model still writes the rest; when the model fails, the loop throws.
for await (const event of speakStream(chat.text(), {
  target: createTarget({ ...options, model: DEFAULT_SPEECH_MODEL }),
})) {
  if (event.type === "audio") out.write(event.bytes);
  if (event.type === "sentence-failed") throw event.error;
  if (event.type === "finish" && event.complete)
    console.log(`first sound after ${event.firstAudioMs} ms, ${event.durationMs} ms in all`);
}
out.end();
