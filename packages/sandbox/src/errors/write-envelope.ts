import type { JsonObject } from "../wire/read-json.js";
import type { Refusal } from "./refusal.js";

const SANDBOX_USER = "user_sandbox";

/** The error type names of the Messages dialect. */
const MESSAGES_TYPES: Record<string, string> = {
  authentication: "authentication_error",
  permission_denied: "permission_error",
  payment_required: "billing_error",
  not_found: "not_found_error",
  rate_limit_exceeded: "rate_limit_error",
  provider_overloaded: "overloaded_error",
  timeout: "timeout_error",
  invalid_request: "invalid_request_error",
  invalid_prompt: "invalid_request_error",
  context_length_exceeded: "invalid_request_error",
};

/** The gateway's own error body: `{error: {code, message, metadata}, user_id}`. */
export function writeEnvelope(refusal: Refusal): JsonObject {
  return {
    error: {
      code: refusal.status,
      message: refusal.message,
      ...refusal.extra,
      metadata: { error_type: refusal.errorType, ...refusal.metadata },
    },
    user_id: SANDBOX_USER,
  };
}

/** The same refusal in the dialect of the Messages API. */
export function writeMessagesEnvelope(refusal: Refusal): JsonObject {
  return {
    type: "error",
    error: { type: MESSAGES_TYPES[refusal.errorType] ?? "api_error", message: refusal.message, error_type: refusal.errorType },
    request_id: null,
  };
}
