import { ApiError } from "../errors/api-error.js";
import { readErrorValue } from "../errors/read-api-error.js";
import { parseJson, readObject } from "../json.js";
import type { Secret } from "../secret.js";
import type { ModelTarget, RequestPlan } from "../target.js";
import { PhaseTimer } from "./phase-timer.js";
import { readText } from "./read-body.js";
import { readNetworkFailure } from "./network-failure.js";
import { type ApiReply, send, type SendOptions } from "./send.js";

export interface JsonReply {
  readonly json: Readonly<Record<string, unknown>>;
  readonly headers: Headers;
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
 * error (NET-5); leading keep-alive blanks are skipped (quirk 1).
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
    return { json: readJsonReply(text, reply, what), headers: reply.headers, generationId: reply.generationId };
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

/** Reads a successful reply's text as a JSON object, or says what it is instead. */
export function readJsonReply(
  text: string,
  reply: Pick<ApiReply, "status" | "generationId" | "requestId">,
  what: string,
): Readonly<Record<string, unknown>> {
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
      bodyExcerpt: text.slice(0, 200),
      hint: "Check models.providers.openrouter.baseUrl: it should end in /api/v1.",
      ...shared,
    });
  }
  if (json["error"] !== undefined && json["error"] !== null) {
    throw readErrorValue(json["error"], { status: reply.status, generationId: reply.generationId, requestId: reply.requestId, what });
  }
  return json;
}
