import { readApiError } from "../errors/read-api-error.js";
import { ApiError } from "../errors/api-error.js";
import { redact } from "../errors/redact.js";
import { RequestError } from "../errors/request-error.js";
import { ToolkitError } from "../errors/toolkit-error.js";
import type { Endpoint } from "../endpoint.js";
import type { Secret } from "../secret.js";
import type { RequestPlan, Timeouts } from "../target.js";
import { type Clock, systemClock } from "./clock.js";
import { createFetchTransport } from "./fetch-transport.js";
import { mergeHeaders } from "./headers.js";
import { readNetworkFailure } from "./network-failure.js";
import type { PhaseTimer } from "./phase-timer.js";
import { readRetryAfterMs } from "./retry-timing.js";
import type { Transport, TransportBody, TransportRequest, TransportResponse } from "./transport.js";

/** What a library user may replace around a request. */
export interface SendOptions {
  /** Default: the runtime's `fetch`. */
  readonly transport?: Transport | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly clock?: Clock | undefined;
}

export interface SendContext extends SendOptions {
  readonly endpoint: Endpoint;
  /** Without one, nothing is authorised: a catalogue, for example, is public. */
  readonly apiKey?: Secret | undefined;
  readonly timeouts: Timeouts;
  /** Runs the phases; the caller starts and stops it. */
  readonly timer: PhaseTimer;
  /** Model and host, for messages. */
  readonly what?: string;
  /** A body that is not JSON, such as an upload; replaces `plan.body`. */
  readonly rawBody?: TransportRequest["body"];
}

/** A reply whose status said success; the body is not read yet. */
export interface ApiReply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: TransportBody;
  readonly generationId: string | undefined;
  readonly requestId: string | undefined;
}

const ERROR_BODY_LIMIT_BYTES = 64 * 1024;
// The status is known; an error body that dribbles in must not hold the next candidate up.
const ERROR_BODY_LIMIT_MS = 10_000;
const defaultTransport = createFetchTransport();

/**
 * Sends a plan and returns once the headers are in. The key is added here and nowhere else, and only when the plan goes to the
 * endpoint's own origin (KEY-6). Redirects are refused: the API sends none, and following one would take the request elsewhere.
 *
 * @throws ApiError for any status but 2xx, NetworkError, TimeoutError (`connect`, `response`), or the caller's abort reason.
 */
export async function send(plan: RequestPlan, context: SendContext): Promise<ApiReply> {
  const origin = new URL(plan.url).origin;
  if (origin !== context.endpoint.origin) {
    throw new RequestError(`A request to ${origin} was not sent: the key belongs to ${context.endpoint.origin}.`, { code: "url_refused" });
  }
  const { timer } = context;
  timer.signal.throwIfAborted();
  const body = context.rawBody ?? (plan.body === undefined ? undefined : JSON.stringify(plan.body));
  const isJson = context.rawBody === undefined && body !== undefined;
  const headers = mergeHeaders(isJson ? { "Content-Type": "application/json" } : {}, authorization(plan, context), plan.headers);
  let response: TransportResponse;
  try {
    response = await (context.transport ?? defaultTransport)({
      method: plan.method,
      url: plan.url,
      headers,
      signal: timer.signal,
      connectMs: context.timeouts.connectMs,
      ...(body === undefined ? {} : { body }),
    });
  } catch (error) {
    // Some runtimes reject with their own AbortError and drop the reason: the timer knows why it aborted.
    timer.signal.throwIfAborted();
    refuseUnwritable(headers);
    throw readNetworkFailure(error, origin, { connectMs: context.timeouts.connectMs });
  }
  const generationId = response.headers.get("x-generation-id") ?? undefined;
  const requestId = response.headers.get("x-request-id") ?? response.headers.get("cf-ray") ?? undefined;
  if (response.status >= 200 && response.status < 300) {
    return { status: response.status, headers: response.headers, body: response.body, generationId, requestId };
  }
  throw await readFailure(response, { context, origin, generationId, requestId });
}

/** Transports reject a header that HTTP cannot carry without saying which, or by showing its value. */
function refuseUnwritable(headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) {
    try {
      new Headers().set(name, value);
    } catch {
      throw new RequestError(`The header ${JSON.stringify(name)} holds something that HTTP cannot carry.`, {
        code: "input_invalid",
        hint: "Remove line breaks and characters outside Latin-1 from the configured headers.",
      });
    }
  }
}

function authorization(plan: RequestPlan, context: SendContext): Record<string, string> {
  const already = Object.keys(plan.headers).some((name) => name.toLowerCase() === "authorization");
  return already || context.apiKey === undefined ? {} : { Authorization: `Bearer ${context.apiKey.reveal()}` };
}

async function readFailure(
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
      hint: "Set models.providers.openrouter.baseUrl to the address it redirects to.",
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
