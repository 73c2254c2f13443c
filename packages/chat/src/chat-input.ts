import type { CacheRetention, JsonObject, ModelParams } from "@openclaw/core";
import type { ChatMessage, ServerTool, ToolChoice, ToolDefinition } from "./messages.js";

/** How hard a model thinks (CHAT-1). `adaptive` leaves the amount to the model as far as it can. */
export const THINKING_LEVELS = ["off", "minimal", "low", "medium", "high", "xhigh", "max", "adaptive"] as const;
export type ThinkingLevel = (typeof THINKING_LEVELS)[number];

/** The form of the answer. */
export type ResponseFormat =
  | { readonly type: "text" }
  | { readonly type: "json" }
  | { readonly type: "json-schema"; readonly name: string; readonly schema: JsonObject; readonly strict?: boolean };

/** What is asked, without where and how it is sent. */
export interface ChatInput {
  readonly messages: readonly ChatMessage[];
  readonly tools?: readonly (ToolDefinition | ServerTool)[];
  readonly toolChoice?: ToolChoice;
  /** Absent: the model's own default. */
  readonly thinking?: ThinkingLevel;
  /** Think, but do not send the reasoning back. */
  readonly hideReasoning?: boolean;
  readonly responseFormat?: ResponseFormat;
  readonly modalities?: readonly ("text" | "image" | "audio")[];
  readonly audio?: { readonly voice: string; readonly format: string };
  readonly imageConfig?: JsonObject;
  readonly plugins?: readonly JsonObject[];
  /** Groups the requests of one conversation, which keeps the provider's prompt cache warm. */
  readonly sessionId?: string;
  readonly cacheRetention?: CacheRetention;
  /** Over the target's own parameters, key by key. */
  readonly params?: ModelParams;
}
