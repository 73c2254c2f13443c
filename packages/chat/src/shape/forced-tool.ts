import { isReasoningOn } from "./reasoning.js";
import { type ShapeStep, unchanged, withBody } from "./step.js";

/** Claude refuses a forced tool while it reasons: the choice is left to it, and the caller is told. */
export const forcedTool: ShapeStep = {
  name: "forced-tool",
  apply(draft, { target, input }) {
    const choice = draft.body["tool_choice"];
    if (choice === undefined || choice === "auto" || choice === "none") return unchanged(draft, "no tool is forced");
    if (!target.traits.noForcedToolWhileReasoning || !isReasoningOn(target, input))
      return unchanged(draft, "a forced tool is accepted here");
    return withBody(draft, { tool_choice: "auto" }, "a forced tool is refused while reasoning", [
      {
        code: "tool_choice_changed",
        message: `${target.model.ref} cannot be forced to a tool while it reasons: tool choice is "auto" instead.`,
      },
    ]);
  },
};
