import type { JsonObject, JsonValue } from "@openclaw/core";

/** Text in a message; `cacheControl` is the caller's own prompt-cache marker and is never moved (CHAT-2). */
export interface TextPart {
  readonly type: "text";
  readonly text: string;
  readonly cacheControl?: CacheControl | undefined;
}

export interface CacheControl {
  readonly ttl?: "5m" | "1h" | undefined;
}

/** A picture by URL: `https:` or `data:image/…;base64,…`. */
export interface ImagePart {
  readonly type: "image";
  readonly url: string;
  readonly detail?: "auto" | "low" | "high" | "original" | undefined;
}

/** A document, by URL, data URL, or OpenRouter file id. PDF works on every model. */
export interface FilePart {
  readonly type: "file";
  readonly filename?: string | undefined;
  readonly data?: string | undefined;
  readonly fileId?: string | undefined;
}

/** Sound as bare base64 (no data URL). */
export interface AudioPart {
  readonly type: "audio";
  readonly data: string;
  /** `wav`, `mp3`, `flac` … */
  readonly format: string;
}

/** A video by URL or data URL. */
export interface VideoPart {
  readonly type: "video";
  readonly url: string;
}

export type UserPart = TextPart | ImagePart | FilePart | AudioPart | VideoPart;

export interface SystemMessage {
  readonly role: "system" | "developer";
  readonly content: string | readonly TextPart[];
}

export interface UserMessage {
  readonly role: "user";
  readonly content: string | readonly UserPart[];
  readonly name?: string | undefined;
}

/** One call of a tool. `arguments` is the JSON text exactly as the model wrote it. */
export interface ToolCall {
  readonly id: string;
  readonly name: string;
  readonly arguments: string;
}

/** Who wrote an assistant message: replaying it to another family drops what only that family understands (CHAT-6). */
export interface MessageSource {
  /** The model that answered, by API id. */
  readonly model: string;
  readonly provider?: string | undefined;
}

/** An answer, whole: everything needed to replay it byte for byte. */
export interface AssistantMessage {
  readonly role: "assistant";
  readonly content: string | null;
  /** Reasoning as readable text; for display. */
  readonly reasoning?: string | undefined;
  /** OpenRouter's `reasoning_details`, whole and in order; an empty array is not the same as none. */
  readonly reasoningDetails?: readonly JsonObject[] | undefined;
  readonly toolCalls?: readonly ToolCall[] | undefined;
  readonly refusal?: string | undefined;
  readonly images?: readonly { readonly url: string }[] | undefined;
  readonly audio?:
    | { readonly id?: string | undefined; readonly data?: string | undefined; readonly transcript?: string | undefined }
    | undefined;
  readonly annotations?: readonly JsonObject[] | undefined;
  readonly source?: MessageSource | undefined;
  /** Fields this toolkit does not know, as they were sent. */
  readonly extra?: JsonObject | undefined;
}

export interface ToolMessage {
  readonly role: "tool";
  readonly toolCallId: string;
  readonly content: string | readonly (TextPart | ImagePart)[];
  readonly toolName?: string | undefined;
}

/** A conversation's message in the toolkit's own form; no wire names. */
export type ChatMessage = SystemMessage | UserMessage | AssistantMessage | ToolMessage;

/** A tool as the model sees it. `inputSchema` is JSON Schema. */
export interface ToolDefinition {
  readonly name: string;
  readonly description?: string | undefined;
  readonly inputSchema: JsonObject;
  readonly strict?: boolean | undefined;
  readonly cacheControl?: CacheControl | undefined;
}

/** OpenRouter's server tools (`openrouter:web_search` …) and whatever comes next, passed as they are. */
export interface ServerTool {
  readonly type: string;
  readonly parameters?: JsonValue | undefined;
}

export type ToolChoice = "auto" | "none" | "required" | { readonly name: string };
