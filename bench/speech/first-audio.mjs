// Time to the first sound of a twelve-sentence answer that is written at 60 tokens/s and spoken at ten times real time:
// sentence by sentence, against waiting for the whole answer. After `npm run build`:
//   node bench/speech/first-audio.mjs [--rounds 3] [--tokens 60] [--speed 10]
import { readArguments } from "../../scripts/steps/read-arguments.mjs";
import { streamChat } from "@openclaw/chat";
import { createTarget } from "@openclaw/core";
import { createSandbox } from "@openclaw/sandbox";
import { speakStream, synthesize, toSpeakableSentences, toSpeakableText } from "@openclaw/tts";
import { ANSWER } from "./answer.mjs";
import { startPacedVoice } from "./paced-voice.mjs";

const { values } = readArguments("node bench/speech/first-audio.mjs [--rounds 3] [--tokens 60] [--speed 10]", {
  options: {
    rounds: { type: "string", default: "3" },
    tokens: { type: "string", default: "60" },
    speed: { type: "string", default: "10" },
  },
});
const apiKey = "sk-or-v1-SYNTHETICbenchNotARealKey4f1d9a7c";
const VOICE = { voice: "slt", responseFormat: "pcm" };
const LIMIT = 0.25;

const sandbox = await createSandbox({ tokensPerSecond: Number(values.tokens) });
const voice = await startPacedVoice({
  sandboxBaseUrl: sandbox.baseUrl,
  speed: Number(values.speed),
  headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
});
const writer = createTarget({ model: "sandbox/echo", apiKey, baseUrl: sandbox.baseUrl });
const speaker = createTarget({ model: "sandbox/voice", apiKey, baseUrl: voice.baseUrl });

async function* writeAnswer() {
  for await (const event of streamChat({ target: writer, messages: [{ role: "user", content: ANSWER }] })) {
    if (event.type === "error") throw event.error;
    if (event.type === "text") yield event.text;
  }
}

// The voice is warmed up, so that its clock is the only thing that takes time.
for (const input of [...toSpeakableSentences(ANSWER).map((sentence) => sentence.trim()), toSpeakableText(ANSWER).trim()]) {
  await voice.render(JSON.stringify({ model: "sandbox/voice", input, voice: "slt", response_format: "pcm" }));
}

/** Ours: the player starts at the first sound and never pauses; how much it had in hand when it had least. */
async function speakLive() {
  const startedAt = performance.now();
  let firstMs;
  let audioMs = 0;
  let leastInHandMs = Number.POSITIVE_INFINITY;
  let finish;
  for await (const event of speakStream(writeAnswer(), { target: speaker, ...VOICE })) {
    const now = performance.now() - startedAt;
    if (event.type === "finish") finish = event;
    if (event.type !== "audio") continue;
    if (firstMs === undefined) firstMs = now;
    else leastInHandMs = Math.min(leastInHandMs, audioMs - (now - firstMs));
    audioMs += event.bytes.length / 48;
  }
  if (!finish.complete) throw finish.failures[0].error;
  return { firstMs, leastInHandMs, audioMs, sentences: finish.sentences.length, reported: finish.firstAudioMs };
}

/** The others: the whole answer, then the whole recording (`whole`), or its first piece (`piece`). */
async function waitForAll(until) {
  const startedAt = performance.now();
  let text = "";
  for await (const piece of writeAnswer()) text += piece;
  const speech = await synthesize({ target: speaker, text: toSpeakableText(text).trim(), ...VOICE });
  if (until === "whole") await speech.collect();
  else await speech.cancel();
  return performance.now() - startedAt;
}

const rounds = [];
for (let round = 0; round < Number(values.rounds); round += 1) {
  const live = await speakLive();
  const whole = await waitForAll("whole");
  const piece = await waitForAll("piece");
  rounds.push({ ...live, whole, piece, ratio: live.firstMs / whole, ratioToPiece: live.firstMs / piece });
}
voice.close();
await sandbox.close();

const median = (key) => rounds.map((round) => round[key]).toSorted((a, b) => a - b)[Math.floor(rounds.length / 2)];
const ms = (key) => `${Math.round(median(key))} ms`;
console.log(
  `${rounds[0].sentences} sentences, ${(median("audioMs") / 1000).toFixed(1)} s of speech, text at ${values.tokens} tokens/s, speech at ${values.speed}x; median of ${rounds.length}`,
);
console.log(`first sound, sentence by sentence        ${ms("firstMs")} (reported: ${ms("reported")})`);
console.log(`first sound, whole answer and recording  ${ms("whole")}   ratio ${median("ratio").toFixed(3)}`);
console.log(`first sound, whole answer, then streamed ${ms("piece")}   ratio ${median("ratioToPiece").toFixed(3)}`);
console.log(
  `playback had at least                    ${ms("leastInHandMs")} in hand: ${median("leastInHandMs") >= 0 ? "never starved" : "STARVED"}`,
);
const passed = rounds.every((round) => round.ratio <= LIMIT && round.leastInHandMs >= 0);
console.log(passed ? `passed: at most ${LIMIT}, in every round` : `FAILED: a round was above ${LIMIT} or starved`);
process.exitCode = passed ? 0 : 1;
