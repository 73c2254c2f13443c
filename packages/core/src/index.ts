// The public names of @openclaw/core. A line added here is public API; tests/architecture.test.ts pins the list.
export { DEFAULT_BASE_URL, type Endpoint, endpointUrl, resolveEndpoint } from "./endpoint.js";
export { createTarget, type CreateTargetOptions, parseKey } from "./create-target.js";
export { ApiError, type ApiErrorDetails, type ApiErrorOptions } from "./errors/api-error.js";
export {
  type ErrorCode,
  isUpstreamErrorCode,
  LOCAL_ERROR_CODES,
  type LocalErrorCode,
  UPSTREAM_ERROR_CODES,
  type UpstreamErrorCode,
} from "./errors/codes.js";
export { ConfigError, type ConfigErrorOptions, type ConfigIssue } from "./errors/config-error.js";
export { JobError, type JobErrorOptions } from "./errors/job-error.js";
export { NetworkError, type NetworkErrorOptions } from "./errors/network-error.js";
export { redact, REDACTED } from "./errors/redact.js";
export { RequestError } from "./errors/request-error.js";
export { StreamError, type StreamErrorOptions } from "./errors/stream-error.js";
export { TimeoutError, type TimeoutPhase } from "./errors/timeout-error.js";
export { ToolkitError, type ToolkitErrorOptions } from "./errors/toolkit-error.js";
export { DEFAULT_FAILOVER, type FailoverPolicy } from "./failover/policy.js";
export { type JsonObject, type JsonValue, parseJson, readArray, readNumber, readObject, readString, readStrings } from "./json.js";
export { type ModelRef, parseModelRef, type ParseModelRefOptions } from "./model-ref.js";
export { nearest } from "./nearest.js";
export { attributionHeaders, DEFAULT_ATTRIBUTION } from "./openrouter/attribution.js";
export { BUNDLED_ROWS } from "./openrouter/bundled-rows.js";
export { type ModelRow, readModelRow, readModelRows } from "./openrouter/model-row.js";
export { Secret } from "./secret.js";
export type { Attribution, CacheRetention, ModelParams, ModelTarget, PlanStep, RequestPlan, Timeouts, Warning } from "./target.js";
export { DEFAULT_TIMEOUTS } from "./timeouts.js";
export {
  type Modality,
  type ModelPrice,
  type ModelTraits,
  REASONING_EFFORTS,
  type ReasoningEffort,
  type ReasoningTraits,
  type ReplayFamily,
} from "./traits/model-traits.js";
export { readPrice } from "./traits/price.js";
export { resolveTraits } from "./traits/resolve-traits.js";
