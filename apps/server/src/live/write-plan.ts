import type { JsonObject, JsonValue, PlanStep, RequestPlan, Warning } from "@openclaw/core";
import { readObject, readString, redactHeaders } from "@openclaw/core/internal";

/** A plan as it is shown: no key is in it, and no words of a prompt unless they were asked for. */
export interface WrittenPlan {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: JsonObject;
  readonly steps: readonly PlanStep[];
  readonly warnings: readonly Warning[];
}

export interface WritePlanOptions {
  /** Show the messages' texts. */
  readonly texts: boolean;
  /** The operator's own headers: what they hold is nobody else's business, whatever they are called (KEY-6). */
  readonly configuredHeaders: Readonly<Record<string, string>>;
}

/** Writes a request that was, or would be, sent (CLI-5). */
export function writePlan({ method, url, headers, body, steps, warnings }: RequestPlan, options: WritePlanOptions): WrittenPlan {
  const configured = new Set(Object.keys(options.configuredHeaders).map((name) => name.toLowerCase()));
  const sent = { ...(body === undefined ? {} : { "Content-Type": "application/json" }), Authorization: "Bearer -", ...headers };
  const shown = Object.entries(redactHeaders(sent)).map(
    ([name, value]) => [name, configured.has(name.toLowerCase()) ? "[redacted]" : value] as const,
  );
  return {
    method,
    url,
    headers: Object.fromEntries(shown),
    ...(body === undefined ? {} : { body: options.texts ? body : withoutTexts(body) }),
    steps,
    warnings,
  };
}

const LONG = 200;
/** Words of the caller, however few they are. */
const TEXTS: ReadonlySet<string> = new Set(["input", "instructions", "metadata", "prediction", "prompt", "stop", "system", "user"]);

function withoutTexts(body: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(body).flatMap(([name, value]): readonly (readonly [string, JsonValue])[] => {
      if (value === undefined) return [];
      if (name === "messages" && Array.isArray(value)) return [[name, value.map(sizeOf)]];
      if (name === "tools" && Array.isArray(value)) return [[name, value.map(nameOf)]];
      const size = JSON.stringify(value).length;
      return [[name, size > LONG || TEXTS.has(name) ? `[${size} characters]` : value]];
    }),
  );
}

function sizeOf(message: JsonValue | undefined): JsonObject {
  const read = readObject(message) ?? {};
  const content = read["content"];
  return {
    role: readString(read["role"]) ?? "unknown",
    characters: (typeof content === "string" ? content : JSON.stringify(content ?? "")).length,
    ...(Array.isArray(content) ? { parts: content.map((part) => readString(readObject(part)?.["type"]) ?? "unknown") } : {}),
    ...(Array.isArray(read["tool_calls"]) ? { tool_calls: read["tool_calls"].length } : {}),
  };
}

function nameOf(tool: JsonValue | undefined): JsonValue {
  const read = readObject(tool) ?? {};
  return readString(readObject(read["function"])?.["name"]) ?? readString(read["type"]) ?? "unknown";
}
