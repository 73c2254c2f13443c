import { defined, type JsonValue, type ModelParams, type ModelTarget, type Warning } from "@openclaw/core/internal/stream";
import type { ChatInput } from "../chat-input.js";
import { type Draft, type ShapeStep, type StepResult, unchanged, withBody } from "./step.js";

const SAME_NAMES = "temperature topP topK minP frequencyPenalty presencePenalty repetitionPenalty seed stop".split(" ");

/** Our name of a parameter → the API's. */
export const WIRE_NAMES: ReadonlyMap<string, string> = new Map([
  ...SAME_NAMES.map((name) => [name, name.replace(/[A-Z]/, (letter) => `_${letter.toLowerCase()}`)] as const),
  ["maxTokens", "max_completion_tokens"],
]);

/** The request's parameters over the target's; one that is `undefined` was not given. */
export function paramsOf(target: ModelTarget, input: ChatInput): ModelParams {
  return { ...target.params, ...defined(input.params ?? {}) };
}

/** Writes the parameters under their wire names. What is absent is not sent: the provider's own default then holds. */
export function withParameters(draft: Draft, params: ModelParams, warnings?: readonly Warning[]): StepResult {
  const given = params as Readonly<Record<string, JsonValue | undefined>>;
  const set: Record<string, JsonValue> = {};
  for (const [name, wire] of WIRE_NAMES) {
    const value = given[name];
    if (value !== undefined) set[wire] = value;
  }
  const names = Object.keys(set).join(", ");
  return names === "" ? unchanged(draft, "no parameters are set") : withBody(draft, set, names, warnings);
}

/** The `sampling` step for parameters that the model takes as they are. */
export const parameters: ShapeStep = { name: "sampling", apply: (draft, { params }) => withParameters(draft, params) };
