// The public names of @openclaw/chat/node: what needs a file system.
export { type ConversationFile, openConversation } from "./node/conversation-file.js";
