import { Refusal } from "../errors/refusal.js";
import type { JsonObject } from "../wire/read-json.js";

export interface StatusFault {
  status: number;
  message: string;
  errorType?: string;
  metadata?: JsonObject;
  /** Adds the three `X-RateLimit-*` headers and their copy in the metadata. */
  limited?: boolean;
}

/** Status faults by name, in the provider's words. */
export const STATUS_FAULTS = {
  "status-400": { status: 400, message: "Invalid request parameters" },
  "status-401": { status: 401, message: "No auth credentials found" },
  "status-402": {
    status: 402,
    message: "Insufficient credits. Add more using https://openrouter.ai/settings/credits",
    metadata: { provider_name: null, limit_source: "openrouter_credits" },
  },
  "status-402-inflight": {
    status: 402,
    message: "Too many requests in flight for the remaining budget. Retry when they have finished.",
    metadata: { limit_source: "openrouter_in_flight_budget", reason: "in_flight_budget_exhausted" },
  },
  "status-403": { status: 403, message: "You do not have permission to perform this action" },
  "status-403-moderation": {
    status: 403,
    message: "Your input was flagged by moderation",
    errorType: "content_policy_violation",
    metadata: { reasons: ["violence"], flagged_input: "sandbox...flagged", provider_name: "Sandbox", model_slug: "sandbox/guide" },
  },
  "status-403-budget": {
    status: 403,
    message: "Budget limit exceeded (monthly limit)",
    metadata: {
      limit_source: "openrouter_workspace_budget",
      scope: "workspace",
      limit_usd: 10,
      spend_usd: 10.02,
      resets_at: "2026-12-01T00:00:00Z",
    },
  },
  "status-404": { status: 404, message: "No endpoints found for this model." },
  "status-408": { status: 408, message: "Request timed out" },
  "status-413": { status: 413, message: "Request entity too large" },
  "status-422": { status: 422, message: "Unprocessable entity" },
  "status-429": { status: 429, message: "Rate limit exceeded: free-models-per-min. ", limited: true },
  "status-429-upstream": {
    status: 429,
    message: "Provider returned error",
    metadata: { provider_name: "Sandbox", raw: "The model is temporarily rate-limited upstream. Please retry shortly." },
  },
  "status-429-daily": {
    status: 429,
    message: "Rate limit exceeded: free-models-per-day. Add 10 credits to unlock 1000 free model requests per day",
    metadata: { limit_source: "openrouter_free_tier_daily" },
    limited: true,
  },
  "status-500": { status: 500, message: "Internal Server Error" },
  "status-502": {
    status: 502,
    message: "Provider returned an invalid response",
    metadata: { provider_name: "Sandbox", provider_code: "bad_gateway" },
  },
  "status-503": { status: 503, message: "There is no available model provider that meets your routing requirements" },
  "status-504": { status: 504, message: "Upstream timed out" },
  "status-524": { status: 524, message: "The edge network timed out" },
  "status-529": {
    status: 529,
    message: "Provider is overloaded",
    metadata: { provider_name: "Sandbox", provider_code: "overloaded_error" },
  },
} as const satisfies Record<string, StatusFault>;

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** The refusal of a status fault; `retryAfter` seconds become the header, an empty text sends none. */
export function statusRefusal(fault: StatusFault, retryAfter: string, nowMs: number): Refusal {
  const daily = fault.metadata?.["limit_source"] === "openrouter_free_tier_daily";
  const limits = fault.limited === true ? rateLimitHeaders(daily ? 50 : 20, nowMs + (daily ? DAY_MS : MINUTE_MS)) : undefined;
  return new Refusal(fault.status, fault.message, {
    metadata: { ...fault.metadata, ...(limits === undefined ? {} : { headers: limits, provider_name: null }) },
    headers: { ...limits, ...(retryAfter === "" ? {} : { "Retry-After": retryAfter }) },
    ...(fault.errorType === undefined ? {} : { errorType: fault.errorType }),
  });
}

function rateLimitHeaders(limit: number, resetMs: number): Record<string, string> {
  return { "X-RateLimit-Limit": String(limit), "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": String(resetMs) };
}
