import type { ErrorReply } from "./describe-error.js";

/** Whose error shape a path speaks (SRV-1). */
export type Dialect = "openai" | "anthropic" | "openrouter";

/** The dialect of a path, known or unknown: a 404 too is told in the caller's own words. */
export function dialectOf(path: string): Dialect {
  if (/^\/(?:api\/)?v1\/messages(?:\/|$)/.test(path)) return "anthropic";
  return path.startsWith("/api/") ? "openrouter" : "openai";
}

/** The error body of a dialect, as an object ready for JSON. */
export function errorBody(dialect: Dialect, reply: ErrorReply, requestId: string): Readonly<Record<string, unknown>> {
  switch (dialect) {
    case "anthropic":
      return {
        type: "error",
        error: { type: anthropicType(reply), message: reply.message, error_type: reply.code },
        request_id: requestId,
      };
    case "openrouter":
      return { error: openRouterError(reply) };
    case "openai":
      return { error: openAiError(reply) };
  }
}

export function openRouterError(reply: ErrorReply): Readonly<Record<string, unknown>> {
  const metadata = { error_type: reply.code, ...(reply.provider === undefined ? {} : { provider_name: reply.provider }) };
  return { code: reply.status, message: reply.message, metadata };
}

export function openAiError(reply: ErrorReply): Readonly<Record<string, unknown>> {
  return { message: reply.message, type: openAiType(reply.status), param: reply.param ?? null, code: openAiCode(reply) };
}

function openAiType(status: number): string {
  if (status === 401) return "unauthorized";
  if (status === 402) return "insufficient_quota";
  if (status === 403) return "forbidden";
  if (status === 429) return "rate_limit_error";
  return status < 500 ? "invalid_request_error" : "api_error";
}

function openAiCode({ code }: ErrorReply): string {
  if (code === "unauthorized") return "invalid_api_key";
  return code === "model_unknown" ? "model_not_found" : code;
}

function anthropicType({ status, code }: ErrorReply): string {
  if (code === "provider_overloaded" || code === "shutting_down") return "overloaded_error";
  switch (status) {
    case 401:
      return "authentication_error";
    case 402:
      return "billing_error";
    case 403:
      return "permission_error";
    case 404:
      return "not_found_error";
    case 413:
      return "request_too_large";
    case 429:
      return "rate_limit_error";
    case 504:
      return "timeout_error";
    default:
      return status < 500 ? "invalid_request_error" : "api_error";
  }
}
