import { Refusal } from "../errors/refusal.js";
import { isObject, objectAt, objectsAt, textAt, type JsonObject } from "../wire/read-json.js";

/** A Responses body as the chat body that says the same. */
export function chatFromResponses(body: unknown): JsonObject {
  if (!isObject(body)) throw new Refusal(400, "Invalid JSON body");
  if (body["previous_response_id"] != null) throw new Refusal(400, "previous_response_id is not supported: the API is stateless");
  if (body["store"] === true) throw new Refusal(400, "store: true is not supported");
  const instructions = textAt(body, "instructions");
  const items: JsonObject[] = typeof body["input"] === "string" ? [{ role: "user", content: body["input"] }] : objectsAt(body, "input");
  const format = objectAt(objectAt(body, "text"), "format");
  return {
    ...pick(body, [
      "model",
      "models",
      "stream",
      "temperature",
      "top_p",
      "reasoning",
      "plugins",
      "session_id",
      "parallel_tool_calls",
      "modalities",
      "provider",
    ]),
    messages: [...(instructions === undefined ? [] : [{ role: "system", content: instructions }]), ...items.flatMap(messageFromItem)],
    ...(typeof body["max_output_tokens"] === "number" ? { max_tokens: body["max_output_tokens"] } : {}),
    ...("tools" in body ? { tools: objectsAt(body, "tools").map(toolFromItem) } : {}),
    ...("tool_choice" in body ? { tool_choice: choiceFrom(body["tool_choice"]) } : {}),
    ...(format["type"] === "json_schema"
      ? { response_format: { type: "json_schema", json_schema: { name: format["name"], schema: format["schema"] } } }
      : {}),
  };
}

function messageFromItem(item: JsonObject): JsonObject[] {
  switch (item["type"]) {
    case "function_call": {
      const call = { id: item["call_id"], type: "function", function: { name: item["name"], arguments: item["arguments"] } };
      return [{ role: "assistant", content: null, tool_calls: [call] }];
    }
    case "function_call_output":
      return [
        {
          role: "tool",
          tool_call_id: item["call_id"],
          content: typeof item["output"] === "string" ? item["output"] : JSON.stringify(item["output"]),
        },
      ];
    case "reasoning":
      return [];
    default:
      return [{ role: textAt(item, "role") ?? "user", content: contentFrom(item) }];
  }
}

function contentFrom(item: JsonObject): string | JsonObject[] {
  const text = textAt(item, "content");
  if (text !== undefined) return text;
  return objectsAt(item, "content").map((part) => {
    if (part["type"] === "input_image") return { type: "image_url", image_url: { url: part["image_url"] } };
    if (part["type"] === "input_file") return { type: "file", file: part };
    return { type: "text", text: textAt(part, "text") ?? "" };
  });
}

function toolFromItem(tool: JsonObject): JsonObject {
  if (tool["type"] !== "function") return tool;
  return { type: "function", function: { name: tool["name"], description: tool["description"], parameters: tool["parameters"] } };
}

function choiceFrom(choice: unknown): unknown {
  return isObject(choice) && choice["type"] === "function" ? { type: "function", function: { name: choice["name"] } } : choice;
}

export function pick(source: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(keys.filter((key) => key in source).map((key) => [key, source[key]]));
}
