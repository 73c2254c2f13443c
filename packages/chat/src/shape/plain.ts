import type { ModelTarget, RequestPlan } from "@openclaw/core/internal/stream";
import type { ChatInput } from "../chat-input.js";
import type { ChatMessage } from "../messages.js";
import { parameters, paramsOf, WIRE_NAMES } from "./parameters.js";
import { runSteps } from "./run-steps.js";
import { textMessages } from "./text-messages.js";

const INPUT_FIELDS: ReadonlySet<string> = new Set(["target", "messages", "params"]);
const MESSAGE_FIELDS: ReadonlySet<string> = new Set(["role", "content", "name", "source"]);

/**
 * The plan of a request that only these steps have anything to do with: words in, words out, and sampling. `undefined` for every other one,
 * which `shapeChat` shapes; for these both give the same request.
 */
export function shapePlain(target: ModelTarget, input: ChatInput): RequestPlan | undefined {
  return isPlain(target, input) ? runSteps([textMessages, parameters], target, input) : undefined;
}

/** Names what is known to be plain, so that whatever is added later is not taken for it. */
function isPlain(target: ModelTarget, input: ChatInput): boolean {
  const { traits, endpoint } = target;
  const given = paramsOf(target, input);
  const { maxTokens = 0 } = given;
  const { maxOutputTokens = maxTokens } = traits;
  return (
    // Without types, anything may be given; `shapeChat` says what is wrong with it.
    input.messages?.at(-1)?.role === "user" &&
    !(traits.cacheMarkers && endpoint.verified) &&
    !traits.backfillReasoningContent &&
    holdsOnly(input, INPUT_FIELDS) &&
    holdsOnly(given, WIRE_NAMES) &&
    maxTokens <= maxOutputTokens &&
    input.messages.every(isText)
  );
}

function isText(message: ChatMessage): boolean {
  return (
    typeof message?.content === "string" && message.role !== "tool" && message.content.trim() !== "" && holdsOnly(message, MESSAGE_FIELDS)
  );
}

function holdsOnly(value: object, fields: { readonly has: (name: string) => boolean }): boolean {
  for (const name in value) if (!fields.has(name) && value[name as keyof typeof value] !== undefined) return false;
  return true;
}
