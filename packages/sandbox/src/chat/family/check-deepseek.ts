import { upstreamRefusal } from "../../errors/refusal.js";
import { textAt } from "../../wire/read-json.js";
import type { ChatRequest } from "../chat-request.js";

/** DeepSeek V4 while thinking: every assistant turn comes back with its reasoning, be it empty. */
export function checkDeepseek(chat: ChatRequest): void {
  if (!chat.reasoning.on || !chat.model.row.id.includes("deepseek-v4")) return;
  for (const turn of chat.turns) {
    if (turn.role !== "assistant") continue;
    const kept = textAt(turn.raw, "reasoning_content") ?? textAt(turn.raw, "reasoning");
    if (kept === undefined && turn.reasoningDetails === undefined) {
      throw upstreamRefusal("DeepSeek", {
        error: {
          message: "The `reasoning_content` in the thinking mode must be passed back to the API.",
          type: "invalid_request_error",
          param: null,
          code: "invalid_request_error",
        },
      });
    }
  }
}
