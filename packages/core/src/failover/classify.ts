import type { ApiError } from "../errors/api-error.js";
import type { ErrorCode } from "../errors/codes.js";
import { isPrefillRefusal } from "../errors/error-texts.js";
import { ToolkitError } from "../errors/toolkit-error.js";

/** Why an attempt failed, in the words that users and ledgers see (as in OpenClaw). */
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

/**
 * The one classifier (FAIL-2): retrying, failing over and stopping are all decided here, so that they cannot disagree. A paid submission that may
 * have been accepted is never sent again (NET-3).
 */
export function classifyError(error: unknown): Verdict {
  if (!ToolkitError.isInstance(error)) {
    const aborted = error instanceof Error && error.name === "AbortError";
    return aborted ? verdict("stop", "aborted") : UNKNOWN;
  }
  if (isApiError(error)) return classifyApiError(error);
  // A proxy that refuses will refuse again.
  if (error.code === "network_unreachable" && !error.retryable) return verdict("stop", "network");
  // A code from a newer copy of the package may be missing here.
  return (BY_CODE as Partial<typeof BY_CODE>)[error.code] ?? UNKNOWN;
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
const LARGER_WINDOW = verdict("larger-window", "context_overflow");
const UNKNOWN = verdict("stop", "unknown");

// A full record: a new code does not compile until it says here what it means.
const BY_CODE: Readonly<Record<ErrorCode, Verdict>> = {
  // The key.
  authentication: verdict("next-key", "auth"),
  payment_required: verdict("stop", "billing"),
  permission_denied: verdict("stop", "auth"),
  rate_limit_exceeded: verdict("retry", "rate_limit", true),
  // The provider.
  provider_overloaded: RETRY_OVERLOADED,
  provider_unavailable: RETRY_SERVER,
  server: RETRY_SERVER,
  unmapped: RETRY_SERVER,
  timeout: RETRY_TIMEOUT,
  // What is not there, or has nothing to say, may be so for this request alone, and is told at once: a rest would save nothing, and shut the model for others.
  not_found: verdict("next", "model_not_found"),
  response_empty: verdict("retry", "empty_response"),
  response_malformed: RETRY_SERVER,
  response_too_large: verdict("stop", "local"),
  // The length.
  context_length_exceeded: LARGER_WINDOW,
  token_limit_exceeded: LARGER_WINDOW,
  payload_too_large: LARGER_WINDOW,
  max_tokens_exceeded: verdict("next", "format"),
  string_too_long: FORMAT,
  // The content.
  content_policy_violation: MODERATION,
  refusal: MODERATION,
  content_filtered: MODERATION,
  // The request.
  invalid_request: FORMAT,
  invalid_prompt: FORMAT,
  unprocessable: FORMAT,
  precondition_failed: FORMAT,
  invalid_image: FORMAT,
  image_too_large: FORMAT,
  image_too_small: FORMAT,
  unsupported_image_format: FORMAT,
  image_not_found: FORMAT,
  image_download_failed: FORMAT,
  output_invalid: FORMAT,
  unsupported: verdict("next", "unsupported"),
  model_unknown: verdict("next", "model_not_found"),
  // The way there and back.
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
  // Jobs.
  job_failed: verdict("next", "server_error"),
  job_outcome_unknown: LOCAL,
  // This side.
  model_ref_invalid: LOCAL,
  config_invalid: LOCAL,
  config_io: LOCAL,
  key_missing: LOCAL,
  key_malformed: LOCAL,
  base_url_invalid: LOCAL,
  input_invalid: LOCAL,
  url_refused: LOCAL,
  file_io: LOCAL,
  limit_reached: LOCAL,
  candidates_exhausted: UNKNOWN,
  internal: UNKNOWN,
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
    const closedHere = details.availability === "region_restricted" || /region|country|territor/i.test(message);
    return verdict(closedHere ? "next" : "stop", "auth");
  }
  if (code === "rate_limit_exceeded") {
    // A daily allowance does not come back within a request.
    const daily = /per[- ]day|daily/i.test(`${limitSource ?? ""} ${message}`);
    return verdict(daily ? "next" : "retry", "rate_limit", true);
  }
  // Endpoints come and go: only the availability object tells a model that is gone from one that is away (trap 26).
  if (code === "not_found" && retryable) return verdict("retry", "model_not_found");
  // What one upstream refuses another may take; what OpenRouter itself refuses, nobody will.
  if (base === FORMAT && (details.provider !== undefined || details.providerCode !== undefined)) return verdict("next", "format");
  return base ?? (retryable ? RETRY_SERVER : UNKNOWN);
}
