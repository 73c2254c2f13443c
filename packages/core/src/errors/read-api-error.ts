import { parseJson, readArray, readNumber, readObject, readString } from "../json.js";
import { readStrings } from "../read-strings.js";
import { ApiError, type ApiErrorDetails } from "./api-error.js";
import { boundedWaitMs } from "./bounded-wait.js";
import { type ErrorCode, isUpstreamErrorCode } from "./codes.js";
import { codeFromText } from "./error-texts.js";
import { hintFor } from "./hints.js";
import { redact } from "./redact.js";

const EXCERPT_CHARACTERS = 2_000;
const MESSAGE_CHARACTERS = 600;

export interface ErrorSource {
  /** HTTP status of the reply; 200 for an error inside a reply or a stream. */
  readonly status: number;
  readonly retryAfterMs?: number | undefined;
  readonly requestId?: string | undefined;
  readonly generationId?: string | undefined;
  readonly midStream?: boolean;
  /** Model and host, for the message. */
  readonly what?: string | undefined;
  /** The error type beside the error, where one stands there (the Responses skin). */
  readonly errorType?: string | undefined;
  /** For limits that are given as a point in time. Default: now. */
  readonly nowMs?: number;
}

/** Reads an error reply: JSON in any of the known shapes, or an HTML or text page (NET-5, traps 2, 4, 20, 21). */
export function readApiError(bodyText: string, source: ErrorSource): ApiError {
  const parsed = parseJson(bodyText.trim());
  // One upstream wraps its errors in an array.
  const body = readObject(parsed) ?? readObject(readArray(parsed)?.[0]);
  const error = body?.["error"];
  if (readObject(error) !== undefined || typeof error === "string") {
    return readErrorValue(error, { ...source, errorType: readString(body?.["error_type"]) }, bodyText);
  }
  const text = body === undefined ? describePage(bodyText) : (readString(body["message"]) ?? readString(body["detail"]) ?? "");
  return build(text, {}, source, bodyText);
}

/** Reads the `error` member of a body, a choice or a stream chunk, as leniently as it is sent. */
export function readErrorValue(value: unknown, source: ErrorSource, bodyText?: string): ApiError {
  const error = readObject(value) ?? { message: typeof value === "string" ? value : "" };
  const metadata = readObject(error["metadata"]) ?? {};
  const message = readString(error["message"]) ?? "";
  const underlying = readUnderlyingMessage(metadata["raw"]);
  // "Provider returned error" says nothing; what the provider said is in metadata.raw.
  const told = underlying !== undefined && (message === "" || /^provider returned error/i.test(message)) ? underlying : zodMessage(message);
  return build(told, error, source, bodyText ?? safeStringify(value));
}

function build(told: string, error: Readonly<Record<string, unknown>>, source: ErrorSource, bodyText: string): ApiError {
  const metadata = readObject(error["metadata"]) ?? {};
  const availability = readObject(error["availability"]) ?? {};
  const upstreamCode = typeof error["code"] === "number" || typeof error["code"] === "string" ? error["code"] : undefined;
  const status = statusOf(error, source);
  const code = codeOf([metadata["error_type"], error["error_type"], source.errorType, error["code"], error["type"]], status, told);
  const retryAfterMs =
    source.retryAfterMs ?? secondsToMs(readNumber(availability["retry_after"])) ?? resetOf(metadata["headers"], source.nowMs ?? Date.now());
  const provider = readString(metadata["provider_name"]);
  const providerCode = readString(metadata["provider_code"]);
  const limitSource = readString(metadata["limit_source"]);
  const unavailable = readString(availability["code"]);
  const fallbackModels = readStrings(availability["fallback_models"]);
  const details: ApiErrorDetails = {
    status,
    ...(upstreamCode === undefined ? {} : { upstreamCode }),
    ...(providerCode === undefined ? {} : { providerCode }),
    ...(provider === undefined ? {} : { provider }),
    ...(source.requestId === undefined ? {} : { requestId: source.requestId }),
    ...(source.generationId === undefined ? {} : { generationId: source.generationId }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(limitSource === undefined ? {} : { limitSource }),
    ...(unavailable === undefined ? {} : { availability: unavailable }),
    ...(fallbackModels === undefined ? {} : { fallbackModels }),
    ...(bodyText === "" ? {} : { bodyExcerpt: redact(bodyText.slice(0, EXCERPT_CHARACTERS)) }),
    ...(source.midStream === true ? { midStream: true } : {}),
  };
  const from = source.what === undefined ? "The provider" : source.what;
  const place = provider === undefined ? from : `${from} (${provider})`;
  const text = redact(told.slice(0, MESSAGE_CHARACTERS)).trim();
  const message = `${place} answered ${source.midStream === true ? "with an error in the stream" : `HTTP ${status}`}${text === "" ? "." : `: ${text}`}`;
  const hint = hintFor(code, { text, limitSource, availability: unavailable, fallbackModels });
  const retryable = typeof availability["retryable"] === "boolean" ? availability["retryable"] : isTransient(code, status);
  return new ApiError(message, { code, retryable, ...(hint === undefined ? {} : { hint }), ...details });
}

function statusOf(error: Readonly<Record<string, unknown>>, source: ErrorSource): number {
  if (source.status >= 400) return source.status;
  const claimed = readNumber(error["code"]) ?? readNumber(error["http_status"]) ?? readNumber(error["status"]);
  return claimed !== undefined && claimed >= 400 && claimed < 600 ? claimed : source.status;
}

const CODE_BY_STATUS: Readonly<Record<number, ErrorCode>> = {
  400: "invalid_request",
  401: "authentication",
  402: "payment_required",
  403: "permission_denied",
  404: "not_found",
  408: "timeout",
  410: "not_found",
  412: "precondition_failed",
  413: "payload_too_large",
  422: "unprocessable",
  429: "rate_limit_exceeded",
  500: "server",
  502: "provider_unavailable",
  503: "provider_overloaded",
  504: "timeout",
  522: "timeout",
  524: "timeout",
  529: "provider_overloaded",
};

function codeOf(claims: readonly unknown[], status: number, text: string): ErrorCode {
  const claimed = claims.find(isUpstreamErrorCode);
  // A general type must not hide what the text says plainly, such as a context overflow behind `invalid_request`.
  const general =
    claimed === undefined ||
    claimed === "invalid_request" ||
    claimed === "unmapped" ||
    claimed === "server" ||
    claimed === "permission_denied";
  const told = general ? codeFromText(text, status) : undefined;
  return told ?? claimed ?? CODE_BY_STATUS[status] ?? (status >= 500 ? "server" : status >= 400 ? "invalid_request" : "unmapped");
}

function isTransient(code: ErrorCode, status: number): boolean {
  if (code === "rate_limit_exceeded" || code === "provider_overloaded" || code === "provider_unavailable" || code === "timeout")
    return true;
  return code === "server" || code === "unmapped" ? status >= 500 || status < 400 : false;
}

/** `metadata.raw` is a string, JSON in a string, or an object; the human text is somewhere inside. */
function readUnderlyingMessage(raw: unknown, depth = 0): string | undefined {
  if (depth > 6 || raw === undefined || raw === null) return undefined;
  if (typeof raw === "string") {
    const parsed = parseJson(raw);
    return (
      (typeof parsed === "object" && parsed !== null ? readUnderlyingMessage(parsed, depth + 1) : undefined) ??
      (raw.trim() === "" ? undefined : raw.trim())
    );
  }
  const object = readObject(raw) ?? readObject(readArray(raw)?.[0]);
  if (object === undefined) return undefined;
  return readUnderlyingMessage(object["error"] ?? object["message"] ?? object["detail"], depth + 1);
}

/** Some routes answer with a raw validation dump; its first message and path are what a person can use. */
function zodMessage(message: string): string {
  if (!message.trimStart().startsWith("[")) return message;
  const first = readObject(readArray(parseJson(message))?.[0]);
  const text = readString(first?.["message"]);
  const path = readArray(first?.["path"])?.map(String).join(".");
  return text === undefined ? message : path === undefined || path === "" ? text : `${path}: ${text}`;
}

function describePage(text: string): string {
  const title = /<title[^>]*>([^<]{1,200})/i.exec(text)?.[1]?.trim();
  if (title !== undefined) return `an HTML page ("${title}") instead of JSON`;
  if (/^\s*<(?:!doctype|html)/i.test(text)) return "an HTML page instead of JSON";
  return text.trim() === "" ? "an empty reply" : text.trim().slice(0, 200);
}

// An epoch below this is meant in seconds: as milliseconds it would lie in 1970.
const FIRST_MILLISECOND_EPOCH = 100_000_000_000;

/** A platform 429 repeats its headers in the body; the reset is an epoch in milliseconds. */
function resetOf(headers: unknown, nowMs: number): number | undefined {
  const reset = readNumber(readObject(headers)?.["X-RateLimit-Reset"]);
  if (reset === undefined) return undefined;
  const resetMs = reset < FIRST_MILLISECOND_EPOCH ? reset * 1000 : reset;
  return boundedWaitMs(resetMs - nowMs);
}

function secondsToMs(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : boundedWaitMs(seconds * 1000);
}

function safeStringify(value: unknown): string {
  try {
    return JSON.stringify(value) ?? "";
  } catch {
    return "";
  }
}
