import { readArray, readObject, readString } from "@openclaw/core/internal";
import { Refusal } from "../errors/refusal.js";

type Json = Readonly<Record<string, unknown>>;

// What has the same name and meaning on both sides.
const SAME = [
  "model",
  "models",
  "stream",
  "temperature",
  "top_p",
  "parallel_tool_calls",
  "user",
  "provider",
  "plugins",
  "session_id",
] as const;

/** A request of OpenAI's Responses API as one of chat completions. @throws Refusal for what only a server with a memory could do */
export function readResponsesRequest(body: Json): Json {
  for (const name of ["previous_response_id", "conversation", "prompt"] as const) {
    if (body[name] != null) throw refused(name, "nothing is stored behind this base URL: send the whole conversation as input");
  }
  if (body["background"] === true) throw refused("background", "answers are not made in the background here");
  const text = readObject(body["text"]);
  const reasoning = readObject(body["reasoning"]);
  const tools = readArray(body["tools"])?.map(readTool);
  return {
    ...Object.fromEntries(SAME.flatMap((name) => (body[name] == null ? [] : [[name, body[name]]]))),
    messages: [...readInstructions(body["instructions"]), ...readInput(body["input"])],
    ...(body["max_output_tokens"] == null ? {} : { max_tokens: body["max_output_tokens"] }),
    ...(reasoning?.["effort"] == null ? {} : { reasoning: { effort: reasoning["effort"] } }),
    ...(tools === undefined || tools.length === 0 ? {} : { tools }),
    ...(body["tool_choice"] == null ? {} : { tool_choice: readChoice(body["tool_choice"]) }),
    ...(text?.["format"] == null ? {} : { response_format: readFormat(text["format"]) }),
  };
}

function readInstructions(value: unknown): readonly Json[] {
  return typeof value === "string" && value !== "" ? [{ role: "system", content: value }] : [];
}

function readInput(input: unknown): readonly Json[] {
  if (typeof input === "string") return [{ role: "user", content: input }];
  const messages: Json[] = [];
  // Calls of one turn are items of their own there, and belong to one message here.
  let calls: Json[] = [];
  const flush = (): void => {
    const last = messages.at(-1);
    if (calls.length === 0) return;
    if (last?.["role"] === "assistant" && last["tool_calls"] === undefined) messages[messages.length - 1] = { ...last, tool_calls: calls };
    else messages.push({ role: "assistant", content: null, tool_calls: calls });
    calls = [];
  };
  for (const [index, value] of (readArray(input) ?? []).entries()) {
    const item = readObject(value) ?? {};
    switch (item["type"] ?? "message") {
      case "function_call":
        calls.push({ id: item["call_id"], type: "function", function: { name: item["name"], arguments: item["arguments"] ?? "" } });
        break;
      case "function_call_output":
        flush();
        messages.push({ role: "tool", tool_call_id: item["call_id"], content: readOutput(item["output"]) });
        break;
      case "message":
        flush();
        messages.push(readMessage(item, index));
        break;
      case "reasoning":
        // Sealed for the model that wrote it; a summary is for people.
        break;
      default:
        throw refused(`input.${index}.type`, `"${String(item["type"]).slice(0, 60)}" has no form in chat completions`);
    }
  }
  flush();
  return messages;
}

function readOutput(output: unknown): unknown {
  if (typeof output === "string") return output;
  return readArray(output)?.map((part, index) => readPart(part, `output.${index}`)) ?? JSON.stringify(output ?? "");
}

function readMessage(item: Json, index: number): Json {
  const { role, content } = item;
  if (typeof content === "string") return { role, content };
  const parts = readArray(content) ?? [];
  if (role !== "assistant") return { role, content: parts.map((part, at) => readPart(part, `input.${index}.content.${at}`)) };
  const texts = parts.flatMap((part) => readString(readObject(part)?.["text"]) ?? []);
  const refusal = parts.flatMap((part) => readString(readObject(part)?.["refusal"]) ?? []);
  return { role, content: texts.join(""), ...(refusal.length === 0 ? {} : { refusal: refusal.join("") }) };
}

function readPart(value: unknown, path: string): Json {
  const part = readObject(value) ?? {};
  switch (part["type"]) {
    case "input_text":
    case "output_text":
    case "text":
      return { type: "text", text: part["text"] };
    case "input_image":
      if (typeof part["image_url"] !== "string") throw refused(path, "a picture is given by its URL or data URL here");
      return { type: "image_url", image_url: { url: part["image_url"], ...(part["detail"] == null ? {} : { detail: part["detail"] }) } };
    case "input_file":
      return {
        type: "file",
        file: { filename: part["filename"], file_data: part["file_data"] ?? part["file_url"], file_id: part["file_id"] },
      };
    case "input_audio":
      return { type: "input_audio", input_audio: part["input_audio"] };
    default:
      throw refused(path, `"${String(part["type"]).slice(0, 60)}" has no form in chat completions`);
  }
}

function readTool(value: unknown, index: number): Json {
  const tool = readObject(value) ?? {};
  if (tool["type"] !== "function") {
    throw refused(
      `tools.${index}.type`,
      `the server behind this base URL runs no tools of its own: "${String(tool["type"]).slice(0, 60)}"`,
    );
  }
  const { name, description, parameters, strict } = tool;
  return { type: "function", function: { name, description, parameters, strict } };
}

function readChoice(value: unknown): unknown {
  const choice = readObject(value);
  return choice?.["type"] === "function" ? { type: "function", function: { name: choice["name"] } } : value;
}

function readFormat(value: unknown): unknown {
  const format = readObject(value);
  if (format?.["type"] !== "json_schema") return value;
  const { name, schema, strict, description } = format;
  return {
    type: "json_schema",
    json_schema: { name, schema, ...(strict == null ? {} : { strict }), ...(description == null ? {} : { description }) },
  };
}

function refused(param: string, why: string): Refusal {
  return new Refusal("body_unreadable", `${param}: ${why}.`, { param });
}
