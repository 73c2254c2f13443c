import type { AssistantMessage, ChatEvent, ChatResult, FinishReason, ToolCall, Usage } from "@openclaw/chat";
import type { ErrorReply } from "../errors/describe-error.js";
import { randomId } from "../http/request-id.js";
import { frame } from "./frame.js";
import { readResponsesRequest } from "./read-responses.js";
import type { StreamFacts, TranslatedStream, Translation } from "./translation.js";

type Json = Readonly<Record<string, unknown>>;

/** OpenAI's Responses API on chat completions, for servers that have no `/responses` (SRV-1). Nothing is stored: every request says all. */
export const responsesTranslation: Translation = {
  endpoint: "responses",
  readRequest: readResponsesRequest,
  writeAnswer(result: ChatResult, body, facts) {
    const head = responseHead(body, { ...facts, model: result.model, id: `resp_${randomId()}` });
    return { ...head, ...endOf(result.finishReason), output: outputOf(result.message), usage: writeUsage(result.usage) };
  },
  openStream: (body, facts) => new ResponseStream(body, facts),
};

function responseHead(body: Json, { id, model, createdS }: StreamFacts & { readonly id: string }): Json {
  return {
    id,
    object: "response",
    created_at: createdS,
    status: "in_progress",
    error: null,
    incomplete_details: null,
    instructions: body["instructions"] ?? null,
    max_output_tokens: body["max_output_tokens"] ?? null,
    metadata: body["metadata"] ?? {},
    model,
    output: [],
    parallel_tool_calls: body["parallel_tool_calls"] ?? true,
    previous_response_id: null,
    reasoning: { effort: null, summary: null, ...(body["reasoning"] as Json | null | undefined) },
    store: false,
    temperature: body["temperature"] ?? null,
    text: body["text"] ?? { format: { type: "text" } },
    tool_choice: body["tool_choice"] ?? "auto",
    tools: body["tools"] ?? [],
    top_p: body["top_p"] ?? null,
    truncation: "disabled",
    usage: null,
    user: body["user"] ?? null,
  };
}

function endOf(reason: FinishReason): Json {
  if (reason === "length") return { status: "incomplete", incomplete_details: { reason: "max_output_tokens" } };
  if (reason === "content-filter") return { status: "incomplete", incomplete_details: { reason: "content_filter" } };
  return { status: "completed" };
}

function writeUsage(usage: Usage | undefined): Json | null {
  if (usage === undefined) return null;
  return {
    input_tokens: usage.promptTokens,
    input_tokens_details: { cached_tokens: usage.cachedTokens },
    output_tokens: usage.completionTokens,
    output_tokens_details: { reasoning_tokens: usage.reasoningTokens },
    total_tokens: usage.totalTokens,
    ...(usage.costUsd === undefined ? {} : { cost: usage.costUsd }),
  };
}

function outputOf(message: AssistantMessage): readonly Json[] {
  const { content, reasoning = "", refusal, toolCalls = [] } = message;
  const parts = [
    ...((content ?? "") === "" ? [] : [textPart(content ?? "")]),
    ...(refusal === undefined ? [] : [{ type: "refusal", refusal }]),
  ];
  return [
    ...(reasoning === "" ? [] : [reasoningItem(`rs_${randomId()}`, reasoning)]),
    ...(parts.length === 0 ? [] : [messageItem(`msg_${randomId()}`, parts, "completed")]),
    ...toolCalls.map((call) => callItem(`fc_${randomId()}`, call, "completed")),
  ];
}

function textPart(text: string): Json {
  return { type: "output_text", text, annotations: [], logprobs: [] };
}

function reasoningItem(id: string, text: string): Json {
  return { id, type: "reasoning", summary: text === "" ? [] : [{ type: "summary_text", text }] };
}

function messageItem(id: string, content: readonly Json[], status: string): Json {
  return { id, type: "message", role: "assistant", status, content };
}

function callItem(id: string, { id: callId, name, arguments: input }: ToolCall, status: string): Json {
  return { id, type: "function_call", call_id: callId, name, arguments: input, status };
}

interface OpenItem {
  readonly kind: "reasoning" | "message";
  readonly id: string;
  text: string;
}

class ResponseStream implements TranslatedStream {
  readonly #body: Json;
  readonly #facts: StreamFacts;
  readonly #id = `resp_${randomId()}`;
  readonly #output: Json[] = [];
  #head: Json | undefined;
  #sequence = 0;
  #open: OpenItem | undefined;

  constructor(body: Json, facts: StreamFacts) {
    this.#body = body;
    this.#facts = facts;
  }

  write(event: ChatEvent): string {
    switch (event.type) {
      case "start":
        return this.#begin(event.model);
      case "text":
        return this.#begin() + this.#add("message", event.text);
      case "reasoning":
        return this.#begin() + this.#add("reasoning", event.text);
      case "tool-call":
        return this.#begin() + this.#close() + this.#call(event.call);
      case "finish": {
        const end = endOf(event.reason);
        const closing = this.#begin(event.model) + this.#close();
        const type = end["status"] === "incomplete" ? "response.incomplete" : "response.completed";
        const response = { ...this.#head, ...end, model: event.model, output: this.#output, usage: writeUsage(event.usage) };
        return closing + this.#frame(type, { response });
      }
      default:
        return "";
    }
  }

  writeError({ code, message }: ErrorReply): string {
    const response = { ...this.#head, status: "failed", error: { code, message }, output: this.#output };
    return this.#frame("error", { code, message, param: null }) + this.#frame("response.failed", { response });
  }

  #frame(type: string, data: Json): string {
    return frame(type, { sequence_number: this.#sequence++, ...data });
  }

  #begin(model = this.#facts.model): string {
    if (this.#head !== undefined) return "";
    this.#head = responseHead(this.#body, { ...this.#facts, model, id: this.#id });
    return this.#frame("response.created", { response: this.#head }) + this.#frame("response.in_progress", { response: this.#head });
  }

  #add(kind: OpenItem["kind"], text: string): string {
    const before = this.#open?.kind === kind ? "" : this.#close() + this.#openItem(kind);
    const open = this.#open;
    if (open === undefined) return before;
    open.text += text;
    const at = { item_id: open.id, output_index: this.#output.length };
    return (
      before +
      (kind === "message"
        ? this.#frame("response.output_text.delta", { ...at, content_index: 0, delta: text, logprobs: [] })
        : this.#frame("response.reasoning_summary_text.delta", { ...at, summary_index: 0, delta: text }))
    );
  }

  #openItem(kind: OpenItem["kind"]): string {
    const id = `${kind === "message" ? "msg" : "rs"}_${randomId()}`;
    this.#open = { kind, id, text: "" };
    const at = { item_id: id, output_index: this.#output.length };
    const item = kind === "message" ? messageItem(id, [], "in_progress") : reasoningItem(id, "");
    return (
      this.#frame("response.output_item.added", { output_index: this.#output.length, item }) +
      (kind === "message"
        ? this.#frame("response.content_part.added", { ...at, content_index: 0, part: textPart("") })
        : this.#frame("response.reasoning_summary_part.added", { ...at, summary_index: 0, part: { type: "summary_text", text: "" } }))
    );
  }

  #close(): string {
    const open = this.#open;
    if (open === undefined) return "";
    this.#open = undefined;
    const { id, kind, text } = open;
    const index = this.#output.length;
    const at = { item_id: id, output_index: index };
    const item = kind === "message" ? messageItem(id, [textPart(text)], "completed") : reasoningItem(id, text);
    this.#output.push(item);
    const parts =
      kind === "message"
        ? this.#frame("response.output_text.done", { ...at, content_index: 0, text, logprobs: [] }) +
          this.#frame("response.content_part.done", { ...at, content_index: 0, part: textPart(text) })
        : this.#frame("response.reasoning_summary_text.done", { ...at, summary_index: 0, text }) +
          this.#frame("response.reasoning_summary_part.done", { ...at, summary_index: 0, part: { type: "summary_text", text } });
    return parts + this.#frame("response.output_item.done", { output_index: index, item });
  }

  #call(call: ToolCall): string {
    const id = `fc_${randomId()}`;
    const index = this.#output.length;
    const item = callItem(id, call, "completed");
    this.#output.push(item);
    const at = { item_id: id, output_index: index };
    return (
      this.#frame("response.output_item.added", { output_index: index, item: callItem(id, { ...call, arguments: "" }, "in_progress") }) +
      this.#frame("response.function_call_arguments.delta", { ...at, delta: call.arguments }) +
      this.#frame("response.function_call_arguments.done", { ...at, name: call.name, arguments: call.arguments }) +
      this.#frame("response.output_item.done", { output_index: index, item })
    );
  }
}
