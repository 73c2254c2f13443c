import type { ResolvedTargets } from "@openclaw/config";
import { defined } from "@openclaw/core/internal";
import type { MediaFile } from "@openclaw/media";
import type { SaveTarget } from "@openclaw/media/node";
import {
  type AudioFormat,
  type SpeakEvent,
  speakStream,
  type SpeechFinish,
  type SpeechKeeper,
  type SpokenSentence,
  wavHeader,
} from "@openclaw/tts";
import type { Context } from "../context.js";
import { findPlayer, PLAYER_NAMES, type Player } from "./find-player.js";
import { keepSpeech } from "./keep-speech.js";
import { meterSpeech, type SpeechMeter } from "./meter-speech.js";
import { playSound, type Playing } from "./play-sound.js";
import type { Voice } from "./read-voice.js";
import { speechFile } from "./speech-file.js";

export interface RecordSpeechOptions {
  /** Of any length; spoken sentence by sentence, also while it is still being written (TTS-4). */
  readonly text: string | AsyncIterable<string>;
  readonly resolved: ResolvedTargets;
  readonly voice: Voice;
  /** Where the recording goes; absent: it is not kept. */
  readonly place?: SaveTarget | undefined;
  /** From `choosePlayer`. */
  readonly player?: Player | undefined;
  readonly timeoutMs?: number | undefined;
  /** Default: Ctrl-C. */
  readonly signal?: AbortSignal | undefined;
  readonly onEvent?: ((event: SpeakEvent) => void) | undefined;
  /** Gets the meter as soon as there is one: what the speech costs is known while it goes on. */
  readonly onMeter?: ((meter: SpeechMeter) => void) | undefined;
  /** For the usage log. */
  readonly session?: string | undefined;
  /** Told of a failure before what is kept is said. */
  readonly onEnd?: (() => void) | undefined;
}

export interface RecordedSpeech {
  /** Absent when nothing was kept: no place, or no sound. */
  readonly path?: string;
  readonly mediaType?: string;
  readonly sizeBytes: number;
  readonly format?: AudioFormat;
  /** Absent when an earlier process had bought the recording, and only its place was missing. */
  readonly audioMs?: number;
  /** From the start, writing included, to the first sound (TTS-4). */
  readonly firstAudioMs?: number;
  readonly sentences: readonly SpokenSentence[];
  readonly failures: SpeechFinish["failures"];
  readonly complete: boolean;
  /** Billed, as far as it was told. */
  readonly costUsd?: number;
}

/**
 * Speaks a text as it comes: plays it, keeps it, or both. A sentence that fails is said on stderr and left out; the text is never harmed.
 *
 * @throws RequestError when nothing could ever be spoken; ToolkitError `file_io`; the platform's AbortError
 */
export async function recordSpeech(context: Context, options: RecordSpeechOptions): Promise<RecordedSpeech> {
  const { resolved, voice, place, text, session, onEnd } = options;
  const { signal = context.io.signal } = options;
  const meter = await meterSpeech(context, { target: resolved.targets[0], signal, session });
  options.onMeter?.(meter);
  try {
    if (place === undefined) return await describeSpoken(await speak(context, options, { meter }), meter);
    const known = typeof text === "string" ? text : undefined;
    const kept = await keepSpeech(context, { resolved, text: known, voice, place, meter, onEnd }, async (keeper) =>
      speak(context, options, { meter, keeper }),
    );
    context.out.warn(kept.warnings);
    const { made, saved } = kept;
    const spoken = made === undefined ? BOUGHT_BEFORE : await describeSpoken(made, meter);
    return saved === undefined ? spoken : { ...spoken, sizeBytes: saved.sizeBytes, path: saved.path, mediaType: saved.mediaType };
  } finally {
    // What broke off, or found no room on the disk, was billed all the same.
    await meter.costUsd();
  }
}

interface Spoken {
  readonly finish: SpeechFinish;
  /** Absent when there was no sound, or nobody wants to keep it. */
  readonly file?: MediaFile | undefined;
}

/** Only its place was missing. */
const BOUGHT_BEFORE: RecordedSpeech = { sizeBytes: 0, sentences: [], failures: [], complete: true, costUsd: 0 };

async function speak(
  context: Context,
  options: RecordSpeechOptions,
  { meter, keeper }: { readonly meter: SpeechMeter; readonly keeper?: SpeechKeeper | undefined },
): Promise<Spoken> {
  const { io, out } = context;
  const { resolved, voice, place, player } = options;
  const { tts } = (await context.config()).config;
  const { signal = io.signal } = options;
  const pieces: Uint8Array[] = [];
  let playing: Playing | undefined;
  let finish: SpeechFinish | undefined;
  const events = speakStream(options.text, {
    ...voice,
    target: resolved.targets,
    container: "file",
    transport: meter.transport,
    signal,
    circuits: context.circuits,
    failover: resolved.failover,
    timeoutMs: options.timeoutMs ?? tts.timeoutMs,
    maxTextLength: tts.maxTextLength,
    keeper,
  });
  try {
    for await (const event of events) {
      options.onEvent?.(event);
      if (event.type === "speech-start" && player !== undefined) {
        const headerBytes = event.format.codec === "pcm" ? wavHeader(event.format, undefined).length : 0;
        if (player.plays.includes(event.format.codec))
          playing = playSound(player, { format: event.format, env: io.env, headerBytes, signal });
        else
          out.alert(`${out.noteStyle("yellow", "warning:")} ${player.name} does not play ${event.format.codec}; the sound is not heard.`);
      } else if (event.type === "audio") {
        if (place !== undefined) pieces.push(event.bytes);
        await playing?.write(event.bytes);
      } else if (event.type === "sentence-end") out.warn(event.warnings);
      else if (event.type === "sentence-failed") {
        out.alert(`${out.noteStyle("yellow", "warning:")} Sentence ${event.index + 1} is not spoken: ${event.error.message}`);
      } else if (event.type === "finish") finish = event;
    }
    const problem = await playing?.end();
    signal.throwIfAborted();
    if (problem !== undefined) out.alert(`${out.noteStyle("yellow", "warning:")} ${problem}`);
  } catch (error) {
    playing?.stop();
    throw error;
  }
  if (finish === undefined) throw new TypeError("The speech ended without its last event.");
  const { format, header } = finish;
  if (place === undefined || format === undefined || pieces.length === 0) return { finish };
  const bytes = new Uint8Array(Buffer.concat(pieces));
  // Only now its length is known.
  if (header !== undefined) bytes.set(header);
  return { finish, file: speechFile({ bytes, format, headerBytes: header?.length ?? 0 }, place) };
}

async function describeSpoken({ finish }: Spoken, meter: SpeechMeter): Promise<RecordedSpeech> {
  const { complete, durationMs: audioMs, firstAudioMs, format, sentences, failures, lengthBytes: sizeBytes } = finish;
  const costUsd = await meter.costUsd();
  return { sizeBytes, audioMs, sentences, failures, complete, ...defined({ costUsd, format, firstAudioMs }) };
}

/**
 * The player for `--play`, and the voice in a format that it plays: where the format was not asked for by name, it is the player's (TTS-5).
 * Without any player a warning says which there could be.
 */
export async function choosePlayer(
  { io, out }: Context,
  voice: Voice,
  asked: { readonly format?: string | undefined },
): Promise<{ readonly player?: Player; readonly voice: Voice }> {
  const wanted = voice.responseFormat ?? "mp3";
  const player = await findPlayer(io.env, wanted);
  if (player === undefined) {
    out.alert(
      `${out.noteStyle("yellow", "warning:")} Nothing is here to play sound with; install one of ${PLAYER_NAMES.join(", ")}. The sound is kept as a file.`,
    );
    return { voice };
  }
  const [other = wanted] = player.plays;
  if (player.plays.includes(wanted) || asked.format !== undefined) return { player, voice };
  return { player, voice: { ...voice, responseFormat: other } };
}
