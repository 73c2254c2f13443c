import type { ModelTarget } from "@openclaw/core";
import type { ChatInput } from "../chat-input.js";
import { isReasoningOn } from "../shape/reasoning.js";
import type { Delivered } from "./delivered.js";

/**
 * May this model be asked to go on from the text that was delivered? Only text can be continued: half a tool call, a picture or sound
 * cannot, and some models refuse while they reason.
 */
export function mayPrefill(target: ModelTarget, input: ChatInput, delivered: Delivered): boolean {
  const { traits } = target;
  const onlyText =
    delivered.text.trim() !== "" &&
    delivered.tools.length === 0 &&
    delivered.images.length === 0 &&
    delivered.audioData === "" &&
    delivered.transcript === "";
  return onlyText && traits.prefill && !(traits.noPrefillWhileReasoning && isReasoningOn(target, input));
}

/** The same question with the delivered text as the beginning of the answer. Trailing white space is left out: providers refuse it. */
export function prefilledInput<Input extends ChatInput>(input: Input, text: string, target: ModelTarget): Input {
  return {
    ...input,
    messages: [...input.messages, { role: "assistant", content: text.trimEnd(), source: { model: target.model.wireId } }],
  };
}
