// A voice assistant's loop: each recording is written down, answered with what was said before in mind, and the answer is spoken while it is
// still being written. A real one records from a microphone and plays; this one takes files and writes files.
//   node voice-assistant.ts question-1.wav question-2.wav
import { createWriteStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { finished } from "node:stream/promises";
import { type ChatMessage, streamChat } from "@openclaw/chat";
import { createTarget } from "@openclaw/core";
import { DEFAULT_SPEECH_MODEL, DEFAULT_TRANSCRIPTION_MODEL, speakStream, transcribe } from "@openclaw/tts";

const options = { apiKey: process.env.OPENROUTER_API_KEY, baseUrl: process.env.OPENROUTER_BASE_URL };
const ears = createTarget({ ...options, model: DEFAULT_TRANSCRIPTION_MODEL });
const mind = createTarget({ ...options, model: "openrouter/moonshotai/kimi-k2.6" });
const mouth = createTarget({ ...options, model: DEFAULT_SPEECH_MODEL });
const messages: ChatMessage[] = [
  { role: "system", content: "You are heard, not read: answer in one or two short sentences." },
];

for (const [turn, file] of process.argv.slice(2).entries()) {
  const heard = await transcribe({ target: ears, audio: await readFile(file), filename: file });
  console.log(`heard: ${heard.text}`);
  messages.push({ role: "user", content: heard.text });

  const chat = streamChat({ target: mind, messages });
  const out = createWriteStream(`answer-${turn + 1}.mp3`);
  for await (const event of speakStream(chat.text(), { target: mouth })) {
    if (event.type === "audio") out.write(event.bytes);
    if (event.type === "sentence-failed") console.error(`not spoken: ${event.text}`);
    if (event.type === "finish")
      console.log(`first sound after ${event.firstAudioMs} ms, ${event.durationMs} ms in all`);
  }
  await finished(out.end());
  const { message, text } = await chat.result();
  messages.push(message);
  console.log(`said: ${text}`);
}
