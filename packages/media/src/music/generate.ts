import { ApiError, type ModelTarget, runWithFailover, send, ToolkitError } from "@openclaw/core";
import { PhaseTimer, readNetworkFailure, systemClock, withBill } from "@openclaw/core/internal";
import { decodeBase64 } from "../base64.js";
import { given } from "../given.js";
import { fetchReferences } from "../image/fetch-references.js";
import { createMediaFile } from "../media-file.js";
import { callDeadline, listTargets, type MediaOptions, timeLeftMs } from "../options.js";
import { isProvablyUnpaid } from "../paid-call.js";
import { type PaidAnswer, type PaidCallLog, runPaidCall, stepsFor } from "../paid-steps.js";
import { renameExhausted } from "../rename-exhausted.js";
import type { MusicRequest, MusicResult } from "./music-request.js";
import { planMusic } from "./plan.js";
import { readAudioStream, type StreamedAudio } from "./read-audio-stream.js";

/** Default limit of a music call. */
const DEFAULT_MUSIC_TIMEOUT_MS = 300_000;
/** Default bound of one track (as in OpenClaw). */
const MAX_MUSIC_BYTES = 16 * 1024 * 1024;
/** OpenClaw's own default, to be given as a target's model; nothing is made with it by itself. */
export const DEFAULT_MUSIC_MODEL = "openrouter/google/lyria-3-pro-preview";

export interface GenerateMusicOptions extends MediaOptions {
  /** Default 16 MiB. */
  readonly maxBytes?: number | undefined;
  /** Told of every paid request before and after it. */
  readonly log?: PaidCallLog | undefined;
}

/**
 * Makes a track (MUS-1). Like every paid call it is not repeated by itself when it may have been accepted (NET-3).
 *
 * @throws RequestError before anything is sent; ApiError, NetworkError of the candidate; JobError `job_outcome_unknown`
 */
export async function generateMusic(request: MusicRequest, options: GenerateMusicOptions = {}): Promise<MusicResult> {
  const { clock = systemClock, random, signal, failover: policy, circuits } = options;
  const startedAtMs = clock.now();
  const targets = listTargets(request.target);
  const deadline = callDeadline(request.timeoutMs ?? options.timeoutMs ?? DEFAULT_MUSIC_TIMEOUT_MS, startedAtMs);
  // Nonsense is refused before a reference is fetched.
  if (targets[0] !== undefined) planMusic(targets[0], request);
  const [image] = request.image === undefined ? [] : await fetchReferences([request.image], options);
  const { value, target, attempts } = await runWithFailover(
    { targets, policy, circuits, use: "music", clock, random, signal, ...deadline },
    (candidate) => askCandidate({ ...request, image }, candidate, { ...options, timeoutMs: timeLeftMs(deadline, clock.now()) }),
  ).catch((error: unknown) => {
    throw renameExhausted(error, "music generation models");
  });
  return { ...value, model: target.model.ref, attempts, durationMs: clock.now() - startedAtMs };
}

type Track = Omit<MusicResult, "model" | "attempts" | "durationMs">;

async function askCandidate(request: MusicRequest, target: ModelTarget, options: GenerateMusicOptions): Promise<Track> {
  const { transport, clock = systemClock, log } = options;
  const describe = ({ file, costUsd, generationId, transcript: text }: Track): PaidAnswer => ({
    files: [file],
    model: target.model.ref,
    ...given({ costUsd, generationId, text }),
  });
  return runPaidCall((watched) => ask(request, target, { ...options, transport: watched }), {
    target,
    what: "music",
    transport,
    clock,
    steps: stepsFor(log?.(target), describe),
  });
}

async function ask(request: MusicRequest, target: ModelTarget, options: GenerateMusicOptions): Promise<Track> {
  const { transport, signal, clock = systemClock, maxBytes = MAX_MUSIC_BYTES } = options;
  const plan = planMusic(target, request);
  const what = `${target.model.ref} (${new URL(plan.url).host})`;
  const timer = new PhaseTimer({ clock, signal, what });
  timer.start("total", options.timeoutMs ?? DEFAULT_MUSIC_TIMEOUT_MS);
  try {
    const { endpoint, apiKey, timeouts } = target;
    const reply = await send(plan, { transport, clock, endpoint, apiKey, timeouts, timer, what });
    const streamed = await readAudioStream(reply, { what, maxBytes }).catch((error: unknown) => {
      const failure: unknown = timer.signal.aborted ? timer.signal.reason : readNetworkFailure(error, endpoint.origin, { begun: true });
      throw isProvablyUnpaid(failure) ? failure : withBill(failure, { costUsd: undefined, generationId: reply.generationId });
    });
    const { transcript, text, costUsd } = streamed;
    const generationId = reply.generationId ?? streamed.generationId;
    return { ...readTrack(streamed, request, target), ...given({ transcript, text, costUsd, generationId }) };
  } finally {
    timer.stop();
  }
}

function readTrack(streamed: StreamedAudio, request: MusicRequest, target: ModelTarget): Pick<MusicResult, "file" | "warnings"> {
  const bytes = decodeBase64(streamed.base64);
  if (bytes === undefined || bytes.byteLength === 0) {
    const { costUsd, generationId } = streamed;
    throw withBill(noAudio(streamed, target, bytes === undefined ? "malformed" : "missing audio data"), { costUsd, generationId });
  }
  const named = request.format === "mp3" ? "audio/mpeg" : "audio/wav";
  const file = createMediaFile(bytes, named);
  const other = file.mediaType !== named;
  const warnings = other
    ? [{ code: "other_format", message: `${target.model.ref} sent ${file.mediaType} although ${named} was asked for.` }]
    : [];
  return { file, warnings };
}

/** Whether it was billed stands in its usage; what may have been billed is not asked for again (NET-3). */
function noAudio(streamed: StreamedAudio, target: ModelTarget, problem: string): ToolkitError {
  const said = streamed.text === undefined ? "" : ` The model wrote instead: ${streamed.text.slice(0, 300)}`;
  const message = `OpenRouter music generation response ${problem} from ${target.model.ref}.${said}`;
  if (streamed.costUsd === 0 || streamed.completionTokens === 0) {
    return new ApiError(message, { code: "response_empty", status: 200, retryable: true, bodyExcerpt: "{}" });
  }
  return new ToolkitError(message, {
    code: "output_invalid",
    hint: "The answer may have been billed, so it was not asked for again by itself.",
  });
}
