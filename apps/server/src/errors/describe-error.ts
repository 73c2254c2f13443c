import { type ApiError, ToolkitError } from "@openclaw/core";
import { redact } from "@openclaw/core/internal";
import { StateUnavailable } from "../store/unavailable.js";
import { Refusal } from "./refusal.js";
import { REFUSAL_STATUS, STATUS_OF } from "./statuses.js";

/** An error as a caller is told it, before it takes the shape of a dialect. */
export interface ErrorReply {
  readonly status: number;
  /** Stable, such as `provider_unavailable` or `budget_exceeded`. */
  readonly code: string;
  readonly message: string;
  readonly param?: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Name of the provider behind the failure. */
  readonly provider?: string;
  readonly generationId?: string;
}

/** Turns whatever was thrown into what is told (NET-5, FAIL-4). A mistake of the server says only that it is one. */
export function describeError(error: unknown, secrets: readonly string[] = []): ErrorReply {
  if (error instanceof Refusal) {
    return {
      status: REFUSAL_STATUS[error.code],
      code: error.code,
      message: redact(error.message, secrets),
      headers: error.headers,
      ...(error.param === undefined ? {} : { param: error.param }),
    };
  }
  if (error instanceof StateUnavailable) {
    return { status: REFUSAL_STATUS.state_unavailable, code: error.code, message: error.message, headers: { "retry-after": "1" } };
  }
  if (!ToolkitError.isInstance(error)) return { status: 500, code: "internal", message: "internal error", headers: {} };
  const api = apiErrorBehind(error);
  const details = api?.details;
  const retryAfterMs = details?.retryAfterMs ?? error.retryAfterMs;
  const hint = error.hint === undefined || !isForCaller(error) ? "" : ` ${error.hint}`;
  return {
    status: statusOf(error, api),
    code: error.code,
    message: redact(`${error.message}${hint}`, secrets),
    headers: retryAfterMs === undefined ? {} : { "retry-after": String(Math.ceil(retryAfterMs / 1000)) },
    ...(error.code === "model_ref_invalid" || error.code === "model_unknown" ? { param: "model" } : {}),
    ...(details?.provider === undefined ? {} : { provider: details.provider }),
    ...(details?.generationId === undefined ? {} : { generationId: details.generationId }),
  };
}

/** Hints speak of the command line or of the operator's configuration; only those about the request itself help whoever calls by HTTP. */
function isForCaller({ name, hint = "" }: ToolkitError): boolean {
  return name === "RequestError" && !CONFIGURATION_KEY.test(hint);
}

const CONFIGURATION_KEY = /\b(?:agents|gateway|models|tools|tts)\.[a-z]+\./i;

function statusOf(error: ToolkitError, api: ApiError | undefined): number {
  const own = (STATUS_OF as Partial<Record<string, number>>)[error.code] ?? 500;
  // A chain that failed says why its last model did: a caller can act on 429 or 402, not on "all failed".
  if (error.code === "candidates_exhausted" && api !== undefined) return (STATUS_OF as Partial<Record<string, number>>)[api.code] ?? own;
  return own;
}

function apiErrorBehind(error: ToolkitError): ApiError | undefined {
  for (let current: unknown = error, depth = 0; ToolkitError.isInstance(current) && depth < 4; current = current.cause, depth++) {
    if (current.name === "ApiError") return current as ApiError;
  }
  return undefined;
}
