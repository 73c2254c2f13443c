import type { Usage } from "@openclaw/chat";
import { StreamError, type ToolkitError } from "@openclaw/core";
import { parseJson, readErrorValue, readObject, readString } from "@openclaw/core/internal";
import type { Exchange } from "../http/exchange.js";
import { EventWriter } from "../stream/event-writer.js";
import { FrameSplitter } from "../stream/frame-splitter.js";
import type { Heartbeat } from "../stream/heartbeat.js";
import type { ForwardedStream } from "./open-forward.js";
import { readAnyUsage } from "./read-usage.js";

export interface RelayOptions {
  readonly heartbeat: Heartbeat;
  readonly headers: Readonly<Record<string, string>>;
  /** Event types after which a stream is whole. */
  readonly ends: ReadonlySet<string>;
  /** The frame that tells a client of a failure, in its dialect. */
  readonly writeError: (error: unknown) => string;
}

export interface RelayEnd {
  /** Absent: the stream was whole. */
  readonly error?: unknown;
  readonly usage: Usage | undefined;
}

// Only events that can hold one of these are looked into; everything else passes unread.
const INTERESTING =
  /"usage"\s*:\s*\{|"error"\s*:\s*\{|"type"\s*:\s*"(?:error|message_stop|response\.(?:completed|incomplete|failed|done))"|\[DONE\]/;

/**
 * Passes an event stream on, byte for byte, and watches for its end: one that breaks off or stops without saying that it is whole ends in
 * an error event (FAIL-4, SRV-7). Holds the sender back while the client reads slowly.
 */
export async function relayEvents(exchange: Exchange, stream: ForwardedStream, options: RelayOptions): Promise<RelayEnd> {
  const writer = new EventWriter(exchange, { heartbeat: options.heartbeat, headers: () => options.headers });
  const splitter = new FrameSplitter();
  const watch = new Watch(options.ends);
  let error: unknown;
  try {
    for (let piece: Uint8Array | undefined = stream.first; piece !== undefined; piece = await stream.read()) {
      const whole = splitter.push(piece);
      if (whole.length === 0) continue;
      watch.look(whole);
      writer.pass(whole);
      if (writer.full) await writer.drained();
    }
    const rest = splitter.rest();
    watch.look(rest);
    if (rest.length > 0 && watch.ended) writer.pass(Buffer.concat([rest, Buffer.from("\n\n")]));
    if (!watch.ended) error = truncated();
  } catch (thrown) {
    error = watch.ended ? undefined : thrown;
  } finally {
    await stream.close();
  }
  if (error !== undefined) writer.write(options.writeError(error));
  writer.end();
  const failed = error ?? watch.failure;
  return { usage: watch.usage, ...(failed === undefined ? {} : { error: failed }) };
}

class Watch {
  readonly #ends: ReadonlySet<string>;
  ended = false;
  usage: Usage | undefined;
  /** The stream told of a failure itself, and the client has read it. */
  failure: ToolkitError | undefined;

  constructor(ends: ReadonlySet<string>) {
    this.#ends = ends;
  }

  look(whole: Buffer): void {
    const text = whole.toString("latin1");
    if (!INTERESTING.test(text)) return;
    for (const line of text.split(/\r\n|\n|\r/)) if (line.startsWith("data:")) this.#lookAt(line.slice(5).trim());
  }

  #lookAt(data: string): void {
    if (data === "[DONE]") {
      this.ended = true;
      return;
    }
    const event = readObject(parseJson(data));
    if (event === undefined) return;
    const type = readString(event["type"]) ?? "";
    const response = readObject(event["response"]);
    const message = readObject(event["message"]);
    const usage = event["usage"] ?? response?.["usage"] ?? message?.["usage"];
    if (usage != null) this.usage = mergeUsage(this.usage, readAnyUsage(usage));
    const error = event["error"] ?? response?.["error"];
    if (type === "error" || error != null) {
      this.failure = readErrorValue(error ?? event, { status: 200, midStream: true });
      this.ended = true;
    }
    if (this.#ends.has(type)) this.ended = true;
  }
}

/** Anthropic's usage comes in two parts: what went in with the start, what came out with the end. */
function mergeUsage(before: Usage | undefined, now: Usage | undefined): Usage | undefined {
  if (before === undefined || now === undefined) return now ?? before;
  const promptTokens = Math.max(before.promptTokens, now.promptTokens);
  return {
    ...now,
    promptTokens,
    cachedTokens: Math.max(before.cachedTokens, now.cachedTokens),
    cacheWriteTokens: Math.max(before.cacheWriteTokens, now.cacheWriteTokens),
    totalTokens: promptTokens + now.completionTokens,
  };
}

function truncated(): StreamError {
  return new StreamError("The stream ended without saying that it was finished.", { code: "stream_truncated" });
}
