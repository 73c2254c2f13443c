import { ApiError } from "../errors/api-error.js";
import { readApiError } from "../errors/read-api-error.js";
import { redact } from "../errors/redact.js";
import { parseJson, readObject } from "../json.js";
import type { Secret } from "../secret.js";
import type { ModelTarget, RequestPlan } from "../target.js";
import { PhaseTimer } from "./phase-timer.js";
import { readText } from "./read-body.js";
import { readNetworkFailure } from "./network-failure.js";
import { send } from "./send.js";
import type { ReplyHeaders } from "./transport.js";
import type { SendOptions } from "./send-context.js";
import type { ApiReply } from "./send-with.js";

export interface JsonReply {
  readonly json: Readonly<Record<string, unknown>>;
  readonly headers: ReplyHeaders;
  readonly generationId: string | undefined;
}

export interface SendJsonOptions extends SendOptions {
  /** Limit of the whole call; default `timeouts.totalMs`. */
  readonly totalMs?: number;
  /** Default 16 MiB. Images in base64 need more: the caller says how much. */
  readonly maxBytes?: number;
}

const DEFAULT_MAX_BYTES = 16 * 1024 * 1024;

/**
 * Sends a plan and reads its JSON reply whole. An HTTP 200 that is no success — an error body, an HTML page, nothing at all — is an
 * error (NET-5); leading keep-alive blanks are skipped (trap 1).
 */
export async function sendJson(
  plan: RequestPlan,
  target: Pick<ModelTarget, "endpoint" | "timeouts"> & { readonly apiKey?: Secret | undefined },
  options: SendJsonOptions = {},
): Promise<JsonReply> {
  const what = new URL(plan.url).host;
  const timer = new PhaseTimer({ clock: options.clock, signal: options.signal, what });
  timer.start("total", options.totalMs ?? target.timeouts.totalMs);
  try {
    const reply = await send(plan, {
      ...options,
      endpoint: target.endpoint,
      apiKey: target.apiKey,
      timeouts: target.timeouts,
      timer,
      what,
    });
    const text = await readReplyText(reply, { timer, origin: target.endpoint.origin, maxBytes: options.maxBytes ?? DEFAULT_MAX_BYTES });
    const secrets = target.apiKey === undefined ? [] : [target.apiKey.reveal()];
    return { json: readJsonReply(text, reply, what, { secrets }), headers: reply.headers, generationId: reply.generationId };
  } finally {
    timer.stop();
  }
}

async function readReplyText(
  reply: ApiReply,
  facts: { readonly timer: PhaseTimer; readonly origin: string; readonly maxBytes: number },
): Promise<string> {
  try {
    return await readText(reply.body, facts.maxBytes, reply.status);
  } catch (error) {
    facts.timer.signal.throwIfAborted();
    throw readNetworkFailure(error, facts.origin, { begun: true });
  }
}

/**
 * Reads a successful reply's text as a JSON object, or says what it is instead.
 *
 * @param options `secrets` are kept out of the error should the reply repeat them (KEY-6)
 */
export function readJsonReply(
  text: string,
  reply: Pick<ApiReply, "status" | "generationId" | "requestId">,
  what: string,
  options: { readonly secrets?: readonly string[] } = {},
): Readonly<Record<string, unknown>> {
  const { secrets } = options;
  const shared = {
    status: reply.status,
    retryable: true,
    ...(reply.generationId === undefined ? {} : { generationId: reply.generationId }),
    ...(reply.requestId === undefined ? {} : { requestId: reply.requestId }),
  };
  if (text.trim() === "")
    throw new ApiError(`${what} answered HTTP ${reply.status} with an empty body.`, { code: "response_empty", ...shared });
  const json = readObject(parseJson(text.trim()));
  if (json === undefined) {
    const kind = /^\s*</.test(text) ? "an HTML page" : "something that is not JSON";
    throw new ApiError(`${what} answered HTTP ${reply.status} with ${kind} instead of JSON.`, {
      code: "response_malformed",
      bodyExcerpt: redact(text.slice(0, 2_000), secrets).slice(0, 200),
      hint: "Check the base URL: it should end in /api/v1.",
      ...shared,
    });
  }
  if (saysError(json["error"])) {
    const { status, generationId, requestId } = reply;
    throw readApiError(redact(text, secrets), { status, generationId, requestId, what });
  }
  return json;
}

/** Some gateways send `"error": ""` or `false` with every success. */
function saysError(error: unknown): boolean {
  return readObject(error) !== undefined || (typeof error === "string" && error !== "");
}
