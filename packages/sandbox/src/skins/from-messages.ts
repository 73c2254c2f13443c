import { Refusal } from "../errors/refusal.js";
import { isObject, objectAt, objectsAt, textAt, type JsonObject } from "../wire/read-json.js";
import { pick } from "./from-responses.js";

/** A Messages body as the chat body that says the same. */
export function chatFromMessages(body: unknown): JsonObject {
  if (!isObject(body)) throw new Refusal(400, "Invalid JSON body");
  const thinking = textAt(objectAt(body, "thinking"), "type");
  const system = textAt(body, "system") ?? objectsAt(body, "system");
  const messages = objectsAt(body, "messages").flatMap(messagesFrom);
  return {
    ...pick(body, [
      "model",
      "models",
      "stream",
      "max_tokens",
      "temperature",
      "top_p",
      "plugins",
      "session_id",
      "provider",
      "cache_control",
    ]),
    ...("stop_sequences" in body ? { stop: body["stop_sequences"] } : {}),
    ...(thinking === "enabled" || thinking === "adaptive" ? { reasoning: { enabled: true } } : {}),
    messages: [...(system.length === 0 ? [] : [{ role: "system", content: system }]), ...messages],
    ...("tools" in body ? { tools: objectsAt(body, "tools").map(toolFrom) } : {}),
    ...("tool_choice" in body ? { tool_choice: choiceFrom(objectAt(body, "tool_choice")) } : {}),
  };
}

function messagesFrom(message: JsonObject): JsonObject[] {
  const role = textAt(message, "role") ?? "user";
  const text = textAt(message, "content");
  if (text !== undefined) return [{ role, content: text }];
  const blocks = objectsAt(message, "content");
  const results = blocks.filter((block) => block["type"] === "tool_result");
  const calls = blocks.filter((block) => block["type"] === "tool_use");
  const thoughts = blocks.filter((block) => block["type"] === "thinking");
  const rest = blocks.filter((block) => block["type"] === "text" || block["type"] === "image").map(partFrom);
  const tools = results.map((block) => ({ role: "tool", tool_call_id: block["tool_use_id"], content: resultText(block) }));
  if (rest.length === 0 && calls.length === 0) return tools;
  return [
    ...tools,
    {
      role,
      content: rest,
      ...(calls.length === 0 ? {} : { tool_calls: calls.map(callFrom) }),
      ...(thoughts.length === 0 ? {} : { reasoning_details: thoughts.map(thoughtFrom) }),
    },
  ];
}

function partFrom(block: JsonObject): JsonObject {
  if (block["type"] === "text") return block;
  const source = objectAt(block, "source");
  const url = textAt(source, "url") ?? `data:${textAt(source, "media_type") ?? "image/png"};base64,${textAt(source, "data") ?? ""}`;
  return { type: "image_url", image_url: { url } };
}

function callFrom(block: JsonObject): JsonObject {
  return { id: block["id"], type: "function", function: { name: block["name"], arguments: JSON.stringify(block["input"] ?? {}) } };
}

function thoughtFrom(block: JsonObject): JsonObject {
  return { type: "reasoning.text", text: block["thinking"], signature: block["signature"], format: "anthropic-claude-v1" };
}

function resultText(block: JsonObject): string {
  const text = textAt(block, "content");
  return (
    text ??
    objectsAt(block, "content")
      .map((part) => textAt(part, "text") ?? "")
      .join("\n")
  );
}

function toolFrom(tool: JsonObject): JsonObject {
  if (!isObject(tool["input_schema"])) return tool;
  return {
    type: "function",
    function: { name: tool["name"], description: tool["description"], parameters: tool["input_schema"] },
    ...pick(tool, ["cache_control"]),
  };
}

function choiceFrom(choice: JsonObject): unknown {
  if (choice["type"] === "tool") return { type: "function", function: { name: choice["name"] } };
  return choice["type"] === "any" ? "required" : choice["type"];
}
