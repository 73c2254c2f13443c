import {
  describeTarget,
  type ModelTarget,
  PhaseTimer,
  readEventStream,
  type RequestPlan,
  type SendOptions,
  sendWith,
  systemClock,
} from "@openclaw/core/internal/stream";
import { rest } from "../parts.js";
import { createWaitingClock } from "./waiting-clock.js";

/** The open reply of one try: payloads are pulled, one network piece at a time. */
export interface OpenAttempt {
  readonly generationId: string | undefined;
  /** The `data` of the next events; `undefined` at the end. */
  next(): Promise<readonly string[] | undefined>;
  /** The model sent something: the clock for silence starts over. */
  progress(): void;
  /** The model said that it is done; what is left (usage) is waited for briefly. */
  finishing(): void;
  /** Ends the try and closes its connection. Never rejects. */
  close(): Promise<void>;
  /** Ends a try whose answer is whole: the rest is read for a moment, so that the connection can be used again, then closed. Never rejects. */
  release(): Promise<void>;
}

const USAGE_PATIENCE_MS = 10_000;

/** Sends the plan and opens its reply, streamed or (from servers that ignore `stream`) whole. @throws what `send` throws */
export async function openAttempt(plan: RequestPlan, target: ModelTarget, options: SendOptions): Promise<OpenAttempt> {
  const { timeouts, endpoint, apiKey } = target;
  const what = describeTarget(target);
  const clock = createWaitingClock(options.clock ?? systemClock);
  const timer = new PhaseTimer({ clock, signal: options.signal, what });
  const startedAtMs = clock.now();
  // Headers are waited for as long as a first token may take in all: both clocks run from the sending.
  const { responseMs, firstTokenMs } = timeouts;
  const tokenFirst = firstTokenMs > 0 && (responseMs === 0 || firstTokenMs < responseMs);
  if (tokenFirst) timer.start("first_token", firstTokenMs);
  else timer.start("response", responseMs);
  try {
    const reply = await sendWith(rest, plan, { ...options, endpoint, apiKey, timeouts, timer, what });
    timer.start("first_token", firstTokenMs, startedAtMs);
    const events = isEventStream(reply.headers)
      ? readEventStream(reply.body)
      : (await rest.load(timer.signal)).readWholeReply(reply, { what, secrets: [apiKey.reveal()] });
    let speaking = false;
    const close = async (): Promise<void> => {
      timer.stop();
      // The reply is over for us, whatever a transport makes of being told so.
      await events.cancel().catch(() => undefined);
    };
    return {
      generationId: reply.generationId,
      async next() {
        clock.run();
        try {
          return await events.next();
        } catch (error) {
          timer.signal.throwIfAborted();
          const { readNetworkFailure } = await rest.load(timer.signal);
          throw readNetworkFailure(error, endpoint.origin, { begun: true });
        } finally {
          clock.stop();
        }
      },
      progress() {
        if (speaking) timer.progress();
        else timer.start("stall", timeouts.stallMs);
        speaking = true;
      },
      finishing() {
        timer.start("stall", Math.min(timeouts.stallMs || USAGE_PATIENCE_MS, USAGE_PATIENCE_MS));
      },
      async release() {
        // The patience of `finishing` is still running.
        clock.run();
        try {
          while ((await events.next()) !== undefined);
        } catch {
          // Broken or silent: then it is closed.
        }
        await close();
      },
      close,
    };
  } catch (error) {
    timer.stop();
    throw error;
  }
}

/** A missing type is taken for a stream: that is what was asked for. */
function isEventStream(headers: Pick<Headers, "get">): boolean {
  return /^\s*(?:text\/event-stream\s*)?(?:;|$)/i.test(headers.get("content-type") ?? "");
}
