import type { ChatRequest } from "../chat/chat-request.js";
import { reasoningDetails } from "../chat/reasoning-details.js";
import type { ChatAnswer } from "../chat/answer-chat.js";
import { randomLetters } from "../wire/make-id.js";
import { textAt, type JsonObject } from "../wire/read-json.js";

/** The output items of an answer: reasoning, message, calls. */
export function writeOutput(chat: ChatRequest, answer: ChatAnswer): JsonObject[] {
  const { reply } = answer;
  const details = reasoningDetails(chat, reply);
  const sealed = details.find((detail) => detail["type"] === "reasoning.encrypted");
  const signed = details.find((detail) => detail["signature"] !== undefined);
  const reasoning: JsonObject[] =
    details.length === 0 || reply.reasoning === ""
      ? []
      : [
          {
            id: `rs_${randomLetters(24)}`,
            type: "reasoning",
            status: "completed",
            summary: [{ type: "summary_text", text: reply.reasoning }],
            ...(sealed === undefined ? {} : { encrypted_content: textAt(sealed, "data") ?? null }),
            ...(signed === undefined ? {} : { signature: textAt(signed, "signature") ?? null }),
            format: textAt(details[0] ?? {}, "format") ?? "unknown",
          },
        ];
  const said = reply.text !== "" || reply.calls.length === 0;
  const status = reply.finish === "length" ? "incomplete" : "completed";
  const message: JsonObject[] = said
    ? [{ id: `msg_${randomLetters(24)}`, type: "message", role: "assistant", status, content: [textPart(reply.text)] }]
    : [];
  const calls = reply.calls.map((call): JsonObject => ({
    id: `fc_${randomLetters(24)}`,
    type: "function_call",
    call_id: call.id,
    name: call.name,
    arguments: call.arguments,
    status: "completed",
  }));
  return [...reasoning, ...message, ...calls];
}

export function textPart(text: string): JsonObject {
  return { type: "output_text", text, annotations: [], logprobs: [] };
}

/** The response object around some output. */
export function writeResponse(
  chat: ChatRequest,
  answer: ChatAnswer,
  status: "in_progress" | "completed" | "incomplete",
  output: JsonObject[],
): JsonObject {
  const done = status !== "in_progress";
  return {
    id: answer.head.id,
    object: "response",
    created_at: answer.head.created,
    completed_at: done ? answer.head.created : null,
    model: chat.model.responseId,
    status,
    output,
    output_text: done ? answer.reply.text : "",
    error: null,
    incomplete_details: status === "incomplete" ? { reason: "max_output_tokens" } : null,
    tools: [],
    tool_choice: "auto",
    parallel_tool_calls: chat.parallelCalls,
    max_output_tokens: chat.maxTokens ?? null,
    temperature: 1,
    top_p: 1,
    presence_penalty: 0,
    frequency_penalty: 0,
    instructions: null,
    metadata: null,
    store: false,
    background: false,
    previous_response_id: null,
    ...(done ? { usage: writeResponsesUsage(answer) } : {}),
  };
}

function writeResponsesUsage({ usage }: ChatAnswer): JsonObject {
  const { counts } = usage;
  return {
    input_tokens: counts.prompt,
    input_tokens_details: { cached_tokens: counts.cached, cache_write_tokens: counts.cacheWrite },
    output_tokens: counts.completion,
    output_tokens_details: { reasoning_tokens: counts.reasoning },
    total_tokens: counts.prompt + counts.completion,
    cost: usage.costUsd,
    is_byok: false,
    cost_details: {
      upstream_inference_cost: null,
      upstream_inference_input_cost: usage.promptUsd,
      upstream_inference_output_cost: usage.completionUsd,
    },
  };
}
