import { type ChatInput, shapeChat, shapePlain } from "@openclaw/chat";
import { type ApiReply, type AttemptRecord, type ModelTarget, send } from "@openclaw/core";
import { candidateId, describeTarget, PhaseTimer, readNetworkFailure } from "@openclaw/core/internal";
import type { Gateway } from "../gateway/gateway.js";
import { judgingCircuits } from "../gateway/judging-circuits.js";
import { ClientGone, type Exchange } from "../http/exchange.js";
import { namedTransport } from "../meter/named-transport.js";
import { outliveClient } from "../meter/outlive-client.js";
import { isShortAnswer, notStreamed } from "./ask-whole.js";
import { attemptRecord } from "./attempt-record.js";
import { collectStream } from "./collect-stream.js";
import { writeCollected } from "./write-collected.js";
import { FrameInspector } from "./frame-inspector.js";
import { type FirstTry, type Takeover, takeOver } from "./takeover.js";

/** How an answer for a client that wants it whole came: healthy, or in the hands of the chat engine. */
export type WholeOutcome =
  | { readonly kind: "whole"; readonly body: string; readonly inspector: FrameInspector; readonly attempts: readonly AttemptRecord[] }
  | { readonly kind: "take-over"; readonly takeover: Takeover };

/** What is larger than this is not held, but left to the engine. */
const MAX_BYTES = 4 * 1024 * 1024;

/**
 * Asks one candidate for its answer: a short one in one piece, which is read but not written anew, another one as a stream of words. A failure, and
 * whatever is not exactly what a client may have as it is, goes to the chat engine as the first try that it has not made yet: nothing has gone out.
 */
export async function passWhole(
  exchange: Exchange,
  gateway: Gateway,
  { target, input }: { readonly target: ModelTarget; readonly input: ChatInput },
): Promise<WholeOutcome> {
  const startedAtMs = Date.now();
  const what = describeTarget(target);
  const timer = new PhaseTimer({ signal: exchange.signal, what });
  const inspector = new FrameInspector({ keepUsage: true });
  let reply: ApiReply | undefined;
  const short = isShortAnswer(input, target);
  const outlives = short && outliveClient(exchange, target);
  // The engine asks nobody anew for a client that has gone.
  const letGo = (): void => {
    if (!outlives) return;
    exchange.outlivesClient = false;
    if (exchange.response.destroyed) exchange.abort(new ClientGone());
  };
  const handOver = (first: FirstTry): WholeOutcome => {
    timer.stop();
    letGo();
    // A reply that broke off before it named itself may be billed: its headers told the name.
    inspector.id ??= reply?.generationId;
    return { kind: "take-over", takeover: takeOver(gateway.transport, inspector, first) };
  };
  try {
    const { endpoint, apiKey, timeouts } = target;
    const plan = shapePlain(target, input) ?? shapeChat(target, input);
    timer.start("response", timeouts.responseMs);
    const sent = short ? notStreamed(plan) : plan;
    reply = await send(sent, { transport: namedTransport(gateway.transport, exchange, [target]), endpoint, apiKey, timeouts, timer, what });
    // From here on a client that leaves leaves a bill behind.
    exchange.generationId = reply.generationId;
    timer.start("first_token", timeouts.firstTokenMs);
    const { body, firstTokenAtMs, ...read } = await readReply(reply, { inspector, timer, timeouts, maxBytes: MAX_BYTES });
    if (body === undefined) {
      // The engine's own clocks run from here; the rest of an open reply still has to hear of an abort.
      timer.start("stall", 0);
      letGo();
      return { kind: "take-over", takeover: takeOver(gateway.transport, inspector, { kind: "unread", reply, ...read }) };
    }
    timer.stop();
    judgingCircuits(gateway, input.params?.provider)?.succeeded(candidateId(target));
    const firstTokenMs = firstTokenAtMs === undefined ? undefined : firstTokenAtMs - startedAtMs;
    const attempts = [attemptRecord(target, inspector, { outcome: "succeeded", startedAtMs, firstTokenMs })];
    return { kind: "whole", body, inspector, attempts };
  } catch (thrown) {
    const begun = reply !== undefined;
    const error = timer.signal.aborted ? (timer.signal.reason as unknown) : readNetworkFailure(thrown, target.endpoint.origin, { begun });
    return handOver({ kind: "failed", error, begun });
  }
}

interface ReplyRead {
  /** The document for the client; absent when the engine has to read the reply. */
  readonly body: string | undefined;
  readonly pieces: readonly Uint8Array[];
  readonly open: boolean;
  readonly firstTokenAtMs?: number | undefined;
}

async function readReply(reply: ApiReply, facts: Parameters<typeof collectStream>[1]): Promise<ReplyRead> {
  const { inspector, maxBytes } = facts;
  const type = reply.headers.get("content-type") ?? "";
  if (/^text\/event-stream\b/i.test(type)) {
    const { plain, ...read } = await collectStream(reply, facts);
    return { ...read, body: plain ? writeCollected(inspector) : undefined };
  }
  if (!/^application\/json\b/i.test(type)) return { body: undefined, pieces: [], open: true };
  const { pieces, open } = await readUpTo(reply, maxBytes);
  const text = open ? "" : textOf(pieces);
  return { pieces, open, body: !open && inspector.lookAtWhole(text) ? text : undefined };
}

/** Reads a body to its end, or until it is too large to be held. */
async function readUpTo({ body }: ApiReply, maxBytes: number): Promise<{ readonly pieces: readonly Uint8Array[]; readonly open: boolean }> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for (let piece = await body.read(); piece !== undefined; piece = await body.read()) {
    pieces.push(piece);
    length += piece.length;
    if (length > maxBytes) return { pieces, open: true };
  }
  return { pieces, open: false };
}

function textOf(pieces: readonly Uint8Array[]): string {
  const [first] = pieces;
  if (first === undefined) return "";
  const bytes = pieces.length === 1 ? Buffer.from(first.buffer, first.byteOffset, first.byteLength) : Buffer.concat(pieces);
  return bytes.toString("utf8");
}
