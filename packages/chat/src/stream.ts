// The public names of @openclaw/chat/stream: what a page needs to stream an answer, and no more. It is the same `streamChat` as that of the
// package's root; whatever a plain first answer can do without is loaded when it is needed.
export { createTarget } from "@openclaw/core/internal/stream";
export { ChatError } from "./chat-error.js";
export { preloadChat } from "./parts.js";
export { completeChat, streamChat } from "./stream-chat.js";
