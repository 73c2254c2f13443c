import type { JsonObject } from "../wire/read-json.js";
import type { ToolCall } from "./chat-request.js";

export type FinishReason = "stop" | "length" | "tool_calls" | "content_filter" | "error";

/** Everything the sandbox will say, decided before the first byte leaves. */
export interface Reply {
  reasoning: string;
  text: string;
  calls: ToolCall[];
  /** Data URLs. */
  images: string[];
  audio?: { id: string; data: string; transcript: string };
  annotations: JsonObject[];
  finish: FinishReason;
}
