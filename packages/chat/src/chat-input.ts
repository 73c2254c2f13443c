import type { CacheRetention, JsonObject, ModelParams } from "@openclaw/core";
import type { ChatMessage, ServerTool, ToolChoice, ToolDefinition } from "./messages.js";

/** How hard a model thinks (CHAT-1). `adaptive` leaves the amount to the model as far as it can. */
export const THINKING_LEVELS = ["off", "minimal", "low", "medium", "high", "xhigh", "max", "adaptive"] as const;
export type ThinkingLevel = (typeof THINKING_LEVELS)[number];

/** The form of the answer. */
export type ResponseFormat =
  | { readonly type: "text" }
  | { readonly type: "json" }
  | { readonly type: "json-schema"; readonly name: string; readonly schema: JsonObject; readonly strict?: boolean | undefined };

/** What is asked, without where and how it is sent. */
export interface ChatInput {
  /** The conversation so far, the question last. */
  readonly messages: readonly ChatMessage[];
  /** What the model may call, by `defineTool` or as JSON Schema; OpenRouter's own server tools too. Who runs them is `runTools`. */
  readonly tools?: readonly (ToolDefinition | ServerTool)[] | undefined;
  /** Whether it must call one. Default `auto`. */
  readonly toolChoice?: ToolChoice | undefined;
  /** Absent: the model's own default. */
  readonly thinking?: ThinkingLevel | undefined;
  /** Think, but do not send the reasoning back. */
  readonly hideReasoning?: boolean | undefined;
  /** Absent: words. A model that is known to have no structured output is asked for the form in words. */
  readonly responseFormat?: ResponseFormat | undefined;
  /** What the answer may be made of. Absent: the model's own default. */
  readonly modalities?: readonly ("text" | "image" | "audio")[] | undefined;
  /** How an answer with sound is spoken, such as `{ voice: "alloy", format: "mp3" }`. */
  readonly audio?: { readonly voice: string; readonly format: string } | undefined;
  /** OpenRouter's `image_config`, as documented there. */
  readonly imageConfig?: JsonObject | undefined;
  /** OpenRouter's own, such as `{ id: "web" }`; a custom base URL gets none, with a warning. */
  readonly plugins?: readonly JsonObject[] | undefined;
  /** Groups the requests of one conversation, which keeps the provider's prompt cache warm. */
  readonly sessionId?: string | undefined;
  /** How long marked prefixes of the prompt live at the provider. Default: `params.cacheRetention`, else `short`. */
  readonly cacheRetention?: CacheRetention | undefined;
  /** Over the target's own parameters, key by key. */
  readonly params?: ModelParams | undefined;
}
