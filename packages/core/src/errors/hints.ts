import type { ErrorCode } from "./codes.js";

export interface HintFacts {
  readonly text: string;
  readonly limitSource?: string | undefined;
  /** The availability object's code: why nobody answers for this model. */
  readonly availability?: string | undefined;
  /** What the provider offers in its place. */
  readonly fallbackModels?: readonly string[] | undefined;
}

/** What a developer can do about an upstream error; an app puts its own commands and options in its place, by the error's code. `undefined` when there is nothing useful to say. */
export function hintFor(code: ErrorCode, facts: HintFacts): string | undefined {
  if (code === "payment_required") return paymentHint(facts);
  if (/does not support this endpoint/i.test(facts.text)) return OTHER_USE;
  if (code === "not_found") return absenceHint(facts) ?? HINTS[code];
  return HINTS[code];
}

const OTHER_USE = "The model is made for something else: https://openrouter.ai/models lists them by what they take and give.";

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

/** A model that is there, though nobody may or can answer this request: its id is not what is wrong (trap 26). */
function absenceHint({ text, availability, fallbackModels }: HintFacts): string | undefined {
  if (/support the requested output modalities/i.test(text)) return OTHER_USE;
  const lacking = /endpoints found that support (?:the provided )?'?([a-z_ ]{1,40}?)'?(?: value)?\s*(?:[.,(]|$)/i.exec(text)?.[1];
  if (lacking !== undefined) return `None of the model's providers has ${lacking} at the moment: ask without it, later, or another model.`;
  if (availability === "privacy_restricted" || /data policy|privacy/i.test(text))
    return "The account's data policy leaves no provider for this model: https://openrouter.ai/settings/privacy.";
  if (availability === "constraint_filtered" || /no allowed providers|no models match your request/i.test(text))
    return "The request's own routing leaves no provider for this model: widen `provider` (`only`, `ignore`, `max_price`, …) or leave it out.";
  const [other] = fallbackModels ?? [];
  return other === undefined ? undefined : `The provider names another model in its place: ${other}.`;
}

function paymentHint({ text, limitSource }: HintFacts): string {
  const affordable = /can only afford (\d+)/i.exec(text)?.[1];
  if (affordable !== undefined)
    return `Ask for at most ${affordable} output tokens (maxTokens), or add credits at https://openrouter.ai/credits.`;
  if (limitSource === "openrouter_key_limit" || /key limit/i.test(text))
    return "The key's own limit is used up: raise it at https://openrouter.ai/keys or use another key.";
  if (limitSource === "openrouter_in_flight_budget") return "Too much is running at once for the balance: wait a moment, or add credits.";
  return "Add credits at https://openrouter.ai/credits, or use another key.";
}
