import { ApiError, type ApiReply, type Clock, type ModelTarget, type RequestPlan, send } from "@openclaw/core";
import { describeTarget, PhaseTimer, readNetworkFailure, systemClock } from "@openclaw/core/internal";
import type { SpeechFormat } from "../audio/audio-format.js";
import { type BegunSound, beginSound } from "./read-sound.js";
import { DEFAULT_SPEECH_TIMEOUT_MS, type KeptSound, type SpeechOptions } from "./speech-request.js";

/** One request whose first sound is in. */
export interface OpenSpeech {
  readonly sound: BegunSound;
  readonly reply: ApiReply;
  /** It was not asked for: an earlier request had brought it. */
  readonly kept: boolean;
  readonly firstAudioMs: number;
  /** The rest, piece by piece; `undefined` at the end. */
  readonly read: () => Promise<Uint8Array | undefined>;
  readonly cancel: () => Promise<void>;
}

/**
 * Sends one plan and waits for its first sound. Each wait has its own clock (NET-3), which runs only while this side waits: a listener
 * who reads slowly is not taken for a stalled server.
 */
export async function openSpeech(
  plan: RequestPlan,
  target: ModelTarget,
  options: SpeechOptions & { readonly asked: SpeechFormat; readonly maxBytes: number },
): Promise<OpenSpeech> {
  const clock = options.clock ?? systemClock;
  const what = describeTarget(target);
  const timer = new PhaseTimer({ clock, signal: options.signal, what });
  const timeoutMs = options.timeoutMs ?? DEFAULT_SPEECH_TIMEOUT_MS;
  const startedAtMs = clock.now();
  try {
    const kept = await options.keeper?.find(plan);
    timer.start("response", timeoutMs);
    const { endpoint, apiKey, timeouts } = target;
    const reply = kept === undefined ? await send(plan, { ...options, endpoint, apiKey, timeouts, timer, what }) : keptReply(kept);
    const read = createRead(reply, { timer, clock, timeoutMs, maxBytes: options.maxBytes, origin: target.endpoint.origin });
    const sound = await beginSound(reply, { asked: options.asked, what, read });
    const cancel = async (): Promise<void> => {
      timer.stop();
      await reply.body.cancel();
    };
    return { sound, reply, kept: kept !== undefined, firstAudioMs: clock.now() - startedAtMs, read, cancel };
  } catch (error) {
    timer.stop();
    throw error;
  }
}

/** The reply as it came then. */
function keptReply({ bytes, mediaType, generationId }: KeptSound): ApiReply {
  const pieces = [bytes];
  const body = { read: async () => pieces.shift(), cancel: async () => undefined };
  return { status: 200, headers: new Headers({ "content-type": mediaType }), body, generationId, requestId: undefined };
}

function createRead(
  reply: ApiReply,
  facts: {
    readonly timer: PhaseTimer;
    readonly clock: Clock;
    readonly timeoutMs: number;
    readonly maxBytes: number;
    readonly origin: string;
  },
): () => Promise<Uint8Array | undefined> {
  const { timer, timeoutMs, maxBytes } = facts;
  let length = 0;
  return async () => {
    timer.start(length === 0 ? "first_token" : "stall", timeoutMs);
    let piece: Uint8Array | undefined;
    try {
      timer.signal.throwIfAborted();
      piece = await reply.body.read();
      timer.signal.throwIfAborted();
    } catch (error) {
      timer.stop();
      await reply.body.cancel();
      timer.signal.throwIfAborted();
      throw readNetworkFailure(error, facts.origin, { begun: true });
    }
    timer.start("stall", 0);
    length += piece?.length ?? 0;
    if (piece === undefined) timer.stop();
    if (length <= maxBytes) return piece;
    timer.stop();
    await reply.body.cancel();
    throw new ApiError(`The speech is larger than ${maxBytes} bytes.`, {
      code: "response_too_large",
      status: reply.status,
      hint: "Speak a shorter text, or raise maxBytes.",
    });
  };
}
