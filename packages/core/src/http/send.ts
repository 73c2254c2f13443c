import type { RequestPlan } from "../target.js";
import { readFailedReply, readUnsent } from "./failed-send.js";
import type { SendContext } from "./send-context.js";
import { type ApiReply, type FailedSend, sendWith } from "./send-with.js";

const loaded = { readFailedReply, readUnsent };
const FAILED_SEND: FailedSend = { loaded, load: () => Promise.resolve(loaded) };

/** `sendWith`, with what reads failures at hand. */
export function send(plan: RequestPlan, context: SendContext): Promise<ApiReply> {
  return sendWith(FAILED_SEND, plan, context);
}
