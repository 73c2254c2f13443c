import type { JsonObject, JsonValue } from "@openclaw/core";
import type { ImagePart, TextPart, ToolCall, ToolDefinition } from "../messages.js";
import { type StandardSchema, toJsonSchema, validate } from "./standard-schema.js";

/** What the model gets of a tool: text, JSON (written as text), or text and pictures. */
export type ToolOutput = string | JsonValue | { readonly parts: readonly (TextPart | ImagePart)[] };

export interface ToolContext {
  readonly call: ToolCall;
  /** Aborted when the caller aborts or the tool's time is up. */
  readonly signal: AbortSignal;
}

/** A tool that can be run. Made by `defineTool`. */
export interface Tool extends ToolDefinition {
  /** Ask before running; see `RunToolsRequest.approve`. */
  readonly needsApproval: boolean;
  /** Checks the arguments and runs; rejects when either fails. */
  readonly run: (input: JsonObject, context: ToolContext) => Promise<unknown>;
}

export interface DefineToolOptions<Input> {
  /** 1 to 64 letters, digits, `_` or `-`. */
  readonly name: string;
  /** What it does and when to call it: the model goes by this. */
  readonly description: string;
  /** A zod schema (4.2 or newer), any Standard Schema that can write JSON Schema, or `jsonSchema(…)`. */
  readonly input: StandardSchema<Input>;
  /**
   * Gives back whatever `JSON.stringify` writes: text, an interface, a class, a date, nothing. Pictures go as `{ parts: […] } satisfies ToolOutput`.
   * What it throws becomes the result.
   */
  readonly execute: (input: Input, context: ToolContext) => unknown;
  /** Default false. */
  readonly needsApproval?: boolean | undefined;
}

/**
 * Defines a tool for `runTools` (CHAT-11). The model's arguments are validated before `execute` sees them.
 *
 * @example
 * const weather = defineTool({
 *   name: "weather",
 *   description: "The weather in a city.",
 *   input: z.object({ city: z.string() }),
 *   execute: ({ city }) => `Sunny in ${city}.`,
 * });
 */
export function defineTool<Input>(options: DefineToolOptions<Input>): Tool {
  return {
    name: options.name,
    description: options.description,
    inputSchema: toJsonSchema(options.input),
    needsApproval: options.needsApproval ?? false,
    async run(input, context) {
      const checked = await validate(options.input, input);
      if ("problems" in checked) throw new Error(`The arguments do not fit: ${checked.problems.join("; ")}.`);
      return options.execute(checked.value, context);
    },
  };
}
