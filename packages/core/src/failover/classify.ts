import type { ApiError } from "../errors/api-error.js";
import type { ErrorCode } from "../errors/codes.js";
import { isPrefillRefusal } from "../errors/error-texts.js";
import { ToolkitError } from "../errors/toolkit-error.js";

/** Why an attempt failed, in the words that users and ledgers see (openclaw.md §6.1). */
export type FailureReason =
  | "aborted"
  | "auth"
  | "billing"
  | "rate_limit"
  | "overloaded"
  | "server_error"
  | "network"
  | "timeout"
  | "model_not_found"
  | "context_overflow"
  | "moderation"
  | "format"
  | "prefill_refused"
  | "unsupported"
  | "empty_response"
  | "stream"
  | "local"
  | "unknown";

/** What to do after a failure. */
export type FailureAction =
  /** The same candidate may answer after a wait; when it does not, the next one. */
  | "retry"
  /** Not this candidate; another model may. */
  | "next"
  /** Not this key; another key may, no other model with this key. */
  | "next-key"
  /** Only a model with a larger context window. */
  | "larger-window"
  /** Nobody: the request or the account is the reason. */
  | "stop";

export interface Verdict {
  readonly action: FailureAction;
  readonly reason: FailureReason;
  /** Asked for by the server. */
  readonly retryAfterMs?: number;
  /** The candidate itself is at fault: its circuit counts the failure (FAIL-3). */
  readonly countsAgainstCandidate: boolean;
}

/** The one classifier (FAIL-2): retrying, failing over and stopping are all decided here, so that they cannot disagree. */
export function classifyError(error: unknown): Verdict {
  if (!ToolkitError.isInstance(error)) {
    const aborted = error instanceof Error && error.name === "AbortError";
    return aborted ? verdict("stop", "aborted") : verdict("stop", "unknown");
  }
  if (isApiError(error)) return classifyApiError(error);
  return BY_CODE[error.code] ?? verdict("stop", "unknown");
}

// Not `instanceof`: the error may come from another copy of the package.
function isApiError(error: ToolkitError): error is ApiError {
  return error.name === "ApiError";
}

function verdict(action: FailureAction, reason: FailureReason, countsAgainstCandidate = false): Verdict {
  return { action, reason, countsAgainstCandidate };
}

const RETRY_SERVER = verdict("retry", "server_error", true);
const RETRY_OVERLOADED = verdict("retry", "overloaded", true);
const RETRY_TIMEOUT = verdict("retry", "timeout", true);
const NEXT_TIMEOUT = verdict("next", "timeout", true);
const RETRY_NETWORK = verdict("retry", "network");
const RETRY_STREAM = verdict("retry", "stream", true);
const MODERATION = verdict("stop", "moderation");
const FORMAT = verdict("stop", "format");
const LOCAL = verdict("stop", "local");

const BY_CODE: Partial<Record<ErrorCode, Verdict>> = {
  authentication: verdict("next-key", "auth"),
  payment_required: verdict("stop", "billing"),
  permission_denied: verdict("stop", "auth"),
  rate_limit_exceeded: verdict("retry", "rate_limit", true),
  provider_overloaded: RETRY_OVERLOADED,
  provider_unavailable: RETRY_SERVER,
  server: RETRY_SERVER,
  unmapped: RETRY_SERVER,
  timeout: RETRY_TIMEOUT,
  not_found: verdict("next", "model_not_found", true),
  image_not_found: FORMAT,
  context_length_exceeded: verdict("larger-window", "context_overflow"),
  token_limit_exceeded: verdict("larger-window", "context_overflow"),
  max_tokens_exceeded: verdict("next", "format"),
  payload_too_large: verdict("larger-window", "context_overflow"),
  string_too_long: FORMAT,
  content_policy_violation: MODERATION,
  refusal: MODERATION,
  content_filtered: MODERATION,
  response_empty: verdict("retry", "empty_response", true),
  response_malformed: RETRY_SERVER,
  response_too_large: verdict("stop", "local"),
  network_unreachable: RETRY_NETWORK,
  network_interrupted: RETRY_NETWORK,
  tls_rejected: verdict("stop", "network"),
  timeout_connect: verdict("retry", "timeout"),
  timeout_response: NEXT_TIMEOUT,
  timeout_first_token: NEXT_TIMEOUT,
  timeout_stall: NEXT_TIMEOUT,
  timeout_total: verdict("stop", "timeout"),
  stream_truncated: RETRY_STREAM,
  stream_malformed: RETRY_STREAM,
  stream_diverged: verdict("next", "stream"),
  unsupported: verdict("next", "unsupported"),
  model_unknown: verdict("next", "model_not_found"),
  job_failed: verdict("next", "server_error"),
  job_outcome_unknown: LOCAL,
};

function classifyApiError(error: ApiError): Verdict {
  const { details, code, message } = error;
  const base = isPrefillRefusal(message) ? verdict("retry", "prefill_refused") : refine(error, BY_CODE[code]);
  return details.retryAfterMs === undefined ? base : { ...base, retryAfterMs: details.retryAfterMs };
}

function refine({ code, details, message, retryable }: ApiError, base: Verdict | undefined): Verdict {
  const { limitSource } = details;
  if (code === "payment_required") {
    if (limitSource === "openrouter_in_flight_budget") return verdict("retry", "billing");
    const keyScoped = limitSource === "openrouter_key_limit" || /key limit/i.test(message);
    return verdict(keyScoped ? "next-key" : "stop", "billing");
  }
  if (code === "permission_denied") {
    if (limitSource?.endsWith("_budget") === true) return verdict("stop", "billing");
    if (limitSource === "openrouter_key_limit") return verdict("next-key", "billing");
    // A model may be closed to a region or an account while others are open.
    return /region|country|territor/i.test(message) ? verdict("next", "auth") : verdict("stop", "auth");
  }
  if (code === "rate_limit_exceeded") {
    // A daily allowance does not come back within a request.
    return /per[- ]day|daily/i.test(`${limitSource ?? ""} ${message}`)
      ? verdict("next", "rate_limit", true)
      : verdict("retry", "rate_limit", true);
  }
  if (code === "invalid_request" || code === "unprocessable" || code === "invalid_prompt") {
    // What one upstream refuses another may take; what OpenRouter itself refuses, nobody will.
    return details.provider !== undefined || details.providerCode !== undefined ? verdict("next", "format") : FORMAT;
  }
  if (base !== undefined) return base;
  return retryable ? RETRY_SERVER : verdict("stop", "unknown");
}
