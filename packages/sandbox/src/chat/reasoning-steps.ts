import type { Fault } from "../faults/fault.js";
import type { Step } from "../http/steps.js";
import type { JsonObject } from "../wire/read-json.js";
import type { ChatRequest } from "./chat-request.js";
import type { DeltaStep } from "./delta-step.js";
import { groupTokens } from "./group-tokens.js";
import { reasoningDetails } from "./reasoning-details.js";
import type { Reply } from "./reply.js";

/** Reasoning as deltas: `reasoning` and `reasoning_details` carry the same text side by side; signatures and sealed data come last. */
export function reasoningSteps(chat: ChatRequest, reply: Reply, delta: DeltaStep, fault: Fault | undefined): Step[] {
  const details = reasoningDetails(chat, reply);
  const steps = details.flatMap((detail) => detailSteps(detail, delta));
  if (fault?.name !== "reasoning-duplicate" || details.length === 0) return steps;
  return [...steps, delta({ reasoning: reply.reasoning, reasoning_details: details })];
}

function detailSteps(detail: JsonObject, delta: DeltaStep): Step[] {
  const { text, summary, signature, ...rest } = detail;
  const words = typeof text === "string" ? text : typeof summary === "string" ? summary : undefined;
  if (words === undefined) return [delta({ reasoning_details: [detail] })];
  const key = typeof text === "string" ? "text" : "summary";
  const steps = groupTokens(words).map((piece) =>
    delta({ reasoning: piece.text, reasoning_details: [{ ...rest, [key]: piece.text }] }, piece.tokens),
  );
  if (signature !== undefined) steps.push(delta({ reasoning: null, reasoning_details: [{ ...rest, signature }] }));
  return steps;
}
