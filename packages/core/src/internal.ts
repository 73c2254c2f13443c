// What the packages and programs of this repository need of each other, and nobody else: no promise stands behind a name here, and any release
// may change it (docs/decisions/013-internal-entries.md). They are released together and take each other by exact version.
export { parseKey } from "./create-target.js";
export { describeTarget } from "./describe-target.js";
export { describeFileProblem, fileReason } from "./errors/file-problem.js";
export { readApiError, readErrorValue } from "./errors/read-api-error.js";
export { redact } from "./errors/redact.js";
export { REDACTED } from "./errors/redact-shapes.js";
export { candidateId, failedAttempt } from "./failover/attempt.js";
export { type CandidateWalk, createCandidateWalk, type NextStep } from "./failover/walk.js";
export { abortReason, systemClock } from "./http/clock.js";
export { delay } from "./http/delay.js";
export { readFailedReply, readUnsent } from "./http/failed-send.js";
export { readerBody } from "./http/fetch-transport.js";
export { redactHeaders } from "./http/headers.js";
export { readNetworkFailure } from "./http/network-failure.js";
export { PhaseTimer } from "./http/phase-timer.js";
export { readBytes, readText } from "./http/read-body.js";
export { backoffMs, readRetryAfterMs } from "./http/retry-timing.js";
export { readJsonReply } from "./http/send-json.js";
export { checkResolvedHost, checkUrl, isPrivateAddress, isPrivateHost } from "./http/url-safety.js";
export { defined, parseJson, readArray, readNumber, readObject, readString } from "./json.js";
export { nearest } from "./nearest.js";
export { DEFAULT_ATTRIBUTION } from "./openrouter/attribution.js";
export { BUNDLED_ROWS } from "./openrouter/bundled-rows.js";
export { readStrings } from "./read-strings.js";
export { readPrice } from "./traits/price.js";
export { replayFamilyOf } from "./traits/replay-family.js";
