import { groupTokens } from "../chat/group-tokens.js";
import type { ChatAnswer } from "../chat/answer-chat.js";
import type { ChatRequest } from "../chat/chat-request.js";
import type { Step } from "../http/steps.js";
import { objectsAt, textAt, type JsonObject } from "../wire/read-json.js";
import { textPart, writeOutput, writeResponse } from "./write-response.js";

/** The plan of a streamed response: numbered events from `response.created` to `response.completed`. */
export function planResponse(chat: ChatRequest, answer: ChatAnswer): Step[] {
  const output = writeOutput(chat, answer);
  const events: { json: JsonObject; tokens?: number }[] = [
    { json: { type: "response.created", response: writeResponse(chat, answer, "in_progress", []) } },
    { json: { type: "response.in_progress", response: writeResponse(chat, answer, "in_progress", []) } },
    ...output.flatMap((item, index) => itemEvents(item, index)),
  ];
  const status = answer.reply.finish === "length" ? "incomplete" : "completed";
  events.push({ json: { type: `response.${status}`, response: writeResponse(chat, answer, status, output) } });
  const frames = events.map(({ json, tokens }, index): Step => ({
    kind: "data",
    json: { ...json, sequence_number: index },
    ...(tokens === undefined ? {} : { tokens }),
  }));
  return [{ kind: "comment" }, ...frames, { kind: "done" }];
}

function itemEvents(item: JsonObject, index: number): { json: JsonObject; tokens?: number }[] {
  const place = { output_index: index, item_id: item["id"] };
  const added = { json: { type: "response.output_item.added", output_index: index, item: opened(item) } };
  const done = { json: { type: "response.output_item.done", output_index: index, item } };
  switch (item["type"]) {
    case "message": {
      const text = textAt(objectsAt(item, "content")[0] ?? {}, "text") ?? "";
      const at = { ...place, content_index: 0 };
      return [
        added,
        { json: { type: "response.content_part.added", ...at, part: textPart("") } },
        ...groupTokens(text).map((piece) => ({
          json: { type: "response.output_text.delta", ...at, delta: piece.text, logprobs: [] },
          tokens: piece.tokens,
        })),
        { json: { type: "response.output_text.done", ...at, text, logprobs: [] } },
        { json: { type: "response.content_part.done", ...at, part: textPart(text) } },
        done,
      ];
    }
    case "function_call": {
      const args = textAt(item, "arguments") ?? "";
      return [
        added,
        { json: { type: "response.function_call_arguments.delta", ...place, delta: args } },
        { json: { type: "response.function_call_arguments.done", ...place, name: item["name"], arguments: args } },
        done,
      ];
    }
    default: {
      const text = textAt(objectsAt(item, "summary")[0] ?? {}, "text") ?? "";
      const at = { ...place, summary_index: 0 };
      return [
        added,
        { json: { type: "response.reasoning_summary_part.added", ...at, part: { type: "summary_text", text: "" } } },
        ...groupTokens(text).map((piece) => ({
          json: { type: "response.reasoning_summary_text.delta", ...at, delta: piece.text },
          tokens: piece.tokens,
        })),
        { json: { type: "response.reasoning_summary_text.done", ...at, text } },
        { json: { type: "response.reasoning_summary_part.done", ...at, part: { type: "summary_text", text } } },
        done,
      ];
    }
  }
}

/** An item as it is when it begins: nothing in it yet. */
function opened(item: JsonObject): JsonObject {
  const begun = { ...item, status: "in_progress" };
  if (item["type"] === "message") return { ...begun, content: [] };
  return item["type"] === "function_call" ? { ...begun, arguments: "" } : { ...begun, summary: [] };
}
