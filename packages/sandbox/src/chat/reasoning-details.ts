import { reasoningFormatOf } from "../catalogue/family.js";
import { randomLetters } from "../wire/make-id.js";
import type { JsonObject } from "../wire/read-json.js";
import type { ChatRequest } from "./chat-request.js";
import type { Reply } from "./reply.js";
import { sealData, sign } from "./signature.js";

/** The assembled `reasoning_details` of an answer, in the habit of its family; an empty list where nothing is shown. */
export function reasoningDetails(chat: ChatRequest, reply: Reply): JsonObject[] {
  const format = reasoningFormatOf(chat.family);
  const shown = reply.reasoning !== "" && !chat.reasoning.hidden;
  switch (chat.family) {
    case "anthropic":
      return shown ? [{ type: "reasoning.text", text: reply.reasoning, signature: sign(format, reply.reasoning), format, index: 0 }] : [];
    case "openai":
    case "xai":
      return shown
        ? [
            { type: "reasoning.summary", summary: reply.reasoning, format, index: 0 },
            { type: "reasoning.encrypted", data: sealData(format, reply.reasoning), id: `rs_${randomLetters(24)}`, format, index: 0 },
          ]
        : [];
    case "gemini":
      return [
        ...(shown ? [{ type: "reasoning.text", text: reply.reasoning, format, index: 0 }] : []),
        ...thoughtSignatures(chat, reply, format),
      ];
    default:
      return shown ? [{ type: "reasoning.text", text: reply.reasoning, format, index: 0 }] : [];
  }
}

/** Gemini's thought signature hangs on the first call of a turn, thinking shown or not. */
function thoughtSignatures(chat: ChatRequest, reply: Reply, format: string): JsonObject[] {
  const [first] = reply.calls;
  if (first === undefined || !chat.reasoning.on) return [];
  return [{ type: "reasoning.encrypted", data: sealData(format, first.name), id: first.id, format, index: 0 }];
}
