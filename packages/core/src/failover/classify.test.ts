import { describe, expect, it } from "vitest";
import { ApiError, type ApiErrorOptions } from "../errors/api-error.js";
import { type ErrorCode, LOCAL_ERROR_CODES, UPSTREAM_ERROR_CODES } from "../errors/codes.js";
import { NetworkError } from "../errors/network-error.js";
import { TimeoutError } from "../errors/timeout-error.js";
import { ToolkitError } from "../errors/toolkit-error.js";
import { classifyError, type FailureAction, type FailureReason } from "./classify.js";

const api = (code: ErrorCode, options: Partial<ApiErrorOptions> = {}, message = "m"): ApiError =>
  new ApiError(message, { status: 400, ...options, code });

const MEANING: Readonly<Record<ErrorCode, `${FailureAction} ${FailureReason}`>> = {
  context_length_exceeded: "larger-window context_overflow",
  max_tokens_exceeded: "next format",
  token_limit_exceeded: "larger-window context_overflow",
  string_too_long: "stop format",
  authentication: "next-key auth",
  permission_denied: "stop auth",
  payment_required: "stop billing",
  rate_limit_exceeded: "retry rate_limit",
  provider_overloaded: "retry overloaded",
  provider_unavailable: "retry server_error",
  invalid_request: "stop format",
  invalid_prompt: "stop format",
  not_found: "next model_not_found",
  precondition_failed: "stop format",
  payload_too_large: "larger-window context_overflow",
  unprocessable: "stop format",
  content_policy_violation: "stop moderation",
  refusal: "stop moderation",
  invalid_image: "stop format",
  image_too_large: "stop format",
  image_too_small: "stop format",
  unsupported_image_format: "stop format",
  image_not_found: "stop format",
  image_download_failed: "stop format",
  server: "retry server_error",
  timeout: "retry timeout",
  unmapped: "retry server_error",
  model_ref_invalid: "stop local",
  model_unknown: "next model_not_found",
  config_invalid: "stop local",
  config_io: "stop local",
  key_missing: "stop local",
  key_malformed: "stop local",
  base_url_invalid: "stop local",
  input_invalid: "stop local",
  unsupported: "next unsupported",
  network_unreachable: "retry network",
  network_interrupted: "retry network",
  tls_rejected: "stop network",
  timeout_connect: "retry timeout",
  timeout_response: "next timeout",
  timeout_first_token: "next timeout",
  timeout_stall: "next timeout",
  timeout_total: "stop timeout",
  stream_truncated: "retry stream",
  stream_malformed: "retry stream",
  stream_diverged: "next stream",
  response_empty: "retry empty_response",
  response_malformed: "retry server_error",
  response_too_large: "stop local",
  content_filtered: "stop moderation",
  url_refused: "stop local",
  job_failed: "next server_error",
  job_outcome_unknown: "stop local",
  candidates_exhausted: "stop unknown",
  file_io: "stop local",
  limit_reached: "stop local",
  output_invalid: "stop format",
  internal: "stop unknown",
};

// FAIL-2: one classifier answers for every error
describe("every code", () => {
  it.each([...UPSTREAM_ERROR_CODES, ...LOCAL_ERROR_CODES])("%s has its meaning", (code) => {
    const error = code === "network_unreachable" ? new NetworkError("m", { code }) : new ToolkitError("m", { code });
    const { action, reason } = classifyError(error);
    expect(`${action} ${reason}`).toBe(MEANING[code]);
  });

  it.each(UPSTREAM_ERROR_CODES)("%s means the same when the provider sent it", (code) => {
    const { action, reason } = classifyError(api(code));
    expect(`${action} ${reason}`).toBe(MEANING[code]);
  });
});

// FAIL-3: what counts against a candidate
describe("the candidate's circuit", () => {
  it.each<ErrorCode>([
    "rate_limit_exceeded",
    "provider_overloaded",
    "provider_unavailable",
    "server",
    "timeout",
    "stream_truncated",
    "timeout_first_token",
    "timeout_stall",
  ])("counts %s", (code) => {
    expect(classifyError(new ToolkitError("m", { code })).countsAgainstCandidate).toBe(true);
  });

  it.each<ErrorCode>([
    "authentication",
    "payment_required",
    "invalid_request",
    "content_policy_violation",
    "context_length_exceeded",
    "network_unreachable",
    "input_invalid",
    "timeout_total",
    "not_found",
    "response_empty",
  ])("does not count %s", (code) => {
    expect(classifyError(new ToolkitError("m", { code, retryable: true })).countsAgainstCandidate).toBe(false);
  });
});

// FAIL-2: as their meaning says
describe("one status, several meanings", () => {
  it.each<[string, ApiError, FailureAction, FailureReason]>([
    ["402: the account is out of credit", api("payment_required"), "stop", "billing"],
    ["402: the key's own limit, by its source", api("payment_required", { limitSource: "openrouter_key_limit" }), "next-key", "billing"],
    ["402: the key's own limit, by its text", api("payment_required", {}, "Key limit exceeded"), "next-key", "billing"],
    [
      "402: too much in flight",
      api("payment_required", { limitSource: "openrouter_in_flight_budget", retryAfterMs: 9 }),
      "retry",
      "billing",
    ],
    ["403: not allowed", api("permission_denied"), "stop", "auth"],
    ["403: a budget", api("permission_denied", { limitSource: "openrouter_workspace_budget" }), "stop", "billing"],
    ["403: a guardrail's budget", api("permission_denied", { limitSource: "openrouter_guardrail_budget" }), "stop", "billing"],
    ["403: the key's own limit", api("permission_denied", { limitSource: "openrouter_key_limit" }), "next-key", "billing"],
    ["403: this model is not open here", api("permission_denied", { availability: "region_restricted" }), "next", "auth"],
    ["403: this model is not open here, by its text", api("permission_denied", {}, "not available in your region"), "next", "auth"],
    ["429: a moment", api("rate_limit_exceeded"), "retry", "rate_limit"],
    [
      "429: the day's allowance, by its source",
      api("rate_limit_exceeded", { limitSource: "openrouter_free_tier_daily" }),
      "next",
      "rate_limit",
    ],
    [
      "429: the day's allowance, by its text",
      api("rate_limit_exceeded", {}, "Rate limit exceeded: free-models-per-day"),
      "next",
      "rate_limit",
    ],
    ["404: the model is gone", api("not_found"), "next", "model_not_found"],
    [
      "404: the model is away for a moment",
      api("not_found", { retryable: true, availability: "no_endpoints" }),
      "retry",
      "model_not_found",
    ],
    ["400: refused by OpenRouter", api("invalid_request"), "stop", "format"],
    ["400: refused by one provider", api("invalid_request", { provider: "Acme" }), "next", "format"],
    ["400: refused by one provider, by its code", api("unsupported_image_format", { providerCode: "x" }), "next", "format"],
    ["400: no prefill", api("invalid_request", {}, "This model does not support assistant message prefill"), "retry", "prefill_refused"],
    [
      "400: no prefill, in other words",
      api("invalid_request", { provider: "Acme" }, "conversation must end with a user message"),
      "retry",
      "prefill_refused",
    ],
  ])("%s", (_what, error, action, reason) => {
    expect(classifyError(error)).toMatchObject({ action, reason });
  });

  it("passes on the wait that was asked for", () => {
    expect(classifyError(api("rate_limit_exceeded", { retryAfterMs: 7 })).retryAfterMs).toBe(7);
    expect(classifyError(api("rate_limit_exceeded"))).not.toHaveProperty("retryAfterMs");
  });
});

describe("what is no error of ours", () => {
  it("stops: an abort, a mistake, anything else", () => {
    expect(classifyError(new DOMException("x", "AbortError"))).toMatchObject({ action: "stop", reason: "aborted" });
    for (const error of [new TypeError("x"), "text", undefined, null])
      expect(classifyError(error)).toMatchObject({ action: "stop", reason: "unknown" });
  });

  it("stops on a code that a newer copy of the package may send", () => {
    expect(classifyError(new ToolkitError("m", { code: "brand_new" as ErrorCode }))).toMatchObject({ action: "stop", reason: "unknown" });
  });

  it("does not knock again at a proxy that refused", () => {
    expect(classifyError(new NetworkError("m", { code: "network_unreachable", retryable: false }))).toMatchObject({
      action: "stop",
      reason: "network",
    });
  });

  it("knows an error of another copy of the package by its name", () => {
    expect(classifyError(new TimeoutError("connect", 1))).toMatchObject({ action: "retry", reason: "timeout" });
  });
});
