// As ./internal.ts, for @openclaw/chat/stream alone: what one request needs until its first failure. Its files reach nothing else, so that a page
// that streams an answer fetches no more than that.
export { createTarget, type CreateTargetOptions } from "./create-target.js";
export { describeTarget } from "./describe-target.js";
export { endpointUrl } from "./endpoint.js";
export { asError } from "./errors/as-error.js";
export { StreamError } from "./errors/stream-error.js";
export { RequestError } from "./errors/request-error.js";
export { ToolkitError } from "./errors/toolkit-error.js";
export type { NextStep } from "./failover/walk.js";
export { abortReason, type Clock, systemClock } from "./http/clock.js";
export { readEventStream } from "./http/event-stream.js";
export { PhaseTimer } from "./http/phase-timer.js";
export type { SendOptions } from "./http/send-context.js";
export { type FailedSend, sendWith } from "./http/send-with.js";
export { defined, type JsonObject, type JsonValue, parseJson, readArray, readNumber, readObject, readString } from "./json.js";
export { type LazyPart, lazyPart } from "./lazy-part.js";
export { requestHeaders } from "./openrouter/request-headers.js";
export type { Secret } from "./secret.js";
export type { ModelParams, ModelTarget, PlanStep, RequestPlan, Warning } from "./target.js";
