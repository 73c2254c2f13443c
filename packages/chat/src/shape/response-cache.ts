import { type ShapeStep, unchanged } from "./step.js";

const MAX_TTL_SECONDS = 86_400;

/** CHAT-9: OpenRouter's own response cache, by headers, on verified endpoints and only when it was asked for. */
export const responseCache: ShapeStep = {
  name: "response-cache",
  apply(draft, { target, params }) {
    const { responseCache: wanted, responseCacheTtlSeconds: ttlSeconds, responseCacheClear: clear } = params;
    if (wanted === undefined) return unchanged(draft, "not asked for");
    if (!target.endpoint.verified) return unchanged(draft, "a custom base URL gets no response-cache headers");
    const headers: Record<string, string> = { ...draft.headers, "X-OpenRouter-Cache": String(wanted) };
    if (wanted && ttlSeconds !== undefined && Number.isFinite(ttlSeconds)) {
      headers["X-OpenRouter-Cache-TTL"] = String(Math.min(MAX_TTL_SECONDS, Math.max(1, Math.trunc(ttlSeconds))));
    }
    if (wanted && clear === true) headers["X-OpenRouter-Cache-Clear"] = "true";
    return {
      draft: { ...draft, headers },
      applied: true,
      reason: wanted ? "the response cache is on" : "the response cache is off for this request",
    };
  },
};
