import type { ChatInput, ResponseFormat, ServerTool, ThinkingLevel, ToolChoice, ToolDefinition } from "@openclaw/chat";
import { THINKING_LEVELS } from "@openclaw/chat";
import type { JsonObject, JsonValue, ModelParams } from "@openclaw/core";
import { readObject, readString } from "@openclaw/core/internal";
import { type ChatRequestWire, chatRequestSchema, type FunctionToolWire } from "./chat-request-schema.js";
import { isPlainRequest } from "./is-plain-request.js";
import { readMessages } from "./read-messages.js";
import { readValid } from "./read-valid.js";

/** A chat request, in the toolkit's own form. */
export interface ChatRequestRead {
  readonly input: ChatInput;
  readonly model: string | undefined;
  readonly models: readonly string[] | undefined;
  readonly stream: boolean;
  readonly includeUsage: boolean;
  /** Body fields that have no form of their own and pass as they are. */
  readonly extraBody: JsonObject;
}

// Read into fields of their own, or about this server's answer and not about the model's.
const READ: ReadonlySet<string> = new Set([
  ..."messages model models stream stream_options max_tokens max_completion_tokens temperature top_p top_k min_p".split(" "),
  ..."frequency_penalty presence_penalty repetition_penalty seed stop n tools tool_choice parallel_tool_calls response_format".split(" "),
  ..."reasoning reasoning_effort include_reasoning modalities audio image_config plugins provider session_id usage".split(" "),
]);
// CHAT-3: OpenAI's own settings, which no OpenRouter route takes.
const NOT_FORWARDED: ReadonlySet<string> = new Set(
  "service_tier serviceTier store prompt_cache_key prompt_cache_retention prompt_cache_options safety_identifier route __proto__ constructor prototype".split(
    " ",
  ),
);

/** Reads the body of `/chat/completions`, OpenAI's or OpenRouter's. @throws Refusal naming the field that is wrong */
export function readChatRequest(body: Readonly<Record<string, unknown>>): ChatRequestRead {
  const wire = isPlainRequest(body) ? (body as ChatRequestWire) : readValid(chatRequestSchema, body);
  const format = readFormat(wire.response_format);
  const choice = readChoice(wire.tool_choice);
  const extraBody: Record<string, JsonValue | undefined> = {};
  const other: Record<string, JsonValue> = {};
  for (const [name, value] of Object.entries(wire)) {
    if (READ.has(name) || value === null || value === undefined) continue;
    if (NOT_FORWARDED.has(name)) other[name] = value as JsonValue;
    else extraBody[name] = value as JsonValue;
  }
  if (wire.response_format != null && format === undefined) extraBody["response_format"] = wire.response_format as JsonObject;
  if (wire.tool_choice != null && choice === undefined) extraBody["tool_choice"] = wire.tool_choice as JsonObject;
  const thinking = readThinking(wire);
  if (thinking.extra !== undefined) extraBody["reasoning"] = thinking.extra;
  const input: ChatInput = {
    messages: readMessages(wire.messages),
    params: { ...readParams(wire), ...(Object.keys(other).length === 0 ? {} : { other }) },
    ...(wire.tools == null ? {} : { tools: wire.tools.map(readTool) }),
    ...(choice === undefined ? {} : { toolChoice: choice }),
    ...(format === undefined ? {} : { responseFormat: format }),
    ...(thinking.level === undefined ? {} : { thinking: thinking.level }),
    ...(thinking.hidden ? { hideReasoning: true } : {}),
    ...(wire.modalities == null ? {} : { modalities: wire.modalities }),
    ...(wire.audio == null ? {} : { audio: wire.audio as { voice: string; format: string } }),
    ...(wire.image_config == null ? {} : { imageConfig: wire.image_config as JsonObject }),
    ...(wire.plugins == null ? {} : { plugins: wire.plugins as JsonObject[] }),
    ...(wire.session_id == null ? {} : { sessionId: wire.session_id }),
  };
  return {
    input,
    model: wire.model ?? undefined,
    models: wire.models ?? undefined,
    stream: wire.stream ?? false,
    includeUsage: wire.stream_options?.include_usage ?? false,
    extraBody,
  };
}

function readParams(wire: ChatRequestWire): ModelParams {
  const params: { -readonly [Name in keyof ModelParams]: ModelParams[Name] } = {};
  const maxTokens = wire.max_completion_tokens ?? wire.max_tokens;
  if (maxTokens != null) params.maxTokens = maxTokens;
  if (wire.temperature != null) params.temperature = wire.temperature;
  if (wire.top_p != null) params.topP = wire.top_p;
  if (wire.top_k != null) params.topK = wire.top_k;
  if (wire.min_p != null) params.minP = wire.min_p;
  if (wire.frequency_penalty != null) params.frequencyPenalty = wire.frequency_penalty;
  if (wire.presence_penalty != null) params.presencePenalty = wire.presence_penalty;
  if (wire.repetition_penalty != null) params.repetitionPenalty = wire.repetition_penalty;
  if (wire.seed != null) params.seed = wire.seed;
  if (wire.stop != null) params.stop = typeof wire.stop === "string" ? [wire.stop] : wire.stop;
  if (wire.parallel_tool_calls != null) params.parallelToolCalls = wire.parallel_tool_calls;
  if (wire.provider != null) params.provider = wire.provider as JsonObject;
  return params;
}

function readTool(tool: NonNullable<ChatRequestWire["tools"]>[number]): ToolDefinition | ServerTool {
  if (tool.type !== "function" || readObject(tool["function"]) === undefined) return tool;
  const { function: definition, cache_control: marker } = tool as FunctionToolWire;
  return {
    name: definition.name,
    inputSchema: (definition.parameters ?? { type: "object", properties: {} }) as JsonObject,
    ...(definition.description == null ? {} : { description: definition.description }),
    ...(definition.strict == null ? {} : { strict: definition.strict }),
    ...(marker == null ? {} : { cacheControl: marker.ttl === undefined ? {} : { ttl: marker.ttl } }),
  };
}

function readChoice(choice: ChatRequestWire["tool_choice"]): ToolChoice | undefined {
  if (choice == null || typeof choice === "string") return choice ?? undefined;
  const name = readString(readObject(choice["function"])?.["name"]);
  return choice.type === "function" && name !== undefined ? { name } : undefined;
}

function readFormat(format: ChatRequestWire["response_format"]): ResponseFormat | undefined {
  if (format?.type === "text") return { type: "text" };
  if (format?.type === "json_object") return { type: "json" };
  const wanted = format?.type === "json_schema" ? readObject(format["json_schema"]) : undefined;
  const schema = readObject(wanted?.["schema"]);
  if (wanted === undefined || schema === undefined) return undefined;
  const strict = wanted["strict"];
  return {
    type: "json-schema",
    name: readString(wanted["name"]) ?? "answer",
    schema: schema as JsonObject,
    ...(typeof strict === "boolean" ? { strict } : {}),
  };
}

interface ThinkingRead {
  readonly level?: ThinkingLevel;
  readonly hidden: boolean;
  /** What a level cannot say, such as a token budget. */
  readonly extra?: JsonObject;
}

/** `reasoning_effort`, `reasoning` and `include_reasoning` become a level, so that it fits each model of a chain (CHAT-1). */
function readThinking(wire: ChatRequestWire): ThinkingRead {
  const { reasoning } = wire;
  const effort = wire.reasoning_effort ?? reasoning?.effort ?? undefined;
  const hidden = reasoning?.exclude === true || wire.include_reasoning === false;
  const level = effort === "none" || reasoning?.enabled === false ? "off" : THINKING_LEVELS.find((known) => known === effort);
  const { effort: _effort, exclude: _exclude, ...rest } = reasoning ?? {};
  const extra = Object.fromEntries(
    Object.entries(rest).filter(([name, value]) => value != null && !(name === "enabled" && level !== undefined)),
  );
  // An effort that is new to us passes as it is.
  const unknown = effort !== undefined && level === undefined ? { effort } : {};
  const left = { ...extra, ...unknown } as JsonObject;
  return {
    hidden,
    ...(level === undefined ? {} : { level }),
    ...(Object.keys(left).length === 0 ? {} : { extra: left }),
  };
}
