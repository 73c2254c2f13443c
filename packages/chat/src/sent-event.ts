import { readEventStream, StreamError, ToolkitError } from "@openclaw/core";
import { parseJson, readerBody, readObject, readString } from "@openclaw/core/internal";
import type { ChatEvent, ErrorEvent, FailoverEvent, FinishEvent } from "./events.js";

/** A `ChatEvent` as a page gets it: without what is the server's own (each attempt, its key's name, its stack). */
export type SentEvent =
  | Exclude<ChatEvent, FinishEvent | ErrorEvent | FailoverEvent>
  | Omit<FinishEvent, "attempts">
  | (Omit<ErrorEvent, "attempts" | "error"> & { readonly error: SentError })
  | (Omit<FailoverEvent, "failed"> & { readonly reason: string | undefined });

export interface SentError {
  /** As of a `ToolkitError`; absent for any other error, an abort among them. */
  readonly code?: string;
  readonly message: string;
  readonly hint?: string;
}

/**
 * One event as a server-sent event, for the body of a route.
 *
 * @example
 * const body = toReadableStream(streamChat({ target, messages }, { signal: request.signal }), writeChatEvent);
 * return new Response(body, { headers: { "content-type": "text/event-stream" } });
 */
export function writeChatEvent(event: ChatEvent): string {
  return `data: ${JSON.stringify(sentEvent(event))}\n\n`;
}

function sentEvent(event: ChatEvent): SentEvent {
  switch (event.type) {
    case "finish": {
      const { attempts: _attempts, ...sent } = event;
      return sent;
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

function sentError(error: Error): SentError {
  if (!ToolkitError.isInstance(error)) return { message: error.message };
  const { code, message, hint } = error;
  return { code, message, ...(hint === undefined ? {} : { hint }) };
}

/**
 * The events of a body that `writeChatEvent` wrote, in the page. Leaving the loop closes the connection.
 *
 * @throws StreamError `stream_truncated` when the body ends before its `finish` or `error`
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
        if (type === "finish" || type === "error") return;
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
