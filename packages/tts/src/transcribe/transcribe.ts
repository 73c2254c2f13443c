import {
  type ApiError,
  type AttemptRecord,
  attemptsOf,
  type JsonReply,
  type ModelTarget,
  RequestError,
  runWithFailover,
  sendJson,
  ToolkitError,
  type Warning,
} from "@openclaw/core";
import { abortReason, checkFields, defined, type FieldNames, listTargets, withAttempts, withBill } from "@openclaw/core/internal";
import { writeWav } from "../audio/wav.js";
import { mergeTranscripts } from "./merge-transcripts.js";
import { readAudioType } from "./read-audio-type.js";
import { type PartTranscript, readTranscript, readUsage } from "./read-transcript.js";
import { shapeTranscription } from "./shape-transcription.js";
import { type AudioPart, splitAudio } from "./split-audio.js";
import {
  DEFAULT_PART_BYTES,
  DEFAULT_PART_MS,
  DEFAULT_TOTAL_BYTES,
  DEFAULT_TRANSCRIPTION_TIMEOUT_MS,
  type Transcript,
  type TranscriptionOptions,
  type TranscriptionRequest,
} from "./transcription.js";

const DEFAULT_CONCURRENCY = 2;

interface HeardPart {
  readonly transcript: PartTranscript;
  readonly startMs: number;
  readonly attempts: readonly AttemptRecord[];
  readonly warnings: readonly Warning[];
}

const FIELDS: FieldNames = {
  what: "a transcription request",
  known: Object.keys({
    target: true,
    audio: true,
    format: true,
    mediaType: true,
    filename: true,
    pcm: true,
    language: true,
    temperature: true,
    timestamps: true,
    provider: true,
  } satisfies Record<keyof TranscriptionRequest, true>),
  elsewhere: { file: "audio", input: "audio", timestampGranularities: "timestamps", model: "target: createTarget({ model, … })" },
};

/**
 * Writes down what is said in a recording (STT-1). A long WAV or MP3 is cut in quiet places, its parts are heard a few at a time, and
 * their times are put together. A part that fails after all candidates fails the whole: there is no transcript with a hole in it. What the parts
 * before it were billed stands in the attempts behind that error (core's `attemptsOf`).
 *
 * @throws RequestError before anything is sent, else ApiError, NetworkError, TimeoutError, or the caller's abort reason
 * @example
 * const { text } = await transcribe({ target, audio: await readFile("note.mp3") });
 */
export async function transcribe(request: TranscriptionRequest, options: TranscriptionOptions = {}): Promise<Transcript> {
  const targets = listTargets(request.target);
  checkFields(request, FIELDS);
  const parts = cut(request, options);
  const heard = await hearAll(parts, targets, request, options);
  const merged = mergeTranscripts(heard);
  const warnings = new Map(heard.flatMap((part) => part.warnings).map((warning) => [`${warning.code} ${warning.message}`, warning]));
  return { ...merged, parts: parts.length, attempts: heard.flatMap((part) => part.attempts), warnings: [...warnings.values()] };
}

function cut(request: TranscriptionRequest, options: TranscriptionOptions): readonly AudioPart[] {
  const { maxBytes = DEFAULT_TOTAL_BYTES, maxPartBytes = DEFAULT_PART_BYTES, maxPartMs = DEFAULT_PART_MS } = options;
  if (!(request.audio instanceof Uint8Array)) {
    throw new RequestError("The recording is no Uint8Array.", {
      code: "input_invalid",
      hint: "Of an ArrayBuffer, new Uint8Array(buffer) makes one.",
    });
  }
  if (request.audio.length === 0) throw new RequestError("The recording is empty.", { code: "input_invalid" });
  if (request.audio.length > maxBytes) {
    throw new RequestError(`The recording has ${request.audio.length} bytes, more than the ${maxBytes} that are allowed.`, {
      code: "input_invalid",
    });
  }
  const audio = request.pcm === undefined ? request.audio : writeWav(request.audio, request.pcm);
  return splitAudio(audio, readAudioType({ ...request, audio }), { maxPartBytes, maxPartMs });
}

/** Hears the parts in order, a few at a time; the first failure ends the others. */
async function hearAll(
  parts: readonly AudioPart[],
  targets: readonly ModelTarget[],
  request: TranscriptionRequest,
  options: TranscriptionOptions,
): Promise<readonly HeardPart[]> {
  const controller = new AbortController();
  const onAbort = (): void => controller.abort(abortReason(options.signal));
  if (options.signal?.aborted === true) onAbort();
  options.signal?.addEventListener("abort", onAbort, { once: true });
  const heard: HeardPart[] = [];
  let next = 0;
  const listen = async (): Promise<void> => {
    while (next < parts.length) {
      const index = next;
      next += 1;
      const part = parts[index];
      if (part !== undefined) heard[index] = await hear(part, targets, request, { ...options, signal: controller.signal });
    }
  };
  try {
    const workers = Math.max(1, Math.min(options.concurrency ?? DEFAULT_CONCURRENCY, parts.length));
    await Promise.all(Array.from({ length: workers }, listen));
    return heard;
  } catch (error) {
    // Those that were not heard are holes, which are passed over.
    throw withAttempts(error, [...heard.flatMap(({ attempts }) => attempts), ...attemptsOf(error)]);
  } finally {
    options.signal?.removeEventListener("abort", onAbort);
    controller.abort(new DOMException("Another part failed.", "AbortError"));
  }
}

async function hear(
  part: AudioPart,
  targets: readonly ModelTarget[],
  request: TranscriptionRequest,
  options: TranscriptionOptions,
): Promise<HeardPart> {
  const run = await runWithFailover(
    {
      targets,
      policy: { ...options.failover, retries: options.failover?.retries ?? 1 },
      circuits: options.circuits,
      use: "transcription",
      clock: options.clock,
      random: options.random,
      signal: options.signal,
    },
    (target) => hearOnce(part, target, request, options),
  );
  const { costUsd } = run.value.transcript.usage;
  const attempts = run.attempts.map((attempt) => (attempt.outcome === "succeeded" ? { ...attempt, ...defined({ costUsd }) } : attempt));
  return { ...run.value, startMs: part.startMs, attempts };
}

async function hearOnce(
  part: AudioPart,
  target: ModelTarget,
  request: TranscriptionRequest,
  options: TranscriptionOptions,
): Promise<Pick<HeardPart, "transcript" | "warnings">> {
  const ask = async (input: Partial<TranscriptionRequest>): Promise<Pick<HeardPart, "transcript" | "warnings">> => {
    const plan = shapeTranscription(target, part, input);
    const { transport, signal, clock, timeoutMs = DEFAULT_TRANSCRIPTION_TIMEOUT_MS } = options;
    const { json, generationId } = await sendJson(plan, target, { transport, signal, clock, totalMs: timeoutMs });
    return { transcript: readBilled(json, { what: target.model.ref, generationId }), warnings: plan.warnings };
  };
  try {
    return await ask(request);
  } catch (error) {
    if (request.timestamps === undefined || !refusesTimestamps(error)) throw error;
  }
  const { timestamps: _timestamps, ...plain } = request;
  const { transcript, warnings } = await ask(plain);
  const warning: Warning = { code: "timestamps_unsupported", message: `${target.model.ref} does not say when things were said.` };
  return { transcript, warnings: [...warnings, warning] };
}

/** An answer without a text was billed all the same. */
function readBilled(
  json: JsonReply["json"],
  { what, generationId }: { readonly what: string; readonly generationId: string | undefined },
): PartTranscript {
  try {
    return readTranscript(json, what);
  } catch (error) {
    throw withBill(error, { costUsd: readUsage(json["usage"]).costUsd, generationId });
  }
}

/** `verbose_json` is known to some providers only; the others say so in a 400. */
function refusesTimestamps(error: unknown): boolean {
  if (!ToolkitError.isInstance(error) || error.name !== "ApiError") return false;
  const { status, message } = error as ApiError;
  return (status === 400 || status === 422) && /response_?format|verbose|timestamp/i.test(message);
}
