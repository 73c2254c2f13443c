import type { ChatAnswer } from "../chat/answer-chat.js";
import type { ChatRequest } from "../chat/chat-request.js";
import { groupTokens } from "../chat/group-tokens.js";
import type { Step } from "../http/steps.js";
import { textAt, type JsonObject } from "../wire/read-json.js";
import { stopReason, writeBlocks, writeMessage, writeMessagesUsage } from "./write-message.js";

/** The plan of a streamed message: named events, blocks one after the other. */
export function planMessage(chat: ChatRequest, answer: ChatAnswer): Step[] {
  const blocks = writeBlocks(chat, answer);
  const delta = { container: null, stop_details: null, stop_reason: stopReason(answer), stop_sequence: null };
  return [
    { kind: "comment" },
    event({ type: "message_start", message: writeMessage(chat, answer, [], false) }),
    event({ type: "ping" }),
    ...blocks.flatMap((block, index) => blockSteps(block, index)),
    event({ type: "message_delta", delta, usage: writeMessagesUsage(answer, true) }),
    event({ type: "message_stop" }),
    { kind: "done" },
  ];
}

function event(json: JsonObject, tokens?: number): Step {
  return { kind: "data", json, event: textAt(json, "type") ?? "message", ...(tokens === undefined ? {} : { tokens }) };
}

function blockSteps(block: JsonObject, index: number): Step[] {
  const delta = (part: JsonObject, tokens?: number): Step => event({ type: "content_block_delta", index, delta: part }, tokens);
  const inner: Step[] = [];
  let opened: JsonObject = block;
  switch (block["type"]) {
    case "text":
      opened = { ...block, text: "" };
      inner.push(...groupTokens(textAt(block, "text") ?? "").map((piece) => delta({ type: "text_delta", text: piece.text }, piece.tokens)));
      break;
    case "thinking":
      opened = { ...block, thinking: "", signature: "" };
      inner.push(
        ...groupTokens(textAt(block, "thinking") ?? "").map((piece) =>
          delta({ type: "thinking_delta", thinking: piece.text }, piece.tokens),
        ),
      );
      inner.push(delta({ type: "signature_delta", signature: textAt(block, "signature") ?? "" }));
      break;
    default:
      opened = { ...block, input: {} };
      inner.push(delta({ type: "input_json_delta", partial_json: JSON.stringify(block["input"]) }));
  }
  return [event({ type: "content_block_start", index, content_block: opened }), ...inner, event({ type: "content_block_stop", index })];
}
