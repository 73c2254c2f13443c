import type { AssistantMessage, ChatEvent, ChatResult, FinishReason, ToolCall, Usage } from "@openclaw/chat";
import { readString } from "@openclaw/core/internal";
import type { ErrorReply } from "../errors/describe-error.js";
import { errorBody } from "../errors/dialect.js";
import { randomId } from "../http/request-id.js";
import { frame } from "./frame.js";
import { inputOf, readMessagesRequest } from "./read-messages.js";
import type { StreamFacts, TranslatedStream, Translation } from "./translation.js";

type Json = Readonly<Record<string, unknown>>;

/** Anthropic's Messages API on chat completions, for servers that have no `/messages` (SRV-1). */
export const messagesTranslation: Translation = {
  endpoint: "messages",
  readRequest: readMessagesRequest,
  writeAnswer(result: ChatResult) {
    const { message, model, finishReason, usage } = result;
    return {
      id: `msg_${randomId()}`,
      type: "message",
      role: "assistant",
      model,
      content: contentOf(message),
      stop_reason: stopReason(finishReason),
      stop_sequence: null,
      usage: writeUsage(usage),
    };
  },
  openStream: (_body, facts) => new MessageStream(facts),
};

function contentOf({ content, reasoning, reasoningDetails, toolCalls = [] }: AssistantMessage): readonly Json[] {
  return [
    ...((reasoning ?? "") === "" ? [] : [{ type: "thinking", thinking: reasoning, signature: signatureOf(reasoningDetails) }]),
    ...((content ?? "") === "" ? [] : [{ type: "text", text: content, citations: null }]),
    ...toolCalls.map(({ id, name, arguments: input }) => ({ type: "tool_use", id, name, input: inputOf(input) })),
  ];
}

/** Of thoughts that are sent back with the next request; "" where the model signs nothing. */
function signatureOf(details: AssistantMessage["reasoningDetails"]): string {
  return readString(details?.findLast((detail) => typeof detail["signature"] === "string")?.["signature"]) ?? "";
}

const STOP = {
  stop: "end_turn",
  length: "max_tokens",
  "tool-calls": "tool_use",
  "content-filter": "refusal",
  other: "end_turn",
} as const satisfies Record<FinishReason, string>;

function stopReason(reason: FinishReason): string {
  return STOP[reason];
}

/** There, what came from the cache is not part of the input's count. */
function writeUsage(usage: Usage | undefined): Json {
  const { promptTokens = 0, completionTokens = 0, cachedTokens = 0, cacheWriteTokens = 0, costUsd } = usage ?? {};
  return {
    input_tokens: Math.max(0, promptTokens - cachedTokens - cacheWriteTokens),
    output_tokens: completionTokens,
    cache_creation_input_tokens: cacheWriteTokens,
    cache_read_input_tokens: cachedTokens,
    ...(costUsd === undefined ? {} : { cost: costUsd }),
  };
}

class MessageStream implements TranslatedStream {
  readonly #facts: StreamFacts;
  #begun = false;
  #index = 0;
  #open: "thinking" | "text" | undefined;

  constructor(facts: StreamFacts) {
    this.#facts = facts;
  }

  write(event: ChatEvent): string {
    switch (event.type) {
      case "start":
        return this.#begin(event.model);
      case "text":
        return this.#begin() + this.#add("text", { type: "text_delta", text: event.text });
      case "reasoning":
        return this.#begin() + this.#add("thinking", { type: "thinking_delta", thinking: event.text });
      case "tool-call":
        return this.#begin() + this.#close() + this.#call(event.call);
      case "finish": {
        const signature = this.#open === "thinking" ? signatureOf(event.message.reasoningDetails) : "";
        const signed = signature === "" ? "" : this.#add("thinking", { type: "signature_delta", signature });
        const delta = { stop_reason: stopReason(event.reason), stop_sequence: null };
        return (
          this.#begin(event.model) +
          signed +
          this.#close() +
          frame("message_delta", { delta, usage: writeUsage(event.usage) }) +
          frame("message_stop", {})
        );
      }
      default:
        return "";
    }
  }

  writeError(reply: ErrorReply): string {
    return `event: error\ndata: ${JSON.stringify(errorBody("anthropic", reply, ""))}\n\n`;
  }

  #begin(model = this.#facts.model): string {
    if (this.#begun) return "";
    this.#begun = true;
    const message = {
      id: `msg_${randomId()}`,
      type: "message",
      role: "assistant",
      model,
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage: writeUsage(undefined),
    };
    return frame("message_start", { message });
  }

  #add(kind: "thinking" | "text", delta: Json): string {
    let before = "";
    if (this.#open !== kind) {
      before = this.#close();
      this.#open = kind;
      const block = kind === "text" ? { type: "text", text: "", citations: null } : { type: "thinking", thinking: "", signature: "" };
      before += frame("content_block_start", { index: this.#index, content_block: block });
    }
    return before + frame("content_block_delta", { index: this.#index, delta });
  }

  #close(): string {
    if (this.#open === undefined) return "";
    this.#open = undefined;
    return frame("content_block_stop", { index: this.#index++ });
  }

  #call({ id, name, arguments: input }: ToolCall): string {
    const index = this.#index++;
    return (
      frame("content_block_start", { index, content_block: { type: "tool_use", id, name, input: {} } }) +
      frame("content_block_delta", { index, delta: { type: "input_json_delta", partial_json: JSON.stringify(inputOf(input)) } }) +
      frame("content_block_stop", { index })
    );
  }
}
