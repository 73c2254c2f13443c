import type { ModelTarget, RequestPlan } from "@openclaw/core";
import { checkAttachments } from "../check-attachments.js";
import type { ChatInput } from "../chat-input.js";
import { cacheMarkers } from "./cache-markers.js";
import { extraBody } from "./extra-body.js";
import { checkInput } from "./check-input.js";
import { forcedTool } from "./forced-tool.js";
import { messages } from "./messages.js";
import { output } from "./output.js";
import { providerRouting } from "./provider-routing.js";
import { reasoning } from "./reasoning.js";
import { reasoningReplay } from "./reasoning-replay.js";
import { responseCache } from "./response-cache.js";
import { sampling } from "./sampling.js";
import { runSteps } from "./run-steps.js";
import type { ShapeStep } from "./step.js";
import { thoughtSignatures } from "./thought-signatures.js";
import { toolCallIds } from "./tool-call-ids.js";
import { tools } from "./tools.js";
import { trailingAssistant } from "./trailing-assistant.js";
import { unsupportedFields } from "./unsupported-fields.js";

/**
 * The rules of shaping, in the only order they work in. Each line says why it stands where it stands.
 */
export const SHAPE_STEPS: readonly ShapeStep[] = [
  providerRouting, // CHAT-5: the routing object is in place before any other shaping
  messages, //        the neutral messages become wire messages; everything below reads those
  tools, //           CHAT-8: known before reasoning, which some models refuse together with a forced tool
  toolCallIds, //     ids that the target's family accepts, on calls and results alike
  sampling, //        temperature, limits, stop … from the merged parameters
  output, //          response format, modalities, plugins, session
  reasoning, //       CHAT-1: the thinking level; the rules below ask whether reasoning is on
  forcedTool, //      after reasoning, which decides it
  reasoningReplay, // CHAT-6, CHAT-7: what of earlier reasoning the target understands
  thoughtSignatures, // CHAT-4: after replay, on what is left
  trailingAssistant, // CHAT-7: after reasoning, which decides it
  cacheMarkers, //    CHAT-2: on the final messages and tools, so that a marker is never on something dropped
  responseCache, //   CHAT-9: headers only
  unsupportedFields, // CHAT-3: names what was configured and is not forwarded
  extraBody, //       CHAT-9: the user's own fields have the last word
];

/**
 * Shapes a request for one target: pure, and the same bytes for the same input (CHAT-2). What it returns can be printed whole; the key is
 * not in it.
 *
 * @throws RequestError `input_invalid` for input that no model could answer, before anything is sent
 */
export function shapeChat(target: ModelTarget, given: ChatInput): RequestPlan {
  const input = withoutNulls(given);
  checkInput(input);
  checkAttachments(input.messages, target.traits, target.model.ref);
  return runSteps(SHAPE_STEPS, target, input);
}

/** What came from JSON writes `null` for what is not given. */
function withoutNulls(given: ChatInput): ChatInput {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null)) as unknown as ChatInput;
}
