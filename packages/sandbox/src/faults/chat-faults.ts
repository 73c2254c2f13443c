import type { Reply } from "../chat/reply.js";
import type { Fault } from "./fault.js";

/** Faults of what is said, applied before the answer takes its wire shape. */
export function applyReplyFault(reply: Reply, fault: Fault | undefined): Reply {
  switch (fault?.name) {
    case "reasoning-only":
      return {
        ...reply,
        text: "",
        calls: [],
        reasoning: reply.reasoning === "" ? "I think, and think, and the budget is used up." : reply.reasoning,
        finish: "length",
      };
    case "malformed-function-call":
      return { ...reply, text: "", calls: [], reasoning: "", finish: "error" };
    case "duplicate-tool-ids":
      return { ...reply, calls: reply.calls.map((call) => ({ ...call, id: "call_duplicate" })) };
    case "image-none":
      return { ...reply, images: [] };
    default:
      return reply;
  }
}
