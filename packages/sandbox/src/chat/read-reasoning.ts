import type { ModelRowWire } from "../catalogue/model-row.js";
import { Refusal } from "../errors/refusal.js";
import { numberAt, objectAt, textAt, type JsonObject } from "../wire/read-json.js";
import type { ReasoningWish } from "./chat-request.js";

const EFFORTS = new Set(["max", "xhigh", "high", "medium", "low", "minimal", "none"]);

/** Whether and how the model reasons: what was asked, within what its row allows. */
export function readReasoning(body: JsonObject, row: ModelRowWire): ReasoningWish {
  const wish = objectAt(body, "reasoning");
  const short = textAt(body, "reasoning_effort");
  const effort = textAt(wish, "effort") ?? short;
  if (short !== undefined && effort !== short) throw new Refusal(400, "reasoning.effort and reasoning_effort must not differ");
  if (effort !== undefined && !EFFORTS.has(effort)) throw new Refusal(400, `Invalid reasoning effort: ${effort}`);
  if (effort !== undefined && effort !== "none" && numberAt(wish, "max_tokens") !== undefined) {
    throw new Refusal(400, 'Only one of "reasoning.effort" and "reasoning.max_tokens" may be specified');
  }
  const traits = row.reasoning;
  const hidden = wish["exclude"] === true || body["include_reasoning"] === false;
  if (traits === undefined) return { on: false, hidden, effort: "none" };
  const refused = effort === "none" || wish["enabled"] === false;
  if (refused && traits.mandatory) throw new Refusal(400, "Reasoning is mandatory for this endpoint and cannot be disabled.");
  const asked = body["reasoning"] != null || short !== undefined || body["include_reasoning"] === true;
  return {
    on: !refused && (asked || traits.mandatory || traits.default_enabled === true),
    hidden,
    effort: effort ?? traits.default_effort ?? "medium",
  };
}
