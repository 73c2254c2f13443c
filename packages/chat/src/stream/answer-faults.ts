import { ApiError, type Secret, StreamError } from "@openclaw/core";
import { parseJson, readErrorValue, redact } from "@openclaw/core/internal";

/** What is known of an answer that did not end well. */
export interface FaultyAnswer {
  /** Model and host. */
  readonly what: string;
  readonly generationId: string | undefined;
  readonly text: string;
  readonly reasoning: string;
  /** The upstream's own finish reason. */
  readonly nativeFinish: unknown;
  /** Kept out of what the provider says (KEY-6). */
  readonly apiKey: Secret | undefined;
}

/** What went wrong, in one word; `error` is the provider's own, as it was sent. */
export type Fault = "malformed" | "truncated" | "endless" | "broken-off" | "empty" | "empty-stream" | { readonly error: unknown };

/** The error that an answer ends with (NET-5, FAIL-4). */
export function answerFault(fault: Fault, { what, generationId, text, reasoning, nativeFinish, apiKey }: FaultyAnswer): Error {
  const known = generationId === undefined ? {} : { generationId };
  const native = typeof nativeFinish === "string" ? ` (${nativeFinish})` : "";
  const reply = { status: 200, retryable: true, ...known } as const;
  if (typeof fault === "object") {
    const source = { status: 200, midStream: true, generationId, what };
    const said = apiKey === undefined ? fault.error : parseJson(redact(JSON.stringify(fault.error), [apiKey.reveal()]));
    return readErrorValue(said ?? fault.error, source);
  }
  switch (fault) {
    case "malformed":
      return new StreamError(`${what} sent a chunk that is not JSON, after ${text.length} characters of text.`, {
        code: "stream_malformed",
        ...known,
      });
    case "truncated":
      return new StreamError(`The stream from ${what} ended after ${text.length} characters without saying that it was finished.`, {
        code: "stream_truncated",
        hint: "The text so far is kept; ask again, or add a fallback model.",
        ...known,
      });
    case "endless":
      return new StreamError(
        `The stream from ${what} went on beyond what an answer can be, and was given up after ${text.length} characters.`,
        {
          code: "response_too_large",
          retryable: false,
          ...known,
        },
      );
    case "broken-off":
      return new ApiError(`${what} broke off the answer with an error${native}.`, {
        code: "provider_unavailable",
        midStream: true,
        ...reply,
      });
    case "empty":
      return new ApiError(`${what} ended its answer with ${reasoning !== "" ? "reasoning only" : "nothing in it"}${native}.`, {
        code: "response_empty",
        ...reply,
      });
    case "empty-stream":
      return new ApiError(`${what} answered with an empty stream.`, { code: "response_empty", status: 200, retryable: true });
  }
}
