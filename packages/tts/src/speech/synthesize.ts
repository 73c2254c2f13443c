import {
  type ApiError,
  type ModelTarget,
  RequestError,
  type RequestPlan,
  runWithFailover,
  ToolkitError,
  type Warning,
} from "@openclaw/core";
import { abortReason, listTargets } from "@openclaw/core/internal";
import { speechMediaType } from "../audio/audio-format.js";
import { concatenate } from "../audio/bytes.js";
import { type OpenSpeech, openSpeech } from "./open-speech.js";
import { shapeSpeech } from "./shape-speech.js";
import { maxSpeechBytes } from "./speech-limits.js";
import { DEFAULT_SPEECH_FORMAT, type Speech, type SpeechFile, type SpeechOptions, type SpeechRequest } from "./speech-request.js";

/** A second try of a paid request is enough: what fails twice is better asked of the next model. */
const SPEECH_RETRIES = 1;

/**
 * Speaks a text (TTS-1, TTS-5). Resolves when the first sound is in; until then failures move on to the next candidate, afterwards they
 * end the audio with an error. Nothing is held back: `audio` passes the bytes through as they come.
 *
 * @throws RequestError before anything is sent, else ApiError, NetworkError, TimeoutError, or the caller's abort reason; the attempts
 * behind an error are found with core's `attemptsOf`
 * @example
 * const speech = await synthesize({ target, text: "Hello." });
 * for await (const bytes of speech.audio) player.write(bytes);
 */
export async function synthesize(request: SpeechRequest, options: SpeechOptions = {}): Promise<Speech> {
  const targets = listTargets(request.target);
  const [primary] = targets;
  if (primary === undefined) throw new RequestError("No model was given to speak with.", { code: "input_invalid" });
  const run = await runWithFailover(
    {
      targets,
      policy: { retries: SPEECH_RETRIES, ...options.failover },
      circuits: options.circuits,
      use: "speech",
      clock: options.clock,
      random: options.random,
      signal: options.signal,
    },
    (target) => speakOnce(target, request, { ...options, fallback: target.model.wireId !== primary.model.wireId }),
  );
  const { open, plan, warnings } = run.value;
  const audio = passThrough(open, { ...options, plan });
  const { format } = open.sound;
  const mediaType = speechMediaType(format);
  return {
    audio,
    format,
    mediaType,
    target: run.target,
    plan,
    generationId: open.reply.generationId,
    attempts: run.attempts,
    warnings,
    firstAudioMs: open.firstAudioMs,
    collect: async (): Promise<SpeechFile> => {
      const pieces: Uint8Array[] = [];
      for await (const piece of audio) pieces.push(piece);
      return { bytes: concatenate(pieces), format, mediaType, durationMs: open.sound.meter.durationMs() };
    },
    cancel: open.cancel,
  };
}

interface SpokenOnce {
  readonly open: OpenSpeech;
  readonly plan: RequestPlan;
  readonly warnings: readonly Warning[];
}

async function speakOnce(
  target: ModelTarget,
  request: SpeechRequest,
  options: SpeechOptions & { readonly fallback: boolean },
): Promise<SpokenOnce> {
  const asked = request.responseFormat ?? DEFAULT_SPEECH_FORMAT;
  const plan = shapeSpeech(target, request, options);
  const limits = { ...options, maxBytes: options.maxBytes ?? maxSpeechBytes(request.text.length) };
  try {
    return { open: await openSpeech(plan, target, { ...limits, asked }), plan, warnings: plan.warnings };
  } catch (error) {
    if (asked !== "mp3" || options.acceptOtherFormat === false || !refusesFormat(error)) throw error;
  }
  const raw = shapeSpeech(target, { ...request, responseFormat: "pcm" }, options);
  const warning: Warning = { code: "format_replaced", message: `${target.model.ref} does not offer mp3; pcm was asked for instead.` };
  return { open: await openSpeech(raw, target, { ...limits, asked: "pcm" }), plan: raw, warnings: [...raw.warnings, warning] };
}

/** Some models offer PCM only, and say so in a 400 (trap 29). */
function refusesFormat(error: unknown): boolean {
  if (!ToolkitError.isInstance(error) || error.name !== "ApiError") return false;
  const { status, message } = error as ApiError;
  return (status === 400 || status === 422) && /response[_ ]?format|audio format|output format|\bmp3\b|\bpcm\b/i.test(message);
}

async function* passThrough(
  open: OpenSpeech,
  { signal, keeper, plan }: Pick<SpeechOptions, "signal" | "keeper"> & { readonly plan: RequestPlan },
): AsyncGenerator<Uint8Array, void, void> {
  const { meter, firstBytes } = open.sound;
  const pieces = [firstBytes];
  try {
    if (signal?.aborted === true) throw abortReason(signal);
    yield firstBytes;
    for (let piece = await open.read(); piece !== undefined; piece = await open.read()) {
      meter.add(piece);
      if (keeper !== undefined && !open.kept) pieces.push(piece);
      yield piece;
    }
    meter.end();
    const { generationId, headers } = open.reply;
    if (!open.kept) await keeper?.keep(plan, { bytes: concatenate(pieces), mediaType: headers.get("content-type") ?? "", generationId });
  } finally {
    await open.cancel();
  }
}
