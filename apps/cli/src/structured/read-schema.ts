import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { JsonObject } from "@openclaw/core";
import { parseJson, readObject } from "@openclaw/core/internal";
import { UsageError } from "../args/usage-error.js";

const TYPES: Readonly<Record<string, JsonObject>> = {
  str: { type: "string" },
  string: { type: "string" },
  int: { type: "integer" },
  integer: { type: "integer" },
  float: { type: "number" },
  number: { type: "number" },
  bool: { type: "boolean" },
  boolean: { type: "boolean" },
};

/**
 * The schema that `--schema` names: JSON itself, the path of a JSON file, or the short form `name, age int, tags str[]: a note`, with
 * `[...]` around it for a list of such objects.
 *
 * @throws UsageError when it is none of these
 */
export async function readSchema(text: string, cwd: string): Promise<JsonObject> {
  const trimmed = text.trim();
  if (trimmed.startsWith("{")) return jsonSchema(trimmed, "--schema");
  if (/\.json$/i.test(trimmed) || trimmed.startsWith("@")) {
    const path = trimmed.replace(/^@/, "");
    return jsonSchema(await readFile(resolve(cwd, path), "utf8"), path);
  }
  const list = /^\[(.*)\]$/s.exec(trimmed);
  if (list === null) return shortSchema(trimmed);
  // Providers want an object at the top.
  const items: JsonObject = { type: "array", items: shortSchema(list[1] ?? "") };
  return { type: "object", properties: { items }, required: ["items"], additionalProperties: false };
}

function jsonSchema(text: string, from: string): JsonObject {
  const schema = readObject(parseJson(text));
  if (schema === undefined)
    throw new UsageError(`${from} is not a JSON object.`, "Give a JSON Schema, its file, or the short form: 'name, age int'.");
  return schema as JsonObject;
}

function shortSchema(text: string): JsonObject {
  const fields = text
    .split(/[,\n]/)
    .map((field) => field.trim())
    .filter((field) => field !== "");
  if (fields.length === 0) throw new UsageError("--schema is blank.", "Such as: --schema 'name, age int'.");
  const properties: Record<string, JsonObject> = {};
  for (const field of fields) {
    const match = /^([A-Za-z_][\w-]*)(\?)?(?:\s+(\w+)(\[\])?)?(?:\s*:\s*(.+))?$/s.exec(field);
    const type = TYPES[match?.[3] ?? "str"];
    if (match === null || type === undefined) {
      throw new UsageError(`The field "${field}" of --schema cannot be read.`, "A field is: name, name int, name str[], name: what it is.");
    }
    const [, name = "", , , many, description] = match;
    properties[name] = {
      ...(many === undefined ? type : { type: "array", items: type }),
      ...(description === undefined ? {} : { description }),
    };
  }
  const required = fields.filter((field) => !/^[\w-]+\?/.test(field)).map((field) => /^[\w-]+/.exec(field)?.[0] ?? "");
  return { type: "object", properties, required, additionalProperties: false };
}
