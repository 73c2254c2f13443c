import { readEventStream, StreamError, ToolkitError } from "@openclaw/core";
import { defined, parseJson, readerBody, readObject, readString } from "@openclaw/core/internal";
import type { ChatEvent, ErrorEvent, FailoverEvent, FinishEvent } from "./events.js";
import type { LoopErrorEvent, LoopFinishEvent, StepEvent, ToolLoopEvent } from "./tools/tool-loop.js";

type SentFinish = Omit<FinishEvent, "attempts">;

/** An event of an answer or of a loop of tools as a page gets it: without what is the server's own (each attempt, its key's name, its stack). */
export type SentEvent =
  | Exclude<ChatEvent, FinishEvent | ErrorEvent | FailoverEvent>
  | SentFinish
  | (Omit<ErrorEvent, "attempts" | "error"> & { readonly error: SentError })
  | (Omit<FailoverEvent, "failed"> & { readonly reason: string | undefined })
  | (Omit<StepEvent, "finish"> & { readonly finish: SentFinish })
  | SentToolResult
  | (Omit<LoopFinishEvent, "finish" | "messages"> & { readonly finish: SentFinish })
  | (Omit<LoopErrorEvent, "attempts" | "error" | "messages"> & { readonly error: SentError });

/** A tool has run. What it gave back stays on the server. */
export interface SentToolResult {
  readonly type: "tool-result";
  /** The call that it answers, as in `tool-call`. */
  readonly id: string;
  readonly name: string;
  readonly failed: boolean;
  readonly durationMs: number;
}

export interface SentError {
  /** As of a `ToolkitError`; absent for any other error, an abort among them. */
  readonly code?: string;
  readonly message: string;
  readonly hint?: string;
  /** How long to wait before asking again, where that is known. */
  readonly retryAfterMs?: number;
}

/**
 * One event of `streamChat` or `runTools` as a server-sent event, for the body of a route. What a tool gave back is not in it, nor are the messages
 * that a loop adds to the conversation: the server keeps them.
 *
 * @example
 * const body = toReadableStream(streamChat({ target, messages }, { signal: request.signal }), writeChatEvent);
 * return new Response(body, { headers: { "content-type": "text/event-stream" } });
 */
export function writeChatEvent(event: ChatEvent | ToolLoopEvent): string {
  return `data: ${JSON.stringify(sentEvent(event))}\n\n`;
}

function sentEvent(event: ChatEvent | ToolLoopEvent): SentEvent {
  switch (event.type) {
    case "finish":
      return sentFinish(event);
    case "step":
      return { ...event, finish: sentFinish(event.finish) };
    case "tool-result": {
      const { call, failed, durationMs } = event.outcome;
      return { type: "tool-result", id: call.id, name: call.name, failed, durationMs };
    }
    case "loop-finish": {
      const { messages: _messages, finish, ...sent } = event;
      return { ...sent, finish: sentFinish(finish) };
    }
    case "loop-error": {
      const { attempts: _attempts, messages: _messages, error, ...sent } = event;
      return { ...sent, error: sentError(error) };
    }
    case "error": {
      const { attempts: _attempts, error, ...sent } = event;
      return { ...sent, error: sentError(error) };
    }
    case "failover": {
      const { failed, ...sent } = event;
      return { ...sent, reason: failed.reason };
    }
    default:
      return event;
  }
}

function sentFinish({ attempts: _attempts, ...sent }: FinishEvent): SentFinish {
  return sent;
}

function sentError(error: Error): SentError {
  if (!ToolkitError.isInstance(error)) return { message: error.message };
  const { code, message, hint, retryAfterMs } = error;
  return { code, message, ...defined({ hint, retryAfterMs }) };
}

const LAST: ReadonlySet<string> = new Set<SentEvent["type"]>(["finish", "error", "loop-finish", "loop-error"]);

/**
 * The events of a body that `writeChatEvent` wrote, in the page. Leaving the loop closes the connection.
 *
 * @throws StreamError `stream_truncated` when the body ends before its `finish` or `error`, or that of a loop
 * @example
 * for await (const event of readChatEvents(response.body)) if (event.type === "text") answer.append(event.text);
 */
export async function* readChatEvents(body: ReadableStream<Uint8Array> | null): AsyncGenerator<SentEvent, void> {
  const stream = readEventStream(readerBody(body));
  try {
    for (;;) {
      const batch = await stream.next();
      if (batch === undefined) break;
      for (const data of batch) {
        const event = readObject(parseJson(data));
        const type = readString(event?.["type"]);
        if (type === undefined) continue;
        yield event as unknown as SentEvent;
        if (LAST.has(type)) return;
      }
    }
  } finally {
    await stream.cancel();
  }
  throw new StreamError("The connection ended before the answer did.", {
    code: "stream_truncated",
    retryable: true,
    hint: "Ask again.",
  });
}
