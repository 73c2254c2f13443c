// The public names of @openclaw/chat. A line added here is public API; tests/architecture.test.ts pins the list.
export { addUsage } from "./add-usage.js";
export { attachmentPart, type AttachmentSource } from "./attachment.js";
export { checkAttachments } from "./check-attachments.js";
export { type CacheReport, reportCache } from "./cache/cache-report.js";
export { comparePrefix, type PrefixChange } from "./cache/compare-prefix.js";
export { ChatError } from "./chat-error.js";
export { type ChatInput, type ResponseFormat, THINKING_LEVELS, type ThinkingLevel } from "./chat-input.js";
export { type ChatResult, ChatStream } from "./chat-stream.js";
export {
  type CompactionEntry,
  type Conversation,
  type ConversationEntry,
  type HeadEntry,
  type MediaEntry,
  type MessageEntry,
  readConversation,
  writeEntry,
} from "./conversation/entry.js";
export { estimateTokens } from "./conversation/estimate-tokens.js";
export { fitConversation, type FitOptions, type FitResult } from "./conversation/fit.js";
export { type EmbeddingOptions, type EmbeddingRequest, type EmbeddingResult, embedTexts } from "./embeddings/embed-texts.js";
export { type EmbeddingInput, shapeEmbeddings } from "./embeddings/shape-embeddings.js";
export type {
  AnnotationEvent,
  AudioEvent,
  ChatAttempt,
  ChatEvent,
  ErrorEvent,
  FailoverEvent,
  FinishEvent,
  FinishReason,
  ImageEvent,
  ReasoningEvent,
  RestartEvent,
  StartEvent,
  TextEvent,
  ToolCallEvent,
  ToolInputEvent,
  ToolInputStartEvent,
  UsageEvent,
} from "./events.js";
export type {
  AssistantMessage,
  AudioPart,
  CacheControl,
  ChatMessage,
  FilePart,
  ImagePart,
  MessageSource,
  ServerTool,
  SystemMessage,
  TextPart,
  ToolCall,
  ToolChoice,
  ToolDefinition,
  ToolMessage,
  UserMessage,
  UserPart,
  VideoPart,
} from "./messages.js";
export type { ChatOptions, ChatRequest } from "./options.js";
export { preloadChat } from "./parts.js";
export { readChatEvents, type SentError, type SentEvent, type SentToolResult, writeChatEvent } from "./sent-event.js";
export { shapeChat } from "./shape/index.js";
export { shapePlain } from "./shape/plain.js";
export { writeContent } from "./shape/write-content.js";
export { completeChat, streamChat } from "./stream-chat.js";
export { completeObject, type ObjectRequest, type ObjectResult } from "./structured/complete-object.js";
export type { ObjectOptions } from "./structured/object-options.js";
export type { PartialObject } from "./structured/partial-object.js";
export { parseThinkingLevel } from "./thinking-level.js";
export type { ApproveTool, CallOutcome } from "./tools/run-call.js";
export { completeTools, type ToolsResult } from "./tools/complete-tools.js";
export { jsonSchema } from "./tools/json-schema.js";
export type { StandardSchema } from "./tools/standard-schema.js";
export { defineTool, type DefineToolOptions, type Tool, type ToolContext, type ToolOutput } from "./tools/tool.js";
export {
  type LoopErrorEvent,
  type LoopFinishEvent,
  runTools,
  type RunToolsRequest,
  type StepEvent,
  type ToolLoopEvent,
  type ToolResultEvent,
} from "./tools/tool-loop.js";
export { readUsage, type Usage } from "./usage.js";
export { writeChatText } from "./write-chat-text.js";
