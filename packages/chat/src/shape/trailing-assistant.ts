import { readArray } from "@openclaw/core/internal";
import { isReasoningOn } from "./reasoning.js";
import { messagesOf } from "./messages-of.js";
import { type MessageWire, type ShapeStep, unchanged, withBody } from "./step.js";

/** CHAT-7: a model that reasons before it answers cannot be handed the beginning of its answer; Claude refuses the request. */
export const trailingAssistant: ShapeStep = {
  name: "trailing-assistant",
  apply(draft, { target, input }) {
    if (!target.traits.noPrefillWhileReasoning) return unchanged(draft, "this family takes a trailing assistant turn");
    if (!isReasoningOn(target, input)) return unchanged(draft, "reasoning is off");
    const before = messagesOf(draft);
    const end = before.findLastIndex((message) => !isPrefill(message)) + 1;
    if (end === before.length) return unchanged(draft, "the conversation ends with a user turn");
    const dropped = before.length - end;
    return withBody(draft, { messages: before.slice(0, end) }, `${dropped} trailing assistant turn${dropped === 1 ? "" : "s"} dropped`, [
      {
        code: "prefill_dropped",
        message: `${target.model.ref} cannot continue an answer while it reasons: ${dropped} trailing assistant turn(s) were left out.`,
      },
    ]);
  },
};

function isPrefill(message: MessageWire): boolean {
  return message["role"] === "assistant" && (readArray(message["tool_calls"])?.length ?? 0) === 0;
}
