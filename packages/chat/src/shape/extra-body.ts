import { type JsonObject, RequestError, type Warning } from "@openclaw/core";
import { readObject } from "@openclaw/core/internal";
import { type ShapeStep, unchanged, withBody } from "./step.js";

const RESERVED = ["model", "messages", "stream"];
// Meant for OpenAI's own Responses API; no OpenRouter route takes it.
const NEVER_FORWARDED = ["store"];

/** CHAT-9: the user's own body fields, last, over everything but what makes the request what it is. */
export const extraBody: ShapeStep = {
  name: "extra-body",
  apply(draft, { params }) {
    const given = Object.entries(params.extraBody ?? {}).filter(
      ([key]) => key !== "__proto__" && key !== "constructor" && key !== "prototype",
    );
    const reserved = given.find(([key]) => RESERVED.includes(key));
    if (reserved !== undefined) {
      throw new RequestError(`extraBody may not set "${reserved[0]}".`, {
        code: "input_invalid",
        hint: "Choose the model with the model reference, and remove the field from params.extraBody.",
      });
    }
    const kept = given.filter(([key]) => !NEVER_FORWARDED.includes(key));
    const warnings: Warning[] = given
      .filter(([key]) => NEVER_FORWARDED.includes(key))
      .map(([key]) => ({ code: "param_dropped", message: `extraBody.${key} is not forwarded to OpenRouter.` }));
    if (kept.length === 0) return unchanged(draft, "none is configured", warnings);
    const { reasoning, ...others } = Object.fromEntries(kept);
    // Settings beside the effort, such as `exclude`, join the thinking level; the reasoning step has left out what they decide themselves.
    const joined =
      readObject(reasoning) === undefined
        ? reasoning
        : { ...(readObject(draft.body["reasoning"]) as JsonObject), ...(reasoning as JsonObject) };
    const fields = reasoning === undefined ? others : { ...others, reasoning: joined };
    return withBody(draft, fields, kept.map(([key]) => key).join(", "), warnings);
  },
};
