import { setTimeout as wait } from "node:timers/promises";
import { once } from "node:events";
import type { Exchange } from "./exchange.js";

/** One move of a stream. A whole stream is planned as a list of steps, so that faults are plain edits of a list. */
export type Step =
  | { kind: "comment" }
  /** One JSON frame; `tokens` says how long it takes at the configured speed. */
  | { kind: "data"; json: unknown; event?: string; tokens?: number }
  | { kind: "done" }
  /** Text as it is, framing and all. */
  | { kind: "raw"; text: string }
  | { kind: "wait"; ms: number }
  /** Nothing more, ever, with the connection open. */
  | { kind: "stall" }
  /** The socket dies. */
  | { kind: "cut" };

export interface StreamOptions {
  headers: Record<string, string>;
  tokensPerSecond: number;
  /** Line end of the frames. */
  lineEnd?: "\n" | "\r\n" | "\r";
}

const COMMENT = ": OPENROUTER PROCESSING";

/** Plays a plan as `text/event-stream`, at the pace of its tokens, no faster than the client reads. Ends early when the client goes. */
export async function playSteps(exchange: Exchange, steps: readonly Step[], options: StreamOptions): Promise<void> {
  const { response, gone } = exchange;
  const end = options.lineEnd ?? "\n";
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache", ...options.headers });
  response.flushHeaders();
  for (const step of steps) {
    if (gone.aborted) return;
    if (step.kind === "cut") return cutOff(exchange);
    if (step.kind === "stall") return stallUntilGone(gone);
    const delay = step.kind === "wait" ? step.ms : step.kind === "data" ? ((step.tokens ?? 0) / options.tokensPerSecond) * 1000 : 0;
    if (delay > 0 && !(await sleep(delay, gone))) return;
    const text = frameOf(step, end);
    if (text !== "" && !response.write(text)) await once(response, "drain", { signal: gone }).catch(() => undefined);
  }
  response.end();
}

function frameOf(step: Step, end: string): string {
  switch (step.kind) {
    case "comment":
      return `${COMMENT}${end}${end}`;
    case "data":
      return `${step.event === undefined ? "" : `event: ${step.event}${end}`}data: ${JSON.stringify(step.json)}${end}${end}`;
    case "done":
      return `data: [DONE]${end}${end}`;
    case "raw":
      return step.text;
    default:
      return "";
  }
}

/** Waits; false when the client went away meanwhile. */
export async function sleep(ms: number, gone: AbortSignal): Promise<boolean> {
  return wait(ms, true, { signal: gone, ref: false }).catch(() => false);
}

/** Holds the connection open in silence until the client gives up or the sandbox closes. */
export async function stallUntilGone(gone: AbortSignal): Promise<void> {
  if (!gone.aborted) await once(gone, "abort");
}

/** Lets what was written leave, then destroys the socket: the client sees a broken connection, not an end. */
export async function cutOff(exchange: Exchange): Promise<void> {
  await sleep(5, exchange.gone);
  exchange.response.socket?.resetAndDestroy();
}
