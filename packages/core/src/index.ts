// The public names of @openclaw/core: what a program is written against. A line added here is public API; tests/architecture.test.ts pins the
// list. What only the packages of this repository need is in ./internal.ts.

// Whom to ask
export { createTarget, type CreateTargetOptions } from "./create-target.js";
export { parseModelRef, type ParseModelRefOptions } from "./model-ref.js";
export type { ModelRef } from "./read-model-ref.js";
export { DEFAULT_BASE_URL, type Endpoint, endpointUrl, resolveEndpoint } from "./endpoint.js";
export { Secret } from "./secret.js";
export type { Attribution, CacheRetention, ModelParams, ModelTarget, PlanStep, RequestPlan, Timeouts, Warning } from "./target.js";
export { DEFAULT_TIMEOUTS } from "./timeouts.js";
export type { Overrides } from "./overrides.js";

// What there is to ask
export {
  type Catalog,
  type CatalogListing,
  type CatalogMatch,
  type CatalogOptions,
  createCatalog,
  type ListOptions,
} from "./openrouter/catalog.js";
export { type CatalogStore, readStoredCatalog, type StoredCatalog } from "./openrouter/stored-catalog.js";
export type { ModelRow, PriceOverride } from "./openrouter/model-row.js";
export type { Modality, ModelPrice, ModelTraits, ReasoningEffort, ReasoningTraits, ReplayFamily } from "./traits/model-traits.js";

// What can go wrong, and what comes then
export { ToolkitError } from "./errors/toolkit-error.js";
export { ApiError, type ApiErrorDetails } from "./errors/api-error.js";
export { ConfigError, type ConfigIssue } from "./errors/config-error.js";
export { JobError } from "./errors/job-error.js";
export { NetworkError } from "./errors/network-error.js";
export { RequestError } from "./errors/request-error.js";
export { StreamError } from "./errors/stream-error.js";
export { TimeoutError, type TimeoutPhase } from "./errors/timeout-error.js";
export type { ErrorCode, LocalErrorCode, UpstreamErrorCode } from "./errors/codes.js";
export { classifyError, type FailureAction, type FailureReason, type Verdict } from "./failover/classify.js";
export type { AttemptRecord } from "./failover/attempt.js";
export { type CircuitOptions, type Circuits, type CircuitState, createCircuits } from "./failover/circuits.js";
export { DEFAULT_FAILOVER, type FailoverPolicy } from "./failover/policy.js";
export { attemptsOf, type RunOptions, type RunResult, runWithFailover } from "./failover/run.js";

// The network, and a body for a `Response`
export { createFetchTransport, type FetchLike } from "./http/fetch-transport.js";
export type { ReplyHeaders, Transport, TransportBody, TransportRequest, TransportResponse } from "./http/transport.js";
export type { Clock } from "./http/clock.js";
export { toReadableStream } from "./http/to-readable-stream.js";

// A request that no package has a function for
export { requestHeaders } from "./openrouter/request-headers.js";
export { send } from "./http/send.js";
export type { SendContext, SendOptions } from "./http/send-context.js";
export type { ApiReply } from "./http/send-with.js";
export { type JsonReply, sendJson, type SendJsonOptions } from "./http/send-json.js";
export { type EventStream, readEventStream } from "./http/event-stream.js";
export { openDownload } from "./download/download.js";
export type { Download, DownloadOptions, DownloadRequest, PartialDownload } from "./download/download-request.js";
export type { HostResolver } from "./http/url-safety.js";
export { type JobPoll, type JobProgress, waitForJob, type WaitForJobOptions } from "./job/wait.js";
export type { JsonObject, JsonValue } from "./json.js";
