// The public names of @openclaw/core. A line added here is public API; tests/architecture.test.ts pins the list.
export { DEFAULT_BASE_URL, type Endpoint, endpointUrl, resolveEndpoint } from "./endpoint.js";
export { createTarget, type CreateTargetOptions, parseKey } from "./create-target.js";
export { describeTarget } from "./describe-target.js";
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
export { describeFileProblem, fileReason } from "./errors/file-problem.js";
export { JobError, type JobErrorOptions } from "./errors/job-error.js";
export { NetworkError, type NetworkErrorOptions } from "./errors/network-error.js";
export { redact } from "./errors/redact.js";
export { REDACTED } from "./errors/redact-shapes.js";
export { RequestError } from "./errors/request-error.js";
export { StreamError, type StreamErrorOptions } from "./errors/stream-error.js";
export { TimeoutError, type TimeoutPhase } from "./errors/timeout-error.js";
export { ToolkitError, type ToolkitErrorOptions } from "./errors/toolkit-error.js";
export { readApiError, readErrorValue, type ErrorSource } from "./errors/read-api-error.js";
export { type AttemptRecord, candidateId, failedAttempt } from "./failover/attempt.js";
export { type CircuitOptions, type Circuits, type CircuitState, createCircuits } from "./failover/circuits.js";
export { classifyError, type FailureAction, type FailureReason, type Verdict } from "./failover/classify.js";
export { attemptsOf, type RunOptions, type RunResult, runWithFailover } from "./failover/run.js";
export { type CandidateWalk, createCandidateWalk, type NextStep, type WalkOptions } from "./failover/walk.js";
export { abortReason, type Clock, systemClock } from "./http/clock.js";
export { delay } from "./http/delay.js";
export { openDownload } from "./download/download.js";
export type { Download, DownloadOptions, DownloadRequest, PartialDownload } from "./download/download-request.js";
export { type EventStream, MAX_EVENT_CHARACTERS, readEventStream } from "./http/event-stream.js";
export { toReadableStream } from "./http/to-readable-stream.js";
export { createFetchTransport, type FetchLike, readerBody } from "./http/fetch-transport.js";
export { mergeHeaders, redactHeaders } from "./http/headers.js";
export { readNetworkFailure } from "./http/network-failure.js";
export { PhaseTimer, type PhaseTimerOptions } from "./http/phase-timer.js";
export { readBytes, readText } from "./http/read-body.js";
export { requestHeaders } from "./openrouter/request-headers.js";
export { backoffMs, type BackoffOptions, readRetryAfterMs } from "./http/retry-timing.js";
export { readFailedReply, readUnsent } from "./http/failed-send.js";
export { send } from "./http/send.js";
export type { SendContext, SendOptions } from "./http/send-context.js";
export type { ApiReply } from "./http/send-with.js";
export { type JsonReply, readJsonReply, sendJson, type SendJsonOptions } from "./http/send-json.js";
export type { ReplyHeaders, Transport, TransportBody, TransportRequest, TransportResponse } from "./http/transport.js";
export { checkResolvedHost, checkUrl, type HostResolver, isPrivateAddress, isPrivateHost, type UrlRules } from "./http/url-safety.js";
export { type JobPoll, type JobProgress, waitForJob, type WaitForJobOptions } from "./job/wait.js";
export { DEFAULT_FAILOVER, type FailoverPolicy } from "./failover/policy.js";
export { defined, type JsonObject, type JsonValue, parseJson, readArray, readNumber, readObject, readString } from "./json.js";
export { readStrings } from "./read-strings.js";
export { parseModelRef, type ParseModelRefOptions } from "./model-ref.js";
export type { ModelRef } from "./read-model-ref.js";
export { nearest } from "./nearest.js";
export { attributionHeaders, DEFAULT_ATTRIBUTION } from "./openrouter/attribution.js";
export { BUNDLED_ROWS } from "./openrouter/bundled-rows.js";
export {
  type Catalog,
  type CatalogListing,
  type CatalogMatch,
  type CatalogOptions,
  createCatalog,
  type ListOptions,
} from "./openrouter/catalog.js";
export { fetchCatalog, type FetchCatalogOptions } from "./openrouter/fetch-catalog.js";
export { type CatalogStore, readStoredCatalog, type StoredCatalog } from "./openrouter/stored-catalog.js";
export { type ModelRow, type PriceOverride, readModelRow, readModelRows } from "./openrouter/model-row.js";
export { Secret } from "./secret.js";
export type { Overrides } from "./overrides.js";
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
export { replayFamilyOf } from "./traits/replay-family.js";
export { resolveTraits } from "./traits/resolve-traits.js";
