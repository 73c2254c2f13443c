import type { ApiReply, Timeouts } from "@openclaw/core";
import type { PhaseTimer } from "@openclaw/core/internal";
import { FrameSplitter } from "../stream/frame-splitter.js";
import type { FrameInspector } from "./frame-inspector.js";
import { sortFrames, USAGE_PATIENCE_MS } from "./pass-stream.js";
import { releaseReply } from "./release-reply.js";

/** What was read of a stream; `plain`: to its end, and everything that it says is in the inspector. */
export interface Collected {
  readonly plain: boolean;
  readonly pieces: readonly Uint8Array[];
  readonly open: boolean;
  readonly firstTokenAtMs: number | undefined;
}

/**
 * Reads a stream of words to its end, for a client that wants the answer whole. At the first thing that is more than words, or odd, it stops: the
 * chat engine reads the pieces once more, and the rest.
 *
 * @throws what the connection throws
 */
export async function collectStream(
  { body }: ApiReply,
  facts: { readonly inspector: FrameInspector; readonly timer: PhaseTimer; readonly timeouts: Timeouts; readonly maxBytes: number },
): Promise<Collected> {
  const { inspector, timer, timeouts, maxBytes } = facts;
  const splitter = new FrameSplitter();
  const pieces: Uint8Array[] = [];
  let length = 0;
  let firstTokenAtMs: number | undefined;
  const read = (plain: boolean, open: boolean): Collected => ({ plain, pieces, open, firstTokenAtMs });
  try {
    for (let piece = await body.read(); piece !== undefined; piece = await body.read()) {
      pieces.push(piece);
      length += piece.length;
      const whole = splitter.push(piece);
      if (whole.length === 0 && length <= maxBytes) continue;
      const before = inspector.progress;
      const finished = inspector.finished;
      const { odd } = sortFrames(whole, inspector);
      // Of an answer that comes in one piece too.
      if (inspector.progress > 0) firstTokenAtMs ??= Date.now();
      if (odd !== undefined || length > maxBytes || !isWords(inspector)) return read(false, true);
      if (inspector.done) {
        releaseReply(body);
        return read(true, false);
      }
      if (inspector.finished && !finished) timer.start("stall", Math.min(timeouts.stallMs, USAGE_PATIENCE_MS));
      else if (inspector.progress !== before) {
        if (before > 0) timer.progress();
        else timer.start("stall", timeouts.stallMs);
      }
    }
  } catch (error) {
    // What follows the end of an answer is not missed.
    if (!inspector.finished) throw error;
    return read(true, false);
  }
  // Some hosts forget the last line; whether an answer without an end is whole is the engine's to say.
  return read(inspector.finished && splitter.rest().length === 0, false);
}

function isWords({ calls, reasoning, hasMedia, hasDetails }: FrameInspector): boolean {
  return calls.length === 0 && reasoning === "" && !hasMedia && !hasDetails;
}
