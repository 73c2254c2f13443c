/**
 * OpenRouter's own vocabulary (`error.metadata.error_type`), "stable across all API formats".
 * From `ApiErrorType` of OpenRouter's OpenAPI document. A value outside it is kept raw and mapped by HTTP status.
 */
export const UPSTREAM_ERROR_CODES = [
  "context_length_exceeded",
  "max_tokens_exceeded",
  "token_limit_exceeded",
  "string_too_long",
  "authentication",
  "permission_denied",
  "payment_required",
  "rate_limit_exceeded",
  "provider_overloaded",
  "provider_unavailable",
  "invalid_request",
  "invalid_prompt",
  "not_found",
  "precondition_failed",
  "payload_too_large",
  "unprocessable",
  "content_policy_violation",
  "refusal",
  "invalid_image",
  "image_too_large",
  "image_too_small",
  "unsupported_image_format",
  "image_not_found",
  "image_download_failed",
  "server",
  "timeout",
  "unmapped",
] as const;

/** What this toolkit itself can find wrong, before, around or after a request. */
export const LOCAL_ERROR_CODES = [
  /** A model reference that cannot be read; nothing was sent. */
  "model_ref_invalid",
  /** A well-formed reference to a model that nobody knows. */
  "model_unknown",
  /** A config file or value that cannot be used. */
  "config_invalid",
  /** A config file that could not be read or written. */
  "config_io",
  /** No API key was found in any place that is looked at. */
  "key_missing",
  /** A key that cannot be a key (blank, line breaks, placeholder). */
  "key_malformed",
  /** A base URL that is not an absolute http(s) URL. */
  "base_url_invalid",
  /** The caller's input was refused before anything was sent. */
  "input_invalid",
  /** A feature that the model or route does not have. */
  "unsupported",
  /** The host could not be reached (DNS, refused, reset, TLS). */
  "network_unreachable",
  /** The connection broke after it stood. */
  "network_interrupted",
  /** TLS: the certificate was not accepted. */
  "tls_rejected",
  /** No connection within `connectMs`. */
  "timeout_connect",
  /** No response headers within `responseMs`. */
  "timeout_response",
  /** No first token within `firstTokenMs`. */
  "timeout_first_token",
  /** Silence between tokens for longer than `stallMs`; keep-alive comments do not count as tokens. */
  "timeout_stall",
  /** The whole operation took longer than `totalMs`. */
  "timeout_total",
  /** The stream ended without saying that it was finished. */
  "stream_truncated",
  /** The stream held something that cannot be read. */
  "stream_malformed",
  /** A recovered answer departed from what was already delivered. */
  "stream_diverged",
  /** HTTP 200 with nothing usable in it: empty body, `choices: []`, no text, no image. */
  "response_empty",
  /** The reply was not what the API promises (HTML page, wrong content type, unreadable JSON). */
  "response_malformed",
  /** A reply larger than the stated bound. */
  "response_too_large",
  /** The provider stopped for content reasons. */
  "content_filtered",
  /** A URL that must not be followed (other origin, private address, odd scheme). */
  "url_refused",
  /** A job that ended in `failed`, `cancelled` or `expired`. */
  "job_failed",
  /** It is not known whether a paid submission was accepted; it is not sent again by itself. */
  "job_outcome_unknown",
  /** Every candidate of a chain failed. */
  "candidates_exhausted",
  /** A file could not be read or written. */
  "file_io",
  /** A tool loop or cost limit was reached. */
  "limit_reached",
  /** An answer that does not fit the asked-for schema, after one repair turn. */
  "output_invalid",
  /** A mistake of this toolkit. */
  "internal",
] as const;

export type UpstreamErrorCode = (typeof UPSTREAM_ERROR_CODES)[number];
export type LocalErrorCode = (typeof LOCAL_ERROR_CODES)[number];
export type ErrorCode = UpstreamErrorCode | LocalErrorCode;

const upstream: ReadonlySet<string> = new Set(UPSTREAM_ERROR_CODES);

/** True when `value` is one of OpenRouter's own error types. */
export function isUpstreamErrorCode(value: unknown): value is UpstreamErrorCode {
  return typeof value === "string" && upstream.has(value);
}
