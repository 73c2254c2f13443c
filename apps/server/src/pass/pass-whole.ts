import { type ChatInput, shapeChat } from "@openclaw/chat";
import { type ApiReply, type AttemptRecord, candidateId, type ModelTarget, PhaseTimer, readNetworkFailure, send } from "@openclaw/core";
import type { Gateway } from "../gateway/gateway.js";
import { judgingCircuits } from "../gateway/judging-circuits.js";
import type { Exchange } from "../http/exchange.js";
import { notStreamed } from "./ask-whole.js";
import { attemptRecord } from "./attempt-record.js";
import { FrameInspector } from "./frame-inspector.js";
import { type FirstTry, type Takeover, takeOver } from "./takeover.js";

/** How an answer that was asked for in one piece came: healthy, or in the hands of the chat engine. */
export type WholeOutcome =
  | { readonly kind: "whole"; readonly body: string; readonly inspector: FrameInspector; readonly attempts: readonly AttemptRecord[] }
  | { readonly kind: "take-over"; readonly takeover: Takeover };

/** Short answers are asked for in one piece; one that is larger than this is odd. */
const MAX_BYTES = 4 * 1024 * 1024;

/**
 * Asks one candidate for its answer in one piece, which is read but not written anew. A failure, and whatever is not exactly what a client may
 * have as it is, goes to the chat engine as the first try that it has not made yet: nothing has gone out.
 */
export async function passWhole(
  exchange: Exchange,
  gateway: Gateway,
  { target, input }: { readonly target: ModelTarget; readonly input: ChatInput },
): Promise<WholeOutcome> {
  const startedAtMs = Date.now();
  const what = `${target.model.ref} at ${new URL(target.endpoint.baseUrl).host}`;
  const timer = new PhaseTimer({ signal: exchange.signal, what });
  const inspector = new FrameInspector({ keepUsage: true });
  const handOver = (first: FirstTry): WholeOutcome => {
    timer.stop();
    return { kind: "take-over", takeover: takeOver(gateway.transport, inspector, first) };
  };
  let reply: ApiReply | undefined;
  try {
    const { endpoint, apiKey, timeouts } = target;
    const plan = notStreamed(shapeChat(target, input));
    timer.start("response", timeouts.responseMs);
    reply = await send(plan, { transport: gateway.transport, endpoint, apiKey, timeouts, timer, what });
    const isJson = /^application\/json\b/i.test(reply.headers.get("content-type") ?? "");
    timer.start("first_token", timeouts.firstTokenMs);
    const { pieces, open } = isJson ? await readUpTo(reply) : { pieces: [], open: true };
    const body = textOf(pieces);
    if (open || !inspector.lookAtWhole(body)) {
      // The engine's own clocks run from here; the rest of an open reply still has to hear of an abort.
      timer.start("stall", 0);
      return { kind: "take-over", takeover: takeOver(gateway.transport, inspector, { kind: "unread", reply, pieces, open }) };
    }
    timer.stop();
    judgingCircuits(gateway, input.params?.provider)?.succeeded(candidateId(target));
    const attempts = [attemptRecord(target, inspector, { outcome: "succeeded", startedAtMs, firstTokenMs: undefined })];
    return { kind: "whole", body, inspector, attempts };
  } catch (thrown) {
    const begun = reply !== undefined;
    const error = timer.signal.aborted ? (timer.signal.reason as unknown) : readNetworkFailure(thrown, target.endpoint.origin, { begun });
    return handOver({ kind: "failed", error, begun });
  }
}

/** Reads a body to its end, or until it is too large to be held. */
async function readUpTo({ body }: ApiReply): Promise<{ readonly pieces: readonly Uint8Array[]; readonly open: boolean }> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for (let piece = await body.read(); piece !== undefined; piece = await body.read()) {
    pieces.push(piece);
    length += piece.length;
    if (length > MAX_BYTES) return { pieces, open: true };
  }
  return { pieces, open: false };
}

function textOf(pieces: readonly Uint8Array[]): string {
  const [first] = pieces;
  if (first === undefined) return "";
  const bytes = pieces.length === 1 ? Buffer.from(first.buffer, first.byteOffset, first.byteLength) : Buffer.concat(pieces);
  return bytes.toString("utf8");
}
