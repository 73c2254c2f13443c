import { type ShapeStep, unchanged } from "./step.js";

/**
 * CHAT-3: OpenAI's own settings — service tier, store, reasoning-compat fields, prompt-cache hints — and whatever else was configured and has
 * no meaning here are not forwarded. Only known parameters have a way into the body; this step says which had none.
 */
export const unsupportedFields: ShapeStep = {
  name: "unsupported-fields",
  apply(draft, { params }) {
    const names = Object.entries(params.other ?? {})
      .filter(([, value]) => value !== undefined)
      .map(([name]) => name);
    if (names.length === 0) return unchanged(draft, "nothing was left over");
    return unchanged(
      draft,
      `not forwarded: ${names.join(", ")}`,
      names.map((name) => ({
        code: "param_dropped",
        message: `The parameter "${name}" is not forwarded to OpenRouter; put it into extraBody to send it as it is.`,
      })),
    );
  },
};
