// What a first answer in plain text can do without, in one piece: fetched by the first request that asks for more than text, by the first
// answer that holds more, or by the first failure. One piece, because each of the three comes at a moment that can bear only one fetch.
export { readFailedReply, readNetworkFailure, readUnsent } from "@openclaw/core/internal";
export { Rescue } from "./recover/rescue.js";
export { startedOver } from "./recover/started-over.js";
export { shapeChat } from "./shape/index.js";
export { answerFault } from "./stream/answer-faults.js";
export { RichContent } from "./stream/rich-content.js";
export { readWholeReply } from "./stream/whole-reply.js";
