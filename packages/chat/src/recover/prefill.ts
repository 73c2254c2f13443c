import type { ModelTarget } from "@openclaw/core";
import type { ChatInput } from "../chat-input.js";
import type { AssistantMessage, ChatMessage } from "../messages.js";
import { isReasoningOn } from "../shape/reasoning.js";
import type { Delivered } from "./delivered.js";

/**
 * May this model be asked to go on from the text that was delivered? Only text can be continued: half a tool call, a picture or sound
 * cannot, nor can a form that the provider enforces, because each of its answers is a whole value; and some models refuse while they reason.
 */
export function mayPrefill(target: ModelTarget, input: ChatInput, delivered: Delivered): boolean {
  const { traits } = target;
  const onlyText =
    delivered.text.trim() !== "" &&
    delivered.tools.length === 0 &&
    delivered.images.length === 0 &&
    delivered.audioData === "" &&
    delivered.transcript === "";
  const { type = "text" } = input.responseFormat ?? {};
  const enforced = type !== "text" && traits.structuredOutput !== false;
  return onlyText && !enforced && traits.prefill && !(traits.noPrefillWhileReasoning && isReasoningOn(target, input));
}

/** The whole beginning of an answer of which `text` was delivered: the caller may have written its first words, which some hosts repeat. */
export function beginningOf({ messages }: ChatInput, text: string): string {
  const last = messages.at(-1);
  const begun = isBegun(last) ? (last.content ?? "") : "";
  return text.startsWith(begun) ? text : `${begun}${text}`;
}

/** The same question with the beginning of its answer, as one message. Trailing white space is left out: providers refuse it. */
export function prefilledInput<Input extends ChatInput>(input: Input, beginning: string, target: ModelTarget): Input {
  const asked = isBegun(input.messages.at(-1)) ? input.messages.slice(0, -1) : input.messages;
  return {
    ...input,
    messages: [...asked, { role: "assistant", content: beginning.trimEnd(), source: { model: target.model.wireId } }],
  };
}

/** The beginning of an answer, as the caller wrote it. */
function isBegun(message: ChatMessage | undefined): message is AssistantMessage {
  return message?.role === "assistant" && message.toolCalls === undefined;
}
