// The public names of @openclaw/chat. A line added here is public API; tests/architecture.test.ts pins the list.
export { ChatError } from "./chat-error.js";
export { type ChatInput, type ResponseFormat, THINKING_LEVELS, type ThinkingLevel } from "./chat-input.js";
export { type ChatResult, ChatStream } from "./chat-stream.js";
export type {
  AnnotationEvent,
  AudioEvent,
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
export { SHAPE_STEPS, shapeChat } from "./shape/index.js";
export { completeChat, streamChat } from "./stream-chat.js";
export { parseThinkingLevel } from "./thinking-level.js";
export { addUsage, readUsage, type Usage } from "./usage.js";
