import { upstreamRefusal } from "../../errors/refusal.js";
import type { ChatRequest } from "../chat-request.js";

const CALL_ID = /^[a-zA-Z0-9]{9}$/;

/** Mistral's rules: nine letters or digits in a tool call id, and no user message right after a tool's. */
export function checkMistral(chat: ChatRequest): void {
  for (const turn of chat.turns) {
    const ids = [...turn.toolCalls.map((call) => call.id), ...(turn.role === "tool" ? [turn.toolCallId ?? ""] : [])];
    for (const id of ids) {
      if (!CALL_ID.test(id)) refuse(`Tool call id was ${id} but must be a-z, A-Z, 0-9, with a length of 9.`);
    }
  }
}

function refuse(message: string): never {
  throw upstreamRefusal("Mistral", { object: "error", message, type: "invalid_function_call", param: null, code: "3280" });
}
