import { RequestError, type Warning } from "@openclaw/core";
import { type ShapeStep, unchanged, withBody } from "./step.js";

const RESERVED = ["model", "messages", "stream"];
// Meant for OpenAI's own Responses API; no OpenRouter route takes it (openclaw.md §5.2).
const NEVER_FORWARDED = ["store"];

/** CHAT-9: the user's own body fields, last, over everything but what makes the request what it is. */
export const extraBody: ShapeStep = {
  name: "extra-body",
  apply(draft, { params }) {
    const fields = Object.entries(params.extraBody ?? {}).filter(
      ([key]) => key !== "__proto__" && key !== "constructor" && key !== "prototype",
    );
    const reserved = fields.find(([key]) => RESERVED.includes(key));
    if (reserved !== undefined) {
      throw new RequestError(`extraBody may not set "${reserved[0]}".`, {
        code: "input_invalid",
        hint: "Choose the model with the model reference, and remove the field from params.extraBody.",
      });
    }
    const kept = fields.filter(([key]) => !NEVER_FORWARDED.includes(key));
    const warnings: Warning[] = fields
      .filter(([key]) => NEVER_FORWARDED.includes(key))
      .map(([key]) => ({ code: "param_dropped", message: `extraBody.${key} is not forwarded to OpenRouter.` }));
    if (kept.length === 0) return unchanged(draft, "none is configured", warnings);
    return withBody(draft, Object.fromEntries(kept), kept.map(([key]) => key).join(", "), warnings);
  },
};
