import { isObject, type JsonObject, listAt, objectAt, objectsAt, textAt } from "../../wire/read-json.js";
import type { ChatRequest } from "../chat-request.js";

export interface OpenObject {
  /** The schema's. */
  name: string;
  /** Where in it, as OpenAI writes it. */
  path: string;
  problem: string;
}

/** The first object of an enforced schema that lets in what was not named, or leaves out what was. */
export function findOpenObject(chat: ChatRequest): OpenObject | undefined {
  const format = objectAt(objectAt(chat.raw, "response_format"), "json_schema");
  if (format["strict"] !== true) return undefined;
  const found = findIn(objectAt(format, "schema"), []);
  return found && { ...found, name: textAt(format, "name") ?? "" };
}

function findIn(schema: JsonObject, path: string[]): Omit<OpenObject, "name"> | undefined {
  const properties = objectAt(schema, "properties");
  const said = (problem: string): Omit<OpenObject, "name"> => ({ path: path.map((key) => `'${key}'`).join(", "), problem });
  if (schema["type"] === "object") {
    if (schema["additionalProperties"] !== false) return said("'additionalProperties' is required to be supplied and to be false.");
    const required = listAt(schema, "required");
    const missing = Object.keys(properties).find((name) => !required.includes(name));
    if (missing !== undefined)
      return said(`'required' is required to be supplied and to be an array including every key in properties. Missing '${missing}'.`);
  }
  const members: [string[], unknown][] = [
    ...Object.entries(properties).map(([name, member]): [string[], unknown] => [["properties", name], member]),
    ...Object.entries(objectAt(schema, "$defs")).map(([name, member]): [string[], unknown] => [["$defs", name], member]),
    ...objectsAt(schema, "anyOf").map((member, index): [string[], unknown] => [["anyOf", String(index)], member]),
    [["items"], schema["items"]],
  ];
  for (const [step, member] of members) {
    const found = isObject(member) ? findIn(member, [...path, ...step]) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}
