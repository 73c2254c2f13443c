import { randomLetters } from "../wire/make-id.js";
import type { JsonObject } from "../wire/read-json.js";
import type { ChatRequest } from "./chat-request.js";
import { nativeFinish } from "./native-finish.js";
import { reasoningDetails } from "./reasoning-details.js";
import type { Reply } from "./reply.js";
import { writeUsage, type Usage } from "./usage.js";
import type { Fault } from "../faults/fault.js";

/** What one answer is called and when it was made. */
export interface AnswerHead {
  id: string;
  created: number;
}

/** What is to be written as the answer of a chat. */
export interface ChatAnswer {
  readonly reply: Reply;
  readonly usage: Usage;
  readonly head: AnswerHead;
  readonly fault: Fault | undefined;
}

/** The members that every chunk and every whole answer begin with. */
export function writeHead(chat: ChatRequest, head: AnswerHead, object: "chat.completion" | "chat.completion.chunk"): JsonObject {
  return {
    id: head.id,
    provider: "Sandbox",
    model: chat.model.responseId,
    object,
    created: head.created,
    system_fingerprint: "fp_sandbox",
  };
}

/** A whole, non-streamed chat completion. */
export function writeCompletion(chat: ChatRequest, { reply, usage, head, fault }: ChatAnswer): JsonObject {
  const failed = fault?.name === "error-mid-stream" || fault?.name === "error-mid-stream-string-code" || fault?.name === "bare-error-chunk";
  const choice: JsonObject = {
    index: 0,
    finish_reason: failed ? "error" : fault?.name === "finish-null-with-tools" ? null : reply.finish,
    native_finish_reason: failed
      ? null
      : fault?.name === "malformed-function-call"
        ? "MALFORMED_FUNCTION_CALL"
        : nativeFinish(chat.family, reply.finish),
    logprobs: null,
    message: writeMessage(chat, reply, fault),
    ...(failed ? { error: { code: 502, message: "Provider disconnected", metadata: { error_type: "provider_unavailable" } } } : {}),
  };
  return {
    ...writeHead(chat, head, "chat.completion"),
    service_tier: "default",
    choices: fault?.name === "choices-empty" ? [] : [choice],
    ...(fault?.name === "usage-missing" ? {} : { usage: fault?.name === "usage-null" ? null : writeUsage(usage) }),
  };
}

function writeMessage(chat: ChatRequest, reply: Reply, fault: Fault | undefined): JsonObject {
  const details = reasoningDetails(chat, reply);
  const shown = fault?.name === "reasoning-duplicate" ? [...details, ...details] : details;
  return {
    role: "assistant",
    content: reply.calls.length > 0 && reply.text === "" ? null : reply.text,
    refusal: null,
    reasoning: reply.reasoning === "" || chat.reasoning.hidden ? null : reply.reasoning,
    ...(shown.length === 0 ? {} : { reasoning_details: shown }),
    ...(reply.calls.length === 0 ? {} : { tool_calls: reply.calls.map((call, index) => writeCall(call, index, fault)) }),
    ...(reply.images.length === 0 ? {} : { images: writeImages(reply.images) }),
    ...(reply.audio === undefined ? {} : { audio: reply.audio }),
    ...(reply.annotations.length === 0 ? {} : { annotations: reply.annotations }),
  };
}

function writeCall(call: Reply["calls"][number], index: number, fault: Fault | undefined): JsonObject {
  const named = fault?.name === "missing-tool-ids" ? (fault.param === "empty" ? { id: "" } : {}) : { id: call.id };
  const place = fault?.name === "missing-tool-index" ? {} : { index };
  const args: unknown = fault?.name === "object-arguments" ? JSON.parse(call.arguments) : call.arguments;
  return { ...place, ...named, type: "function", function: { name: call.name, arguments: args } };
}

export function writeImages(images: readonly string[]): JsonObject[] {
  return images.map((url, index) => ({ type: "image_url", image_url: { url }, index }));
}

/** An id for an audio answer. */
export function makeAudioId(): string {
  return `audio_${randomLetters(24)}`;
}
