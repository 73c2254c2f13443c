import type { Transport, TransportBody, TransportResponse } from "@openclaw/core";
import { asError } from "@openclaw/core/internal";
import { writeToolCall } from "../wire/write-chat-completion.js";
import type { FrameInspector, PassedCall } from "./frame-inspector.js";

/** What was passed on of an answer before the chat engine took over, and the transport that lets it begin where that ended. */
export interface Takeover {
  readonly transport: Transport;
  readonly passed: Passed;
}

export interface Passed {
  readonly text: string;
  readonly reasoning: string;
  readonly calls: readonly PassedCall[];
  /** Absent while nothing has gone out. */
  readonly id: string | undefined;
  readonly model: string | undefined;
  readonly provider: string | undefined;
}

/** How the first try goes on when the engine looks at it. */
export type FirstTry =
  /** It failed, before or after the headers. */
  | { readonly kind: "failed"; readonly error: unknown; readonly begun: boolean }
  /** It ended. */
  | { readonly kind: "ended" }
  /** It is still open: what is left unread of it, and the rest of its body. */
  | { readonly kind: "open"; readonly unread: Uint8Array; readonly response: TransportResponse; readonly abort: (reason: unknown) => void }
  /** Nothing of it was told to anybody: what was read of it, and the rest of its body where it is still open. */
  | { readonly kind: "unread"; readonly reply: TransportResponse; readonly pieces: readonly Uint8Array[]; readonly open: boolean };

/**
 * A transport whose first request is the try that has already been made: it tells once more what was passed on, in one piece, then goes on
 * as the try does. Every later request is a real one.
 */
export function takeOver(real: Transport, inspector: FrameInspector, first: FirstTry): Takeover {
  const { text, reasoning, calls, id, model, provider } = inspector;
  // Before the model has said something, nothing has gone out.
  const begun = inspector.progress > 0;
  const passed: Passed = { text, reasoning, calls: calls.map((call) => ({ ...call })), id: begun ? id : undefined, model, provider };
  let told = false;
  const transport: Transport = (request) => {
    if (told) return real(request);
    told = true;
    if (first.kind === "unread") return Promise.resolve({ ...first.reply, body: unreadBody(first) });
    if (first.kind === "failed" && !first.begun) return Promise.reject(asError(first.error));
    if (first.kind === "open") {
      request.signal.addEventListener("abort", () => first.abort(request.signal.reason), { once: true });
      // A reply of another kind, such as one whole JSON document, is read by the engine from its beginning.
      if (first.unread.length === 0 && !begun) return Promise.resolve(first.response);
    }
    const headers = new Headers({ "content-type": "text/event-stream", ...(id === undefined ? {} : { "x-generation-id": id }) });
    return Promise.resolve({ status: 200, headers, body: replayedBody(passed, first) });
  };
  return { transport, passed };
}

function unreadBody({ reply, pieces, open }: Extract<FirstTry, { kind: "unread" }>): TransportBody {
  const left = [...pieces];
  return {
    read: async () => left.shift() ?? (open ? reply.body.read() : undefined),
    async cancel() {
      left.length = 0;
      if (open) await reply.body.cancel();
    },
  };
}

function replayedBody(passed: Passed, first: Exclude<FirstTry, { kind: "unread" }>): TransportBody {
  const pieces = [new TextEncoder().encode(retell(passed)), ...(first.kind === "open" ? [first.unread] : [])].filter(
    (piece) => piece.length > 0,
  );
  return {
    async read() {
      const piece = pieces.shift();
      if (piece !== undefined) return piece;
      if (first.kind === "failed") throw first.error;
      return first.kind === "ended" ? undefined : first.response.body.read();
    },
    async cancel() {
      pieces.length = 0;
      if (first.kind === "open") await first.response.body.cancel();
    },
  };
}

/** Everything that was passed on, as one chunk. */
function retell({ text, reasoning, calls, id, model, provider }: Passed): string {
  if (text === "" && reasoning === "" && calls.length === 0) return "";
  const delta = {
    role: "assistant",
    ...(reasoning === "" ? {} : { reasoning }),
    ...(text === "" ? {} : { content: text }),
    ...(calls.length === 0 ? {} : { tool_calls: calls.map(writeToolCall) }),
  };
  return `data: ${JSON.stringify({ id, model, provider, choices: [{ index: 0, delta, finish_reason: null }] })}\n\n`;
}
