// Turns a text into a podcast: a dialogue of two hosts is written, each line is spoken in its host's voice, and the result is one WAV file.
//   node podcast.ts article.txt podcast.wav
import { readFile, writeFile } from "node:fs/promises";
import { completeObject } from "@openclaw/chat";
import { createTarget } from "@openclaw/core";
import { DEFAULT_PCM, DEFAULT_SPEECH_MODEL, synthesize, writeWav } from "@openclaw/tts";
import * as z from "zod";

const [source = "article.txt", output = "podcast.wav"] = process.argv.slice(2);
const options = { apiKey: process.env.OPENROUTER_API_KEY, baseUrl: process.env.OPENROUTER_BASE_URL };
const VOICES = { ada: "af_heart", ben: "am_adam" };
const PAUSE_MS = 350;

const Dialogue = z.object({
  title: z.string(),
  lines: z
    .array(z.object({ host: z.enum(["ada", "ben"]), says: z.string() }))
    .min(2)
    .max(40),
});
const { object: dialogue } = await completeObject({
  target: createTarget({ ...options, model: "openrouter/openai/gpt-5-mini" }),
  schema: Dialogue,
  messages: [
    {
      role: "user",
      content: `Two hosts, ada and ben, talk about this text:\n\n${await readFile(source, "utf8")}`,
    },
  ],
});

const speaker = createTarget({ ...options, model: DEFAULT_SPEECH_MODEL });
const pause = new Uint8Array((DEFAULT_PCM.sampleRate * 2 * PAUSE_MS) / 1000);
const pieces: Uint8Array[] = [];
for (const { host, says } of dialogue.lines) {
  const speech = await synthesize({
    target: speaker,
    text: says,
    voice: VOICES[host],
    responseFormat: "pcm",
  });
  const { bytes, durationMs } = await speech.collect();
  console.log(`${host} ${(durationMs / 1000).toFixed(1)} s: ${says}`);
  pieces.push(bytes, pause);
}
await writeFile(output, writeWav(Buffer.concat(pieces), DEFAULT_PCM));
console.log(`${dialogue.title}: ${output}, ${dialogue.lines.length} lines`);
