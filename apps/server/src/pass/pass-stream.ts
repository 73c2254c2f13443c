import { type ChatInput, shapeChat, shapePlain } from "@openclaw/chat";
import { type ApiReply, type AttemptRecord, type ModelTarget, send, StreamError } from "@openclaw/core";
import { candidateId, describeTarget, PhaseTimer, readNetworkFailure } from "@openclaw/core/internal";
import type { Gateway } from "../gateway/gateway.js";
import { judgingCircuits } from "../gateway/judging-circuits.js";
import type { Exchange } from "../http/exchange.js";
import { namedTransport } from "../meter/named-transport.js";
import type { EventWriter } from "../stream/event-writer.js";
import { FrameSplitter } from "../stream/frame-splitter.js";
import { attemptRecord } from "./attempt-record.js";
import { FrameInspector } from "./frame-inspector.js";
import { releaseReply } from "./release-reply.js";
import { type FirstTry, type Takeover, takeOver } from "./takeover.js";

/** How a passed stream ended: whole, or in the hands of the chat engine. */
export type PassOutcome =
  | { readonly kind: "whole"; readonly inspector: FrameInspector; readonly attempts: readonly AttemptRecord[] }
  | { readonly kind: "take-over"; readonly takeover: Takeover }
  /** It broke off after something that no second try could continue. */
  | { readonly kind: "broken"; readonly error: unknown; readonly inspector: FrameInspector; readonly attempts: readonly AttemptRecord[] };

export interface PassOptions {
  readonly target: ModelTarget;
  readonly input: ChatInput;
  readonly keepUsage: boolean;
  readonly writer: EventWriter;
  /** Told of the model that answers, before the first byte goes out. */
  readonly onModel: (model: string) => void;
}

export const USAGE_PATIENCE_MS = 10_000;
/** Of what says nothing yet. A host that sends more of it before its first word is the engine's, which need not hold it. */
const MAX_HELD_CHARACTERS = 256 * 1024;

/** May the first candidate's stream pass as it is? A candidate that has been failing is the engine's to judge (FAIL-3). */
export function mayPass(gateway: Gateway, target: ModelTarget): boolean {
  return gateway.circuits.state(candidateId(target)) === "closed";
}

/**
 * Passes the stream of one candidate on, byte for byte, while it is healthy (SRV-7): each frame is read but not written anew. At the first sign of
 * trouble the chat engine takes over with what was passed on, so that failover and recovery are the same as without this path.
 */
export async function passStream(exchange: Exchange, gateway: Gateway, options: PassOptions): Promise<PassOutcome> {
  const { target, writer } = options;
  const startedAtMs = Date.now();
  const inspector = new FrameInspector(options);
  const abort = new AbortController();
  const onGone = (): void => abort.abort(exchange.signal.reason);
  exchange.signal.addEventListener("abort", onGone, { once: true });
  const what = describeTarget(target);
  const timer = new PhaseTimer({ signal: abort.signal, what });
  let firstTokenMs: number | undefined;
  let reply: ApiReply | undefined;
  let held = "";

  const handOver = (first: FirstTry): PassOutcome => {
    // The rest of an open reply still has to hear of an abort.
    if (first.kind === "open") timer.start("stall", 0);
    else timer.stop();
    // A reply that broke off before it named itself may be billed: its headers told the name.
    inspector.id ??= reply?.generationId;
    return { kind: "take-over", takeover: takeOver(gateway.transport, inspector, first) };
  };
  const attempts = (outcome: AttemptRecord["outcome"]): readonly AttemptRecord[] => [
    attemptRecord(target, inspector, { outcome, startedAtMs, firstTokenMs }),
  ];

  try {
    const { timeouts } = target;
    timer.start("response", timeouts.responseMs);
    reply = await ask();
    const response = { status: reply.status, headers: reply.headers, body: reply.body };
    const open = (unread: Uint8Array): FirstTry => ({ kind: "open", unread, response, abort: (reason) => abort.abort(reason) });
    if (!/^text\/event-stream\b/i.test(reply.headers.get("content-type") ?? "")) return handOver(open(new Uint8Array()));
    timer.start("first_token", timeouts.firstTokenMs);
    const splitter = new FrameSplitter();
    /** Passes on what it may of one piece. @returns what ends this path, if anything did: `over` is the end of the stream itself */
    const pass = (piece: Uint8Array | undefined): PassOutcome | "over" | undefined => {
      if (piece === undefined) return "over";
      const whole = splitter.push(piece);
      if (whole.length === 0) return undefined;
      const before = inspector.progress;
      const finished = inspector.finished;
      const { text, odd } = sortFrames(whole, inspector);
      if (inspector.isEndless) return cannotContinue(endless());
      if (inspector.progress === 0 && !inspector.finished) {
        // Nothing goes out before the first word, so that a failure until then has a status of its own, or is not seen at all.
        if (odd !== undefined) return handOver(open(Buffer.concat([Buffer.from(held + (text ?? "")), odd, splitter.rest()])));
        held += text ?? whole.toString("utf8");
        return held.length > MAX_HELD_CHARACTERS ? handOver(open(Buffer.concat([Buffer.from(held), splitter.rest()]))) : undefined;
      }
      exchange.generationId = inspector.id;
      if (inspector.model !== undefined) options.onModel(inspector.model);
      // Of an answer that comes in one piece too.
      if (before === 0) firstTokenMs ??= Date.now() - startedAtMs;
      if (held !== "") writer.write(held);
      held = "";
      if (text === undefined) writer.pass(whole);
      else writer.write(text);
      if (odd !== undefined) {
        return inspector.hasMedia ? cannotContinue(broken("stream_malformed")) : handOver(open(Buffer.concat([odd, splitter.rest()])));
      }
      if (inspector.done) return "over";
      if (inspector.finished && !finished) timer.start("stall", Math.min(timeouts.stallMs, USAGE_PATIENCE_MS));
      else if (inspector.progress !== before) {
        if (before > 0) timer.progress();
        else timer.start("stall", timeouts.stallMs);
      }
      return undefined;
    };
    // Given on at once: a variable would keep the piece, and what the socket read with it, for as long as the next one is waited for.
    let end = pass(await reply.body.read());
    while (end === undefined) {
      if (writer.full) {
        timer.start("stall", 0);
        await writer.drained();
        timer.start("stall", timeouts.stallMs);
      }
      end = pass(await reply.body.read());
    }
    if (end !== "over") return end;
    if (!inspector.finished) return inspector.hasMedia ? cannotContinue(broken("stream_truncated")) : handOver({ kind: "ended" });
    return whole();
  } catch (thrown) {
    if (inspector.finished) return whole();
    const error = timer.signal.aborted
      ? (timer.signal.reason as unknown)
      : readNetworkFailure(thrown, target.endpoint.origin, { begun: reply !== undefined });
    if (exchange.signal.aborted || inspector.hasMedia) return cannotContinue(error);
    return handOver({ kind: "failed", error, begun: reply !== undefined });
  } finally {
    if (inspector.finished || exchange.signal.aborted) {
      timer.stop();
      exchange.signal.removeEventListener("abort", onGone);
      if (inspector.finished && !exchange.signal.aborted && reply !== undefined) releaseReply(reply.body);
      else void reply?.body.cancel();
    }
  }

  // Apart, so that the plan is not kept for as long as its answer takes.
  function ask(): Promise<ApiReply> {
    const { endpoint, apiKey, timeouts } = target;
    const plan = shapePlain(target, options.input) ?? shapeChat(target, options.input);
    return send(plan, { transport: namedTransport(gateway.transport, exchange, [target]), endpoint, apiKey, timeouts, timer, what });
  }

  function whole(): PassOutcome {
    judgingCircuits(gateway, options.input.params?.provider)?.succeeded(candidateId(target));
    if (!inspector.done) writer.write("data: [DONE]\n\n");
    return { kind: "whole", inspector, attempts: attempts("succeeded") };
  }

  function cannotContinue(error: unknown): PassOutcome {
    timer.stop();
    inspector.id ??= reply?.generationId;
    void reply?.body.cancel();
    return { kind: "broken", error, inspector, attempts: attempts(exchange.signal.aborted ? "aborted" : "failed") };
  }
}

export interface Sorted {
  /** What may pass; absent when all of the bytes may, as they are. */
  readonly text?: string;
  /** The bytes from the first odd frame on. */
  readonly odd?: Buffer;
}

/** Sorts whole frames into what passes and what does not. */
export function sortFrames(bytes: Buffer, inspector: FrameInspector): Sorted {
  const plain = inspector.skipPlain(bytes);
  if (plain === bytes.length) return ALL;
  const sorted = sortOthers(plain === 0 ? bytes : bytes.subarray(plain), inspector);
  return plain === 0 || sorted.text === undefined ? sorted : { ...sorted, text: bytes.toString("utf8", 0, plain) + sorted.text };
}

const ALL: Sorted = {};

function sortOthers(bytes: Buffer, inspector: FrameInspector): Sorted {
  const frames = bytes.toString("utf8").split("\n\n");
  // What stands behind the last border is nothing; borders of another kind are the engine's to read.
  if (frames.pop() !== "") return { text: "", odd: bytes };
  let changed: string[] | undefined;
  for (const [index, frame] of frames.entries()) {
    const verdict = inspector.look(frame);
    if (verdict === "pass") {
      changed?.push(terminated(frame));
      continue;
    }
    changed ??= frames.slice(0, index).map(terminated);
    if (verdict === "odd") return { text: changed.join(""), odd: Buffer.from(frames.slice(index).map(terminated).join("")) };
    if (verdict !== "skip") changed.push(verdict.text);
  }
  return changed === undefined ? {} : { text: changed.join("") };
}

function endless(): StreamError {
  const words = "The stream went on beyond what an answer can be, and was given up.";
  return new StreamError(words, { code: "response_too_large", retryable: false });
}

function broken(code: "stream_malformed" | "stream_truncated"): StreamError {
  return new StreamError("The stream broke off after a part of the answer that no other model can go on from.", { code });
}

function terminated(frame: string): string {
  return `${frame}\n\n`;
}
