import { ApiError } from "../errors/api-error.js";
import { readApiError } from "../errors/read-api-error.js";
import { redact } from "../errors/redact.js";
import { RequestError } from "../errors/request-error.js";
import { ToolkitError } from "../errors/toolkit-error.js";
import { systemClock } from "./clock.js";
import { readNetworkFailure } from "./network-failure.js";
import { readRetryAfterMs } from "./retry-timing.js";
import type { SendContext } from "./send-context.js";
import type { TransportBody, TransportResponse } from "./transport.js";

// What is needed only once a request has failed: `send` loads it then.

const ERROR_BODY_LIMIT_BYTES = 64 * 1024;
// The status is known; an error body that dribbles in must not hold the next candidate up.
const ERROR_BODY_LIMIT_MS = 10_000;

/** Why a request got no reply: a header that HTTP cannot carry, or the network. */
export function readUnsent(
  error: unknown,
  {
    headers,
    origin,
    connectMs,
  }: { readonly headers: Readonly<Record<string, string>>; readonly origin: string; readonly connectMs: number },
): Error {
  return unwritableHeader(headers) ?? readNetworkFailure(error, origin, { connectMs });
}

/** Transports reject a header that HTTP cannot carry without saying which, or by showing its value. */
function unwritableHeader(headers: Readonly<Record<string, string>>): RequestError | undefined {
  for (const [name, value] of Object.entries(headers)) {
    try {
      new Headers().set(name, value);
    } catch {
      return new RequestError(`The header ${JSON.stringify(name)} holds something that HTTP cannot carry.`, {
        code: "input_invalid",
        hint: "Remove line breaks and characters outside Latin-1 from the configured headers.",
      });
    }
  }
  return undefined;
}

/** The error that a reply with a status outside 2xx stands for. @throws the caller's abort reason while its body is read */
export async function readFailedReply(
  response: TransportResponse,
  facts: {
    readonly context: SendContext;
    readonly origin: string;
    readonly generationId: string | undefined;
    readonly requestId: string | undefined;
  },
): Promise<Error> {
  const { context, origin, generationId, requestId } = facts;
  const what = context.what ?? origin;
  if (response.status < 400) {
    await response.body.cancel();
    return new ApiError(`${what} answered with a redirect (HTTP ${response.status}), which is not followed.`, {
      code: "url_refused",
      status: response.status,
      hint: "Give the address it redirects to as the base URL.",
    });
  }
  const text = redact(await readErrorBody(response.body, context), context.apiKey === undefined ? [] : [context.apiKey.reveal()]);
  const nowMs = (context.clock ?? systemClock).now();
  return readApiError(text, {
    status: response.status,
    retryAfterMs: readRetryAfterMs(response.headers, nowMs),
    requestId,
    generationId,
    what,
    nowMs,
  });
}

/** As much of an error's text as arrives in time; the caller's abort still ends it at once. */
async function readErrorBody(body: TransportBody, { timer, clock = systemClock }: SendContext): Promise<string> {
  const decoder = new TextDecoder();
  const cancelTimer = clock.after(ERROR_BODY_LIMIT_MS, () => void body.cancel());
  let text = "";
  try {
    for (let piece = await body.read(); piece !== undefined; piece = await body.read()) {
      text += decoder.decode(piece, { stream: true });
      if (text.length >= ERROR_BODY_LIMIT_BYTES) break;
    }
  } catch {
    // The status says more than a broken body: what came is read. Only who no longer listens is not told.
    if (isAbort(timer.signal.reason)) timer.signal.throwIfAborted();
  } finally {
    cancelTimer();
    await body.cancel();
  }
  return text.slice(0, ERROR_BODY_LIMIT_BYTES);
}

/** Told from a limit of the timer, whose reason is a TimeoutError. */
function isAbort(reason: unknown): boolean {
  return reason !== undefined && !ToolkitError.isInstance(reason);
}
