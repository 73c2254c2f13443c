import { familyOf } from "../catalogue/family.js";
import { findModel, type FoundModel } from "../catalogue/find-model.js";
import { modelNotFound } from "../errors/model-not-found.js";
import { Refusal } from "../errors/refusal.js";
import { isObject, listAt, numberAt, objectAt, objectsAt, textAt, textsAt, type JsonObject } from "../wire/read-json.js";
import type { ChatRequest, ChatTurn, ToolOffer } from "./chat-request.js";
import { readReasoning } from "./read-reasoning.js";

const DEFAULT_MODEL = "openrouter/auto";

/** Reads a chat body; refuses what no model could answer, in the provider's words. */
export function readChat(body: unknown): ChatRequest {
  if (!isObject(body)) throw new Refusal(400, "Invalid JSON body");
  const { model, requestedId } = chooseModel(body);
  const turns = readTurns(body);
  const modalities = textsAt(body, "modalities");
  const output = model.row.architecture.output_modalities;
  const schema = readSchema(body);
  const maxTokens = numberAt(body, "max_completion_tokens") ?? numberAt(body, "max_tokens");
  const audio = objectAt(body, "audio");
  return {
    requestedId,
    model,
    family: familyOf(model.row.id),
    turns,
    tools: objectsAt(body, "tools").flatMap(readTool),
    toolChoice: readToolChoice(body["tool_choice"]),
    parallelCalls: body["parallel_tool_calls"] !== false,
    ...(schema === undefined ? {} : { schema }),
    reasoning: readReasoning(body, model.row),
    wantsImage: modalities.includes("image") || !output.includes("text"),
    wantsAudio:
      modalities.includes("audio") || (output.includes("audio") && model.row.id.includes("lyria")) || requestedId === "sandbox/composer",
    audioFormat: textAt(audio, "format") ?? "mp3",
    audioVoice: textAt(audio, "voice") ?? "slt",
    ...(maxTokens === undefined ? {} : { maxTokens }),
    stops: typeof body["stop"] === "string" ? [body["stop"]] : textsAt(body, "stop").slice(0, 4),
    stream: body["stream"] === true,
    searchesWeb: searchesWeb(body, requestedId),
    raw: body,
  };
}

/** The first model of `model` and `models` that exists; a list that holds none is refused for its first. */
function chooseModel(body: JsonObject): { model: FoundModel; requestedId: string } {
  const first = textAt(body, "model");
  const wishes = [...(first === undefined ? [] : [first]), ...textsAt(body, "models")];
  if (wishes.length === 0) wishes.push(DEFAULT_MODEL);
  for (const requestedId of wishes) {
    const model = findModel(requestedId);
    if (model !== undefined) return { model, requestedId };
  }
  throw modelNotFound(wishes[0] ?? "");
}

function readTurns(body: JsonObject): ChatTurn[] {
  const messages = listAt(body, "messages");
  const prompt = textAt(body, "prompt");
  if (messages.length === 0 && prompt !== undefined) return [readTurn({ role: "user", content: prompt })];
  if (messages.length === 0) throw new Refusal(400, 'Input required: specify "prompt" or "messages"');
  return messages.map((message, index) => {
    if (!isObject(message) || textAt(message, "role") === undefined) throw new Refusal(400, `Invalid input: messages.${index}.role`);
    return readTurn(message);
  });
}

function readTurn(raw: JsonObject): ChatTurn {
  const parts = objectsAt(raw, "content");
  const texts = parts.filter((part) => part["type"] === "text").map((part) => textAt(part, "text") ?? "");
  const toolCallId = textAt(raw, "tool_call_id");
  return {
    role: textAt(raw, "role") ?? "",
    text: textAt(raw, "content") ?? texts.join("\n"),
    attachments: parts.filter((part) => part["type"] !== "text"),
    toolCalls: objectsAt(raw, "tool_calls").map((call) => ({
      id: textAt(call, "id") ?? "",
      name: textAt(objectAt(call, "function"), "name") ?? "",
      arguments: textAt(objectAt(call, "function"), "arguments") ?? "",
    })),
    ...(toolCallId === undefined ? {} : { toolCallId }),
    ...(Array.isArray(raw["reasoning_details"]) ? { reasoningDetails: objectsAt(raw, "reasoning_details") } : {}),
    raw,
  };
}

function readTool(tool: JsonObject): ToolOffer[] {
  const definition = objectAt(tool, "function");
  const name = textAt(definition, "name");
  if (tool["type"] !== "function" || name === undefined) return [];
  return [{ name, description: textAt(definition, "description") ?? "", parameters: objectAt(definition, "parameters") }];
}

function readToolChoice(choice: unknown): ChatRequest["toolChoice"] {
  if (choice === "none" || choice === "required") return choice;
  const name = isObject(choice) ? textAt(objectAt(choice, "function"), "name") : undefined;
  return name === undefined ? "auto" : { name };
}

function readSchema(body: JsonObject): JsonObject | undefined {
  const format = objectAt(body, "response_format");
  if (format["type"] === "json_object") return {};
  return format["type"] === "json_schema" ? objectAt(objectAt(format, "json_schema"), "schema") : undefined;
}

function searchesWeb(body: JsonObject, id: string): boolean {
  const plugins = objectsAt(body, "plugins").some((plugin) => plugin["id"] === "web" && plugin["enabled"] !== false);
  return plugins || id.endsWith(":online") || objectsAt(body, "tools").some((tool) => textAt(tool, "type")?.includes("web_search"));
}
