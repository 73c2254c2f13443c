import type { JsonObject, JsonValue, ModelParams, Warning } from "@openclaw/core";
import { readArray, readObject, readString } from "@openclaw/core/internal";

type Draft = { -readonly [Key in keyof ModelParams]?: ModelParams[Key] };
/** Reads one parameter; `undefined` when the value has not the right type. */
type Reader<Value> = (value: unknown) => Value | undefined;

const number: Reader<number> = (value) => (typeof value === "number" && Number.isFinite(value) ? value : undefined);
const flag: Reader<boolean> = (value) => (typeof value === "boolean" ? value : undefined);
const object: Reader<JsonObject> = (value) => readObject(value) as JsonObject | undefined;
const whole: Reader<number> = (value) => (typeof value === "number" && Number.isInteger(value) ? value : undefined);
const tokens: Reader<number> = (value) => (typeof value === "number" && Number.isInteger(value) && value > 0 ? value : undefined);
const stops: Reader<readonly string[]> = (value) => {
  if (typeof value === "string") return [value];
  const items = readArray(value);
  return items?.every((item) => typeof item === "string") === true ? items : undefined;
};
// OpenRouter takes 1 to 86400 seconds.
const cacheSeconds: Reader<number> = (value) => {
  const seconds = number(value);
  return seconds === undefined ? undefined : Math.min(86_400, Math.max(1, Math.trunc(seconds)));
};
const oneOf =
  <Value extends string>(...allowed: readonly Value[]): Reader<Value> =>
  (value) =>
    allowed.find((candidate) => candidate === readString(value));

const READERS: { readonly [Name in Exclude<keyof ModelParams, "other">]-?: Reader<NonNullable<ModelParams[Name]>> } = {
  temperature: number,
  topP: number,
  topK: whole,
  minP: number,
  frequencyPenalty: number,
  presencePenalty: number,
  repetitionPenalty: number,
  seed: whole,
  stop: stops,
  maxTokens: tokens,
  parallelToolCalls: flag,
  cacheRetention: oneOf("none", "short", "long"),
  responseCache: flag,
  responseCacheTtlSeconds: cacheSeconds,
  responseCacheClear: flag,
  provider: object,
  extraBody: object,
  imageApi: oneOf("chat", "images"),
};

/**
 * Merged parameters as core's `ModelParams`. What it does not know goes to `other`, so that the plan can say what is not forwarded
 * (CHAT-3); a value of the wrong type is left out with a warning, because `params` is a free bag that no schema checks.
 */
export function readParams(merged: Readonly<Record<string, unknown>>): {
  readonly params: ModelParams;
  readonly warnings: readonly Warning[];
} {
  const draft: Draft = {};
  const other: Record<string, JsonValue | undefined> = {};
  const warnings: Warning[] = [];
  for (const [name, value] of Object.entries(merged)) {
    if (name === "thinking" || value === undefined || value === null) continue;
    if (!isKnown(name)) {
      other[name] = value as JsonValue;
      continue;
    }
    const read = READERS[name](value);
    if (read === undefined)
      warnings.push({ code: "param_ignored", message: `The parameter ${name} has a value that cannot be used; it is left out.` });
    else Object.assign(draft, { [name]: read });
  }
  return { params: Object.keys(other).length > 0 ? { ...draft, other } : draft, warnings };
}

function isKnown(name: string): name is keyof typeof READERS {
  return Object.hasOwn(READERS, name);
}
