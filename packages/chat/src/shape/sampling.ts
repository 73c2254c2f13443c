import type { JsonValue } from "@openclaw/core";
import { type ShapeStep, unchanged, withBody } from "./step.js";

/** The model's parameters under their wire names. What is absent is not sent: the provider's own default then holds. */
export const sampling: ShapeStep = {
  name: "sampling",
  apply(draft, { params, target }) {
    const ceiling = target.traits.maxOutputTokens;
    const limited = params.maxTokens !== undefined && ceiling !== undefined && params.maxTokens > ceiling;
    const fields: Record<string, JsonValue | undefined> = {
      temperature: params.temperature,
      top_p: params.topP,
      top_k: params.topK,
      min_p: params.minP,
      frequency_penalty: params.frequencyPenalty,
      presence_penalty: params.presencePenalty,
      repetition_penalty: params.repetitionPenalty,
      seed: params.seed,
      stop: params.stop,
      max_completion_tokens: limited ? ceiling : params.maxTokens,
    };
    const set = Object.entries(fields).filter(([, value]) => value !== undefined);
    if (set.length === 0) return unchanged(draft, "no parameters are set");
    const warnings = limited
      ? [
          {
            code: "max_tokens_limited",
            message: `${target.model.ref} writes at most ${ceiling} tokens; maxTokens ${params.maxTokens} was lowered.`,
          },
        ]
      : [];
    return withBody(draft, Object.fromEntries(set), set.map(([key]) => key).join(", "), warnings);
  },
};
