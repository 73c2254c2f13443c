import { RequestError } from "../errors/request-error.js";
import type { LazyPart } from "../lazy-part.js";
import type { RequestPlan } from "../target.js";
import { createFetchTransport } from "./fetch-transport.js";
import { mergeHeaders } from "./headers.js";
import type { SendContext } from "./send-context.js";
import type { ReplyHeaders, TransportBody, TransportResponse } from "./transport.js";

/** A reply whose status said success; the body is not read yet. */
export interface ApiReply {
  readonly status: number;
  readonly headers: ReplyHeaders;
  readonly body: TransportBody;
  readonly generationId: string | undefined;
  readonly requestId: string | undefined;
}

/** What reads a failure; it is loaded by the first one. */
export type FailedSend = LazyPart<Pick<typeof import("./failed-send.js"), "readFailedReply" | "readUnsent">>;

const defaultTransport = createFetchTransport();

/**
 * Sends a plan and returns once the headers are in; an abort ends it at once, then and later (NET-4). The key is added here and nowhere else, and only when the plan goes to the
 * endpoint's own origin (KEY-6). Redirects are refused: the API sends none, and following one would take the request elsewhere.
 *
 * @param failedSend reads what went wrong; given, so that who loads other parts with it loads them as one
 * @throws ApiError for any status but 2xx, NetworkError, TimeoutError (`connect`, `response`), or the caller's abort reason.
 */
export async function sendWith(failedSend: FailedSend, plan: RequestPlan, context: SendContext): Promise<ApiReply> {
  const { origin } = context.endpoint;
  // A slash ends the host: whatever begins so goes there.
  if (!(plan.url.startsWith(origin) && plan.url[origin.length] === "/") && new URL(plan.url).origin !== origin) {
    throw new RequestError(`A request to ${new URL(plan.url).origin} was not sent: the key belongs to ${origin}.`, { code: "url_refused" });
  }
  const { timer } = context;
  timer.signal.throwIfAborted();
  const body = context.rawBody ?? (plan.body === undefined ? undefined : JSON.stringify(plan.body));
  const isJson = context.rawBody === undefined && body !== undefined;
  const headers = mergeHeaders(isJson ? { "Content-Type": "application/json" } : {}, authorization(context), plan.headers);
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
    const { readUnsent } = await failedSend.load(timer.signal);
    throw readUnsent(error, { headers, origin, connectMs: context.timeouts.connectMs });
  }
  const generationId = response.headers.get("x-generation-id") ?? undefined;
  const requestId = response.headers.get("x-request-id") ?? response.headers.get("cf-ray") ?? undefined;
  if (response.status >= 200 && response.status < 300) {
    return { status: response.status, headers: response.headers, body: response.body, generationId, requestId };
  }
  try {
    const { readFailedReply } = await failedSend.load(timer.signal);
    throw await readFailedReply(response, { context, origin, generationId, requestId });
  } finally {
    // Also when nobody came to read it.
    await response.body.cancel();
  }
}

/** A plan may bring its own, which then takes the place of this one. */
function authorization({ apiKey }: SendContext): Record<string, string> {
  return apiKey === undefined ? {} : { Authorization: `Bearer ${apiKey.reveal()}` };
}
