import { parseJson, readArray, readObject, readString } from "@openclaw/core/internal";
import { Refusal } from "../errors/refusal.js";

type Json = Readonly<Record<string, unknown>>;

// What has the same name and meaning on both sides.
const SAME = ["model", "models", "stream", "temperature", "top_p", "top_k", "max_tokens", "provider", "plugins", "session_id"] as const;

/** A request of Anthropic's Messages API as one of chat completions. @throws Refusal for what has no form there */
export function readMessagesRequest(body: Json): Json {
  const tools = readArray(body["tools"])?.map(readTool);
  const choice = readObject(body["tool_choice"]);
  const user = readString(readObject(body["metadata"])?.["user_id"]);
  const reasoning = readThinking(readObject(body["thinking"]));
  const stop = readArray(body["stop_sequences"]);
  return {
    ...Object.fromEntries(SAME.flatMap((name) => (body[name] == null ? [] : [[name, body[name]]]))),
    messages: [...readSystem(body["system"]), ...(readArray(body["messages"]) ?? []).flatMap(readMessage)],
    ...(stop === undefined ? {} : { stop: stop.slice(0, 4) }),
    ...(user === undefined ? {} : { user }),
    ...(reasoning === undefined ? {} : { reasoning }),
    ...(tools === undefined || tools.length === 0 ? {} : { tools }),
    ...(choice === undefined ? {} : { tool_choice: readChoice(choice) }),
    ...(choice?.["disable_parallel_tool_use"] === true ? { parallel_tool_calls: false } : {}),
  };
}

function readSystem(value: unknown): readonly Json[] {
  if (typeof value === "string") return value === "" ? [] : [{ role: "system", content: value }];
  const parts = readArray(value)?.map((part, index) => readPart(part, `system.${index}`)) ?? [];
  return parts.length === 0 ? [] : [{ role: "system", content: parts }];
}

function readThinking(thinking: Json | undefined): Json | undefined {
  if (thinking?.["type"] === "enabled") return { max_tokens: thinking["budget_tokens"] };
  if (thinking?.["type"] === "adaptive") return { enabled: true };
  return thinking?.["type"] === "disabled" ? { effort: "none" } : undefined;
}

function readMessage(value: unknown, index: number): readonly Json[] {
  const { role, content } = readObject(value) ?? {};
  if (typeof content === "string") return [{ role, content }];
  const blocks = (readArray(content) ?? []).map((block) => readObject(block) ?? {});
  return role === "assistant" ? [readAnswer(blocks)] : readQuestion(blocks, { role, path: `messages.${index}.content` });
}

/** What a tool gave stands in the user's turn there, and before it here. */
function readQuestion(blocks: readonly Json[], { role, path }: { readonly role: unknown; readonly path: string }): readonly Json[] {
  const results = blocks
    .filter((block) => block["type"] === "tool_result")
    .map((block) => ({ role: "tool", tool_call_id: block["tool_use_id"], content: readResult(block, path) }));
  const parts = blocks.flatMap((block, index) => (block["type"] === "tool_result" ? [] : [readPart(block, `${path}.${index}`)]));
  return [...results, ...(parts.length === 0 ? [] : [{ role, content: parts }])];
}

function readResult(block: Json, path: string): unknown {
  const { content } = block;
  const failed = block["is_error"] === true ? "Error: " : "";
  if (typeof content === "string") return `${failed}${content}`;
  const parts = (readArray(content) ?? []).map((part) => readPart(part, path));
  return failed === "" ? parts : [{ type: "text", text: failed }, ...parts];
}

function readAnswer(blocks: readonly Json[]): Json {
  const texts = blocks.flatMap((block) => (block["type"] === "text" ? [readString(block["text"]) ?? ""] : []));
  const calls = blocks.flatMap((block) =>
    block["type"] === "tool_use"
      ? [{ id: block["id"], type: "function", function: { name: block["name"], arguments: JSON.stringify(block["input"] ?? {}) } }]
      : [],
  );
  const details = blocks.flatMap((block): readonly Json[] => {
    if (block["type"] === "thinking") {
      return [{ type: "reasoning.text", text: block["thinking"], signature: block["signature"], format: "anthropic-claude-v1" }];
    }
    return block["type"] === "redacted_thinking"
      ? [{ type: "reasoning.encrypted", data: block["data"], format: "anthropic-claude-v1" }]
      : [];
  });
  return {
    role: "assistant",
    content: texts.length === 0 ? null : texts.join(""),
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
    ...(details.length === 0 ? {} : { reasoning_details: details }),
  };
}

function readPart(value: unknown, path: string): Json {
  const part = readObject(value) ?? {};
  const source = readObject(part["source"]) ?? {};
  switch (part["type"]) {
    case "text":
      return { type: "text", text: part["text"], ...(part["cache_control"] == null ? {} : { cache_control: part["cache_control"] }) };
    case "image":
      return { type: "image_url", image_url: { url: urlOf(source, path) } };
    case "document": {
      if (source["type"] === "text") return { type: "text", text: source["data"] };
      return { type: "file", file: { filename: part["title"] ?? "document.pdf", file_data: urlOf(source, path) } };
    }
    default:
      throw refused(path, `"${String(part["type"]).slice(0, 60)}" has no form in chat completions`);
  }
}

function urlOf(source: Json, path: string): string {
  if (source["type"] === "url" && typeof source["url"] === "string") return source["url"];
  const { media_type: mediaType, data } = source;
  if (source["type"] === "base64" && typeof mediaType === "string" && typeof data === "string") return `data:${mediaType};base64,${data}`;
  throw refused(path, "a source is given as base64 or url here");
}

function readTool(value: unknown, index: number): Json {
  const tool = readObject(value) ?? {};
  if (readObject(tool["input_schema"]) === undefined) {
    throw refused(`tools.${index}`, "the server behind this base URL runs no tools of its own: give an input_schema");
  }
  const { name, description, input_schema: parameters, cache_control: marker } = tool;
  return { type: "function", function: { name, description, parameters }, ...(marker == null ? {} : { cache_control: marker }) };
}

function readChoice(choice: Json): unknown {
  switch (choice["type"]) {
    case "any":
      return "required";
    case "tool":
      return { type: "function", function: { name: choice["name"] } };
    default:
      return choice["type"];
  }
}

/** A call's arguments as the object that Anthropic's clients expect; what is no object is kept as text. */
export function inputOf(text: string): Json {
  if (text.trim() === "") return {};
  return readObject(parseJson(text)) ?? { arguments: text };
}

function refused(param: string, why: string): Refusal {
  return new Refusal("body_unreadable", `${param}: ${why}.`, { param });
}
