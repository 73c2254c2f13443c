import type { ErrorCode } from "./codes.js";

/** What a developer can do about an upstream error; an app puts its own commands and options in its place, by the error's code. `undefined` when there is nothing useful to say. */
export function hintFor(code: ErrorCode, facts: { readonly text: string; readonly limitSource: string | undefined }): string | undefined {
  if (code === "payment_required") return paymentHint(facts);
  return HINTS[code];
}

const HINTS: Partial<Record<ErrorCode, string>> = {
  authentication: "Check the key; a new one comes from https://openrouter.ai/keys.",
  permission_denied: "The key or account may not do this; look at the account's guardrails and the key's kind.",
  rate_limit_exceeded: "Wait as long as it says, or give a fallback model.",
  provider_overloaded: "Try again shortly, or give a fallback model.",
  provider_unavailable: "Try again shortly, or give a fallback model.",
  not_found: "Check the model's id; the models that can be used are listed at https://openrouter.ai/models.",
  context_length_exceeded: "Shorten the conversation, or choose a model with a larger context window.",
  payload_too_large: "Send less at once: fewer or smaller attachments.",
  content_policy_violation: "The content was refused; another wording or another model may be needed.",
};

function paymentHint({ text, limitSource }: { readonly text: string; readonly limitSource: string | undefined }): string {
  const affordable = /can only afford (\d+)/i.exec(text)?.[1];
  if (affordable !== undefined)
    return `Ask for at most ${affordable} output tokens (maxTokens), or add credits at https://openrouter.ai/credits.`;
  if (limitSource === "openrouter_key_limit" || /key limit/i.test(text))
    return "The key's own limit is used up: raise it at https://openrouter.ai/keys or use another key.";
  if (limitSource === "openrouter_in_flight_budget") return "Too much is running at once for the balance: wait a moment, or add credits.";
  return "Add credits at https://openrouter.ai/credits, or use another key.";
}
