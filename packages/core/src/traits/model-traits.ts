export type Modality = "text" | "image" | "file" | "audio" | "video" | "embeddings" | "rerank" | "speech" | "transcription";

/** Efforts that OpenRouter's `reasoning.effort` takes, strongest first. */
export const REASONING_EFFORTS = ["max", "xhigh", "high", "medium", "low", "minimal", "none"] as const;
export type ReasoningEffort = (typeof REASONING_EFFORTS)[number];

export interface ReasoningTraits {
  /** What the model takes; absent when every effort is mapped upstream. */
  readonly efforts?: readonly ReasoningEffort[];
  /** Reasoning cannot be switched off. */
  readonly mandatory: boolean;
  /** Takes a token budget (`reasoning.max_tokens`). */
  readonly budget: boolean;
  /** Only on or off (`reasoning.enabled`). */
  readonly toggle: boolean;
  /** What the model does when nothing is asked for; absent when not known. */
  readonly defaultEffort?: ReasoningEffort;
}

/** USD per token, per image, per second …, as numbers; a key is absent when the price is not known (routers publish `-1`). */
export interface ModelPrice {
  readonly promptUsd?: number;
  readonly completionUsd?: number;
  readonly cacheReadUsd?: number;
  readonly cacheWriteUsd?: number;
  readonly cacheWrite1hUsd?: number;
  readonly requestUsd?: number;
  readonly imageUsd?: number;
  readonly imageOutputUsd?: number;
  readonly audioUsd?: number;
  readonly audioOutputUsd?: number;
  readonly reasoningUsd?: number;
  readonly webSearchUsd?: number;
}

/** Which upstream's rules a conversation has to satisfy when it is replayed. */
export type ReplayFamily = "anthropic" | "google" | "openai" | "xai" | "deepseek" | "mistral" | "moonshot" | "other";

/**
 * Everything that shaping needs to know of a model, decided once and flat (REF-3). Steps read these flags and never a model id.
 * Made by `resolveTraits`.
 */
export interface ModelTraits {
  /** False when no catalogue row stood behind it: limits and prices are then absent, and nothing is switched on by guess. */
  readonly known: boolean;
  readonly name?: string;
  readonly contextTokens?: number;
  readonly maxOutputTokens?: number;
  readonly input: readonly Modality[];
  readonly output: readonly Modality[];
  /** `undefined` when the catalogue does not say: tools are then kept. */
  readonly tools: boolean | undefined;
  /** Absent: the model does not reason, or it is not known to. */
  readonly reasoning?: ReasoningTraits;
  /** Never send `reasoning`, whatever the level: routers and stealth models (CHAT-1). */
  readonly skipReasoning: boolean;
  /** Anthropic prompt-cache markers (`cache_control`) are understood and worth setting (CHAT-2). */
  readonly cacheMarkers: boolean;
  /** Continues an assistant message that ends the conversation. */
  readonly prefill: boolean;
  /** Refuses a trailing assistant message while reasoning is on (CHAT-7). */
  readonly noPrefillWhileReasoning: boolean;
  /** Refuses a forced tool choice while reasoning is on. */
  readonly noForcedToolWhileReasoning: boolean;
  /** Replayed thought signatures must be valid base64 (CHAT-4). */
  readonly sanitizeThoughtSignatures: boolean;
  /** Replayed assistant messages need `reasoning_content`, even empty, while reasoning is on (CHAT-7). */
  readonly backfillReasoningContent: boolean;
  /** Tool-call ids must be exactly nine letters and digits. */
  readonly shortToolCallIds: boolean;
  readonly replay: ReplayFamily;
  readonly structuredOutput: boolean | undefined;
  readonly price?: ModelPrice;
  /** Voices of a speech model. */
  readonly voices?: readonly string[];
}
