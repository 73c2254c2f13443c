import type { ResolvedTargets } from "@openclaw/config";
import type { AttemptRecord } from "@openclaw/core";
import type { SaveTarget } from "@openclaw/media/node";
import { readSpeechAttempts } from "@openclaw/tts";
import type { FlagValues } from "../args/command-spec.js";
import { UsageError } from "../args/usage-error.js";
import type { Context } from "../context.js";
import { EXIT_FAILURE, EXIT_OK } from "../exit-codes.js";
import { shownMs } from "../output/amounts.js";
import { createProgress } from "../output/progress.js";
import type { Voice } from "./read-voice.js";
import type { VOICE_FLAGS } from "./speak-flags.js";
import type { MAKE_FLAGS } from "../make/make-flags.js";
import { makeSpeech, type MadeSpeech } from "./make-speech.js";
import { printMade } from "../make/print-made.js";
import { savePlace } from "../make/save-place.js";

export interface ConvertFacts {
  readonly text: string | AsyncIterable<Uint8Array>;
  readonly resolved: ResolvedTargets;
  readonly voice: Voice;
  readonly flags: Partial<FlagValues<typeof MAKE_FLAGS & typeof VOICE_FLAGS>>;
  /** Default: as the flags say. */
  readonly place?: SaveTarget | undefined;
}

/** Speaks a text of any length, prints what became of it, and gives the exit code. */
export async function convertSpeech(context: Context, facts: ConvertFacts): Promise<number> {
  const { text, resolved, voice, flags, place = savePlace(context, flags) } = facts;
  const { maxTextLength } = (await context.config()).config.tts;
  if (typeof text !== "string" || text.length > maxTextLength || flags.play === true) return convertLong(context, facts);
  const input = { ...voice, text };
  const made = await makeSpeech(context, { resolved, input, place, timeoutMs: flags["timeout-ms"] });
  await printSpeech(context, made, facts);
  return EXIT_OK;
}

/** What is longer than one request may be, or is to be heard at once: sentence by sentence (TTS-4, TTS-5). */
async function convertLong(context: Context, { text, resolved, voice, flags, place: given }: ConvertFacts): Promise<number> {
  const { out, json, io } = context;
  const { choosePlayer, recordSpeech } = await import("./record-speech.js");
  const { player, voice: used } = flags.play === true ? await choosePlayer(context, voice, flags) : { voice };
  // What nothing can play is kept: it is paid for.
  const heardOnly = player !== undefined && flags.output === undefined;
  const place = heardOnly ? undefined : (given ?? savePlace(context, flags));
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
      if (event.type === "sentence-end" && out.animated)
        progress.update(`${event.index === 0 ? "1 sentence" : `${event.index + 1} sentences`} spoken with ${model}`);
      else if (event.type === "sentence-failed") progress.stop();
    },
    onEnd: () => progress.stop(),
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
    if (audioMs !== undefined)
      out.note(out.noteStyle("dim", `${shownMs(audioMs)} of sound; first sound after ${shownMs(firstAudioMs ?? durationMs)}`));
  }
  return complete ? EXIT_OK : EXIT_FAILURE;
}

async function* decodeText(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const piece of pieces) yield decoder.decode(piece, { stream: true });
  yield decoder.decode();
}

async function printSpeech(context: Context, made: MadeSpeech, { flags, resolved }: ConvertFacts): Promise<void> {
  const { out, json } = context;
  const { spoken, saved, durationMs, costUsd } = made;
  const { speech, recording } = spoken ?? {};
  if (!json) {
    await printMade(context, { ...saved, costUsd, durationMs }, flags);
    if (spoken !== undefined)
      out.detail(`${shownMs(spoken.recording.durationMs)} of sound; first sound after ${shownMs(spoken.speech.firstAudioMs)}`);
    return;
  }
  const codec = recording?.format.codec ?? (saved.mediaType === "audio/mpeg" ? "mp3" : "pcm");
  out.json({
    ok: true,
    capability: "tts.convert",
    transport: "local",
    provider: "openrouter",
    model: (speech?.target ?? resolved.targets[0])?.model.wireId,
    attempts: readSpeechAttempts(speech?.attempts ?? []),
    outputs: [{ path: saved.path, format: codec, voiceCompatible: codec === "mp3" }],
    mimeType: saved.mediaType,
    size: saved.sizeBytes,
    audioMs: recording?.durationMs,
    firstAudioMs: speech?.firstAudioMs,
    ...(costUsd === undefined ? {} : { usage: { costUsd } }),
    warnings: speech?.warnings ?? [],
  });
}
