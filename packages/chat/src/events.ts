import type { AttemptRecord, JsonObject, ToolkitError } from "@openclaw/core";
import type { AssistantMessage, ToolCall } from "./messages.js";
import type { Usage } from "./usage.js";

/** One try of one candidate: its times, its cause of failure, and what the provider said it took. */
export interface ChatAttempt extends AttemptRecord {
  readonly usage?: Usage;
}

/** Why an answer ended. `other` keeps the upstream's word in `rawReason`. */
export type FinishReason = "stop" | "length" | "tool-calls" | "content-filter" | "other";

/** The reply has begun. */
export interface StartEvent {
  readonly type: "start";
  readonly generationId: string | undefined;
  /** The model that answers, by API id; may differ from the one asked for. */
  readonly model: string;
  readonly provider: string | undefined;
}

export interface TextEvent {
  readonly type: "text";
  readonly text: string;
}

export interface ReasoningEvent {
  readonly type: "reasoning";
  readonly text: string;
}

/** A tool call has begun; its arguments follow as `tool-input`. */
export interface ToolInputStartEvent {
  readonly type: "tool-input-start";
  readonly index: number;
  readonly name: string;
}

export interface ToolInputEvent {
  readonly type: "tool-input";
  readonly index: number;
  readonly text: string;
}

/**
 * A tool call is complete. `input` is its parsed arguments; absent, with `problem` set, when they are not a JSON object, or when the answer was cut
 * off before them.
 */
export interface ToolCallEvent {
  readonly type: "tool-call";
  readonly call: ToolCall;
  readonly input?: JsonObject;
  readonly problem?: string;
}

export interface ImageEvent {
  readonly type: "image";
  /** `data:` or `https:` URL. */
  readonly url: string;
}

/** A piece of sound: base64 that may be cut anywhere (join before decoding), and its transcript. */
export interface AudioEvent {
  readonly type: "audio";
  readonly data?: string;
  readonly transcript?: string;
}

export interface AnnotationEvent {
  readonly type: "annotation";
  readonly annotation: JsonObject;
}

export interface UsageEvent {
  readonly type: "usage";
  readonly usage: Usage;
}

/** A try failed and another follows (FAIL-5, FAIL-6). `recovering` when part of the answer was already delivered and will be continued. */
export interface FailoverEvent {
  readonly type: "failover";
  readonly failed: ChatAttempt;
  /** The ref that is tried next. */
  readonly next: string;
  readonly recovering: boolean;
  /** How long is waited before it, because the server asked for that or it is wise; 0: not at all. */
  readonly waitMs: number;
}

/** The answer starts over: forget the text, reasoning and tool input delivered so far. Only where the caller allowed it (`divergence`). */
export interface RestartEvent {
  readonly type: "restart";
  readonly reason: string;
}

export interface FinishEvent {
  readonly type: "finish";
  readonly reason: FinishReason;
  readonly rawReason: string | undefined;
  readonly message: AssistantMessage;
  /**
   * Of the whole answer: the sum of what all its tries were billed, where they said so; each one's own is in `attempts`. Absent when the try
   * that finished said nothing: a sum without it would be too small. The same holds for `costUsd`.
   */
  readonly usage: Usage | undefined;
  /** The model that finished the answer, by API id. */
  readonly model: string;
  readonly provider: string | undefined;
  readonly generationId: string | undefined;
  /** Every try, the successful one last. */
  readonly attempts: readonly ChatAttempt[];
}

export interface ErrorEvent {
  readonly type: "error";
  /** A `ToolkitError`, or the platform's `AbortError` when the caller aborted. */
  readonly error: ToolkitError | Error;
  /** What had arrived. */
  readonly partial: AssistantMessage;
  /** The sum of what the tries were billed, where they said so. */
  readonly usage: Usage | undefined;
  readonly attempts: readonly ChatAttempt[];
}

/** What a chat stream yields (CHAT-10): any number of events, then exactly one `finish` or `error`. New types may appear: ignore what you do not know. */
export type ChatEvent =
  | StartEvent
  | TextEvent
  | ReasoningEvent
  | ToolInputStartEvent
  | ToolInputEvent
  | ToolCallEvent
  | ImageEvent
  | AudioEvent
  | AnnotationEvent
  | UsageEvent
  | FailoverEvent
  | RestartEvent
  | FinishEvent
  | ErrorEvent;
