import { withParameters } from "./parameters.js";
import type { ShapeStep } from "./step.js";

/** The model's parameters, with the length of the answer within what the model writes. */
export const sampling: ShapeStep = {
  name: "sampling",
  apply(draft, { params, target }) {
    const { maxTokens } = params;
    const ceiling = target.traits.maxOutputTokens;
    if (maxTokens === undefined || ceiling === undefined || maxTokens <= ceiling) return withParameters(draft, params);
    return withParameters(draft, { ...params, maxTokens: ceiling }, [
      {
        code: "max_tokens_limited",
        message: `${target.model.ref} writes at most ${ceiling} tokens; maxTokens ${maxTokens} was lowered.`,
      },
    ]);
  },
};
