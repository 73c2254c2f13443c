import type { ErrorCode } from "./codes.js";

/** One sentence that upstreams really send, and what it means. Used only where no specific error type was sent. */
interface ErrorText {
  readonly pattern: RegExp;
  readonly code: ErrorCode;
}

const TEXTS: readonly ErrorText[] = [
  // "This endpoint's maximum context length is 8192 tokens. However, you requested about 9000 tokens …"
  {
    pattern:
      /maximum context length|context length exceeded|context window|prompt is too long|input token count exceeds|prompt tokens limit exceeded/i,
    code: "context_length_exceeded",
  },
  // "Budget limit exceeded (monthly limit)", "Key limit exceeded": money, although the status is 403.
  {
    pattern:
      /budget (?:limit )?exceeded|key limit (?:exceeded|reached)|insufficient (?:credits|balance|funds)|insufficient_quota|requires more credits|credit balance|payment required/i,
    code: "payment_required",
  },
  // "Rate limit exceeded: free-models-per-day."
  {
    pattern: /rate[ _-]?limit|too many (?:concurrent )?requests|resource exhausted|tokens per (?:minute|day)|throttl/i,
    code: "rate_limit_exceeded",
  },
  { pattern: /\boverloaded\b|at capacity|high demand/i, code: "provider_overloaded" },
  // "acme/fake-1.0 is not a valid model ID", "No endpoints found for …", "No allowed providers are available …"
  {
    pattern:
      /is not a valid model id|no endpoints (?:found|available)|no allowed providers|no models match|model_not_found|model .{0,80}does not exist/i,
    code: "not_found",
  },
  { pattern: /no auth credentials|missing authentication|user not found|invalid api key|incorrect api key/i, code: "authentication" },
  { pattern: /flagged|moderation|content policy|safety (?:system|filter)/i, code: "content_policy_violation" },
];

/** What a text says, when it is one of the known ones. */
export function codeFromText(text: string, status: number): ErrorCode | undefined {
  const found = TEXTS.find(({ pattern }) => pattern.test(text))?.code;
  // "Prompt tokens limit exceeded" with 402 is what the balance can pay for, not what the model can hold.
  if (status === 402 && found === "context_length_exceeded") return undefined;
  // A 5xx stays the server's fault whatever its text mentions.
  return status >= 500 && found !== "provider_overloaded" && found !== "rate_limit_exceeded" ? undefined : found;
}

// "… does not support assistant message prefill", "conversation must end with a user message"
const PREFILL_REFUSAL =
  /assistant message prefill|must end with a user|does not support (?:assistant )?prefill|last message (?:cannot|must not) be .{0,20}assistant/i;

/** True when a model refused to continue an assistant message; the next try has to do without (FAIL-5). */
export function isPrefillRefusal(text: string): boolean {
  return PREFILL_REFUSAL.test(text);
}
