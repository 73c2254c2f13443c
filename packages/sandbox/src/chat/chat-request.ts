import type { Family } from "../catalogue/family.js";
import type { FoundModel } from "../catalogue/find-model.js";
import type { JsonObject } from "../wire/read-json.js";

export interface ToolCall {
  id: string;
  name: string;
  /** JSON text. */
  arguments: string;
}

/** One message, with what the rules look at already read. */
export interface ChatTurn {
  role: string;
  /** All text of the message, parts joined. */
  text: string;
  /** Parts that are no text: pictures, audio, files. */
  attachments: JsonObject[];
  toolCalls: ToolCall[];
  toolCallId?: string;
  reasoningDetails?: JsonObject[];
  raw: JsonObject;
}

export interface ToolOffer {
  name: string;
  description: string;
  parameters: JsonObject;
}

export interface ReasoningWish {
  on: boolean;
  /** Think, but do not show it. */
  hidden: boolean;
  effort: string;
}

/** A chat request, read once at the border. */
export interface ChatRequest {
  requestedId: string;
  model: FoundModel;
  family: Family;
  turns: ChatTurn[];
  tools: ToolOffer[];
  toolChoice: "none" | "auto" | "required" | { name: string };
  parallelCalls: boolean;
  /** A schema the answer must fit; `{}` for any JSON object. */
  schema?: JsonObject;
  reasoning: ReasoningWish;
  wantsImage: boolean;
  wantsAudio: boolean;
  audioFormat: string;
  audioVoice: string;
  maxTokens?: number;
  stops: string[];
  stream: boolean;
  searchesWeb: boolean;
  raw: JsonObject;
}
