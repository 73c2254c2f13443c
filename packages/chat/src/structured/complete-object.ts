import { type JsonObject, ToolkitError } from "@openclaw/core";
import { checkFields, type FieldNames, listTargets, parseJson } from "@openclaw/core/internal";
import { ChatError } from "../chat-error.js";
import type { ChatResult } from "../chat-stream.js";
import type { ChatMessage } from "../messages.js";
import type { ChatRequest } from "../options.js";
import { type StandardSchema, toJsonSchema, validate } from "../tools/standard-schema.js";
import { REQUEST_NAMES } from "../shape/field-names.js";
import { formatInWords } from "../shape/format-in-words.js";
import { addUsage } from "../add-usage.js";
import type { Usage } from "../usage.js";
import { ask } from "./ask-in-parts.js";
import type { ObjectOptions } from "./object-options.js";
import { strictSchema } from "./strict-schema.js";

export interface ObjectRequest<Output> extends Omit<ChatRequest, "responseFormat"> {
  /** A zod schema (4.2 or newer), any Standard Schema that can write JSON Schema, or `jsonSchema(…)`. */
  readonly schema: StandardSchema<Output>;
  /** Names the schema for the provider. Default `answer`. */
  readonly schemaName?: string | undefined;
  /**
   * Whether providers are told to enforce the schema. Default: where they can, which is where it requires every property; that it allows no others
   * is added. One that is not enforced is checked here all the same.
   */
  readonly strict?: boolean | undefined;
}

const OBJECT_NAMES: FieldNames = {
  what: "a request for an object",
  known: [
    ...REQUEST_NAMES.known,
    ...Object.keys({ schema: true, schemaName: true, strict: true } satisfies Record<
      Exclude<keyof ObjectRequest<unknown>, keyof ChatRequest>,
      true
    >),
  ],
  elsewhere: { ...REQUEST_NAMES.elsewhere, output: "schema" },
};

export interface ObjectResult<Output> {
  readonly object: Output;
  /** The last answer. */
  readonly result: ChatResult;
  /** Of all turns. */
  readonly usage: Usage | undefined;
  /** The first answer did not fit and was asked for once more. */
  readonly repaired: boolean;
}

/**
 * Asks for an answer in the form of a schema, and checks it (CHAT-11). An answer that does not fit is sent back once with what is wrong.
 *
 * @throws ChatError `output_invalid` when the second answer does not fit either, else as `completeChat` does; with the usage and the attempts of all turns
 */
export async function completeObject<Output>(
  request: ObjectRequest<Output>,
  options: ObjectOptions<Output> = {},
): Promise<ObjectResult<Output>> {
  checkFields(request, OBJECT_NAMES);
  const { schema } = request;
  const { asked, first } = await askFirst(request, toJsonSchema(schema), options);
  const checked = await check(schema, first.text);
  if ("value" in checked) return { object: checked.value, result: first, usage: first.usage, repaired: false };
  // Calls that came in place of an answer are nobody's to answer, and without results they would be refused.
  const { toolCalls: _calls, ...answer } = first.message;
  const repairTurn: readonly ChatMessage[] = [
    answer,
    {
      role: "user",
      content: `That answer does not fit: ${checked.problems.join("; ")}. Answer again with nothing but the corrected JSON.`,
    },
  ];
  const second = await ask({ ...asked, messages: [...asked.messages, ...repairTurn] }, options).catch((error: unknown) => {
    throw error instanceof ChatError ? afterTurn(first, error, error) : error;
  });
  const rechecked = await check(schema, second.text);
  const usage = addUsage(first.usage, second.usage);
  if ("value" in rechecked) return { object: rechecked.value, result: second, usage, repaired: true };
  const unfit = new ToolkitError(
    `The model's answer does not fit the schema, and neither does its correction: ${rechecked.problems.join("; ")}.`,
    {
      code: "output_invalid",
      retryable: true,
      hint: "Simplify the schema, describe its fields, or use a model with structured output.",
    },
  );
  throw afterTurn(first, unfit, { partial: second.message, usage: second.usage, attempts: second.attempts });
}

/** The failure of the second turn, with what the first one was billed. */
function afterTurn(first: ChatResult, error: ToolkitError, facts: Pick<ChatError, "partial" | "usage" | "attempts">): ChatError {
  return new ChatError(error, {
    partial: facts.partial,
    usage: addUsage(first.usage, facts.usage),
    attempts: [...first.attempts, ...facts.attempts],
  });
}

interface FirstAnswer {
  readonly asked: ChatRequest;
  readonly first: ChatResult;
}

/** Asks by `response_format` where the model has it and the schema allows it; else by words, which every model understands. */
async function askFirst<Output>(
  request: ObjectRequest<Output>,
  jsonSchema: JsonObject,
  options: ObjectOptions<Output>,
): Promise<FirstAnswer> {
  const { schema: _schema, schemaName = "answer", strict, ...chat } = request;
  const targets = listTargets(chat.target);
  const byWords = inWords(chat, jsonSchema);
  // Providers take a schema of an object and refuse every other one.
  const isObject = (jsonSchema["type"] ?? (jsonSchema["properties"] && "object")) === "object";
  if (!isObject || !targets.every((target) => target.traits.structuredOutput !== false)) {
    return { asked: byWords, first: await ask(byWords, options) };
  }
  const enforced = strict === false ? undefined : strictSchema(jsonSchema);
  const asked: ChatRequest = {
    ...chat,
    responseFormat: {
      type: "json-schema",
      name: schemaName,
      schema: enforced ?? jsonSchema,
      strict: strict ?? enforced !== undefined,
    },
  };
  try {
    return { asked, first: await ask(asked, options) };
  } catch (error) {
    if (!isForWantOfEndpoints(error)) throw error;
    return { asked: byWords, first: await ask(byWords, options) };
  }
}

/** The catalogue lists the model with structured output, but none of its providers that are there now has it (trap 26). */
function isForWantOfEndpoints(error: unknown): boolean {
  return ToolkitError.isInstance(error) && /no endpoints found that (?:support|can handle)/i.test(error.message);
}

function inWords(chat: ChatRequest, jsonSchema: JsonObject): ChatRequest {
  const instruction: ChatMessage = {
    role: "system",
    content: formatInWords({ type: "json-schema", name: "answer", schema: jsonSchema }) ?? "",
  };
  return { ...chat, messages: [...chat.messages, instruction] };
}

async function check<Output>(
  schema: StandardSchema<Output>,
  text: string,
): Promise<{ readonly value: Output } | { readonly problems: readonly string[] }> {
  const value = parseJson(withoutFence(text));
  return value === undefined ? { problems: ["it is not valid JSON"] } : validate(schema, value);
}

/** Models like to wrap JSON in a code fence. */
function withoutFence(text: string): string {
  const trimmed = text.trim();
  const [opened] = /^```(?:json)?[ \t]*\r?\n/.exec(trimmed) ?? [];
  return opened !== undefined && trimmed.endsWith("```") ? trimmed.slice(opened.length, -3) : text;
}
