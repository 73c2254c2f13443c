import type { ResolvedTargets } from "@openclaw/config";
import type { AttemptRecord } from "@openclaw/core";
import { checkOutput } from "@openclaw/media/node";
import { readSpeechAttempts, shapeSpeech, type SpeechInput, toSpeakableText } from "@openclaw/tts";
import { defineCommand, type FlagValues } from "../args/command-spec.js";
import { UsageError } from "../args/usage-error.js";
import type { Context } from "../context.js";
import { EXIT_FAILURE, EXIT_OK } from "../exit-codes.js";
import { printMade } from "../make/print-made.js";
import { MAKE_FLAGS } from "../make/make-flags.js";
import { makeSpeech, type MadeSpeech } from "../make/make-speech.js";
import { readText } from "../make/read-text.js";
import { savePlace } from "../make/save-place.js";
import { shownMs } from "../output/amounts.js";
import { printPlan } from "../output/print-plan.js";
import { createProgress } from "../output/progress.js";
import { readVoice, type Voice, type VoiceFlags } from "../speak/read-voice.js";
import { VOICE_FLAGS } from "../speak/speak-flags.js";

export const command = defineCommand({
  about:
    "Speaks a text of any length into a file, whose path goes to stdout. A long one is spoken sentence by sentence and becomes one recording. Voice, format and model come from messages.tts where no flag says otherwise.",
  words: [{ name: "text", summary: "what is said; the same as --text", many: true }],
  flags: {
    text: { kind: "text", value: "TEXT", summary: "What is said; piped text will do" },
    ...VOICE_FLAGS,
    provider: { kind: "choice", choices: ["openrouter"], summary: "Who speaks", hidden: true },
    channel: { kind: "text", value: "ID", summary: "Where it will be heard; of no effect here", hidden: true },
    local: { kind: "switch", summary: "Ask from this process; the default", hidden: true },
    ...MAKE_FLAGS,
  },
  examples: [
    { line: 'infer tts convert --text "Good morning."', says: "one file" },
    { line: 'infer tts convert --sandbox --text "Good morning."', says: "the same without a key" },
    { line: "infer tts convert --output letter.mp3 < letter.txt", says: "what is piped in, however long" },
    { line: "infer tts convert --play < letter.txt", says: "heard, and not kept" },
  ],
  async run(context, { flags, words }) {
    const dryRun = flags["dry-run"] === true;
    // What is piped in to be heard is spoken while it still comes.
    const live = flags.play === true && flags.text === undefined && words.length === 0 && !context.io.stdin.isTty && !dryRun;
    // Whichever way it goes, what is spoken is what a person would say: no Markdown, no code, no bare links (TTS-3).
    const text = live ? context.io.stdin : toSpeakableText(await readText(context, "text", { given: flags.text, words })).trim();
    if (text === "") throw new UsageError("There is nothing to say in the text.", "Give it some words.");
    const voice = await readVoice(context, { voice: flags.voice, format: flags.format, speed: flags.speed, output: flags.output });
    const resolved = await context.targets("speech", { model: flags.model, dryRun });
    const [primary] = resolved.targets;
    const { maxTextLength } = (await context.config()).config.tts;
    if (dryRun) {
      const shown = typeof text === "string" ? text.slice(0, maxTextLength) : "";
      if (primary !== undefined) printPlan(context, shapeSpeech(primary, { ...voice, text: shown }, { maxTextLength }), resolved);
      return EXIT_OK;
    }
    const short = typeof text === "string" && text.length <= maxTextLength && flags.play !== true;
    if (!short) return convertLong(context, { text, resolved, voice, flags });
    const made = await makeSpeech(context, {
      resolved,
      input: { ...voice, text },
      place: savePlace(context, flags),
      timeoutMs: flags["timeout-ms"],
    });
    await printSpeech(context, made, flags);
    return EXIT_OK;
  },
});

interface LongFacts {
  readonly text: string | AsyncIterable<Uint8Array>;
  readonly resolved: ResolvedTargets;
  readonly voice: Voice;
  readonly flags: FlagValues<typeof MAKE_FLAGS & typeof VOICE_FLAGS>;
}

/** What is longer than one request may be, or is to be heard at once: sentence by sentence (TTS-4, TTS-5). */
async function convertLong(context: Context, { text, resolved, voice, flags }: LongFacts): Promise<number> {
  const { out, json, io } = context;
  const { choosePlayer, recordSpeech } = await import("../speak/record-speech.js");
  const { player, voice: used } = flags.play === true ? await choosePlayer(context, voice, flags) : { voice };
  // What nothing can play is kept: it is paid for.
  const place = player !== undefined && flags.output === undefined ? undefined : savePlace(context, flags);
  if (place !== undefined) await checkOutput(place);
  const startedMs = io.now();
  const progress = createProgress(out, { now: io.now, write: (piece) => io.stderr.write(piece) });
  const model = resolved.targets[0]?.model.ref ?? "the model";
  progress.update(`speaking with ${model}`);
  const attempts: AttemptRecord[] = [];
  const recorded = await recordSpeech(context, {
    text: typeof text === "string" ? text : decodeText(text),
    resolved,
    voice: used,
    place,
    player,
    timeoutMs: flags["timeout-ms"],
    onEvent(event) {
      if (event.type === "sentence-end" || event.type === "sentence-failed") attempts.push(...event.attempts);
      if (event.type === "sentence-end" && out.animated) progress.update(`${event.index + 1} sentences spoken with ${model}`);
      else if (event.type === "sentence-failed") progress.stop();
    },
  }).finally(() => progress.stop());
  const { path, audioMs, firstAudioMs, sizeBytes, mediaType = "audio/mpeg", complete, failures, format, sentences, costUsd } = recorded;
  if (audioMs === 0) throw failures[0]?.error ?? new UsageError("There is nothing to say in the text.", "Give it some words.");
  const durationMs = io.now() - startedMs;
  if (json) {
    out.json({
      ok: complete,
      capability: "tts.convert",
      transport: "local",
      provider: "openrouter",
      model,
      attempts: readSpeechAttempts(attempts),
      outputs: path === undefined ? [] : [{ path, format: format?.codec, voiceCompatible: format?.codec === "mp3" }],
      mimeType: mediaType,
      size: sizeBytes,
      audioMs,
      firstAudioMs,
      sentences: sentences.length,
      ...(costUsd === undefined ? {} : { usage: { costUsd } }),
      failures: failures.map(({ index, error }) => ({ sentence: index + 1, message: error.message })),
    });
  } else {
    if (path !== undefined) await printMade(context, { path, mediaType, sizeBytes, costUsd, durationMs }, flags);
    out.note(out.noteStyle("dim", `${shownMs(audioMs)} of sound; first sound after ${shownMs(firstAudioMs ?? durationMs)}`));
  }
  return complete ? EXIT_OK : EXIT_FAILURE;
}

async function* decodeText(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const piece of pieces) yield decoder.decode(piece, { stream: true });
  yield decoder.decode();
}

async function printSpeech(
  context: Context,
  { speech, file, saved, durationMs, costUsd }: MadeSpeech,
  flags: { readonly output?: string },
): Promise<void> {
  const { out, json } = context;
  if (!json) {
    await printMade(context, { ...saved, costUsd, durationMs }, flags);
    out.detail(`${shownMs(file.durationMs)} of sound; first sound after ${shownMs(speech.firstAudioMs)}`);
    return;
  }
  out.json({
    ok: true,
    capability: "tts.convert",
    transport: "local",
    provider: "openrouter",
    model: speech.target.model.wireId,
    attempts: readSpeechAttempts(speech.attempts),
    outputs: [{ path: saved.path, format: file.format.codec, voiceCompatible: file.format.codec === "mp3" }],
    mimeType: saved.mediaType,
    size: saved.sizeBytes,
    audioMs: file.durationMs,
    firstAudioMs: speech.firstAudioMs,
    ...(costUsd === undefined ? {} : { usage: { costUsd } }),
    warnings: speech.warnings,
  });
}

/** Flags over configuration (CFG-7). */
export async function speechInput(context: Context, text: string, flags: VoiceFlags): Promise<SpeechInput> {
  return { text, ...(await readVoice(context, flags)) };
}
