import { readArray, readNumber, readObject, readString } from "../json.js";
import { readStrings } from "../read-strings.js";
import { readPrice } from "../traits/price.js";

/** One row of `GET /models`, read leniently: what is missing or odd is left out. */
export interface ModelRow {
  readonly id: string;
  readonly name: string;
  readonly createdAt?: number;
  readonly contextTokens?: number;
  readonly maxOutputTokens?: number;
  readonly inputModalities: readonly string[];
  readonly outputModalities: readonly string[];
  /** `undefined` when the row has no list, which is not the same as an empty list. */
  readonly supportedParameters?: readonly string[];
  readonly reasoning?: {
    readonly mandatory: boolean;
    readonly supportedEfforts?: readonly string[];
    readonly defaultEffort?: string;
    readonly maxTokens: boolean;
  };
  /** Raw USD strings by the API's own names. Without `prompt` and `completion` where the row's zeros for them would pass for a free model. */
  readonly pricing: Readonly<Record<string, string>>;
  /** Absent where the price is always the same. */
  readonly priceOverrides?: readonly PriceOverride[];
  readonly voices?: readonly string[];
  readonly aliasTarget?: string;
  readonly expiresOn?: string;
  readonly description?: string;
}

/** Prices that stand in for some of a row's own under a condition: a long prompt, or an hour of the day. */
export interface PriceOverride {
  /** Only for prompts of more tokens than these; absent where the condition is another one. */
  readonly minPromptTokens?: number;
  readonly pricing: Readonly<Record<string, string>>;
}

/** Reads one row; `undefined` when it has no id. */
export function readModelRow(value: unknown): ModelRow | undefined {
  const row = readObject(value);
  const id = readString(row?.["id"]);
  if (row === undefined || id === undefined || id === "") return undefined;
  const architecture = readObject(row["architecture"]) ?? {};
  const topProvider = readObject(row["top_provider"]) ?? {};
  const [modalityIn = "", modalityOut = ""] = (readString(architecture["modality"]) ?? "").split("->");
  const outputModalities = readStrings(architecture["output_modalities"]) ?? splitModality(modalityOut);
  const optional: { -readonly [Key in keyof ModelRow]?: ModelRow[Key] } = {};
  const contextTokens = positive(readNumber(topProvider["context_length"])) ?? positive(readNumber(row["context_length"]));
  if (contextTokens !== undefined) optional.contextTokens = contextTokens;
  const maxOutputTokens =
    positive(readNumber(topProvider["max_completion_tokens"])) ??
    positive(readNumber(row["max_completion_tokens"])) ??
    positive(readNumber(row["max_output_tokens"]));
  if (maxOutputTokens !== undefined) optional.maxOutputTokens = maxOutputTokens;
  const createdAt = readNumber(row["created"]);
  if (createdAt !== undefined) optional.createdAt = createdAt;
  const supportedParameters = readStrings(row["supported_parameters"]);
  if (supportedParameters !== undefined) optional.supportedParameters = supportedParameters;
  const reasoning = readReasoning(row["reasoning"]);
  if (reasoning !== undefined) optional.reasoning = reasoning;
  const priceOverrides = readOverrides(readObject(row["pricing"])?.["overrides"]);
  if (priceOverrides.length > 0) optional.priceOverrides = priceOverrides;
  const voices = readStrings(row["supported_voices"]);
  if (voices !== undefined && voices.length > 0) optional.voices = voices;
  const aliasTarget = readString(readObject(row["alias_target"])?.["slug"]);
  if (aliasTarget !== undefined) optional.aliasTarget = aliasTarget;
  const expiresOn = readString(row["expiration_date"]);
  if (expiresOn !== undefined) optional.expiresOn = expiresOn;
  const description = readString(row["description"]);
  if (description !== undefined) optional.description = description;
  return {
    id,
    name: readString(row["name"]) ?? id,
    inputModalities: readStrings(architecture["input_modalities"]) ?? splitModality(modalityIn),
    outputModalities,
    pricing: withoutFalseZeros(readPricing(row["pricing"]), { id, outputModalities }),
    ...optional,
  };
}

/** Reads a `{data: […]}` page of rows; rows that cannot be read are skipped. */
export function readModelRows(body: unknown): readonly ModelRow[] {
  const data = readArray(readObject(body)?.["data"]) ?? [];
  return data.map(readModelRow).filter((row) => row !== undefined);
}

function readReasoning(value: unknown): ModelRow["reasoning"] {
  const reasoning = readObject(value);
  if (reasoning === undefined) return undefined;
  const supportedEfforts = readStrings(reasoning["supported_efforts"]);
  const defaultEffort = readString(reasoning["default_effort"]);
  return {
    mandatory: reasoning["mandatory"] === true,
    maxTokens: reasoning["supports_max_tokens"] === true,
    ...(supportedEfforts === undefined ? {} : { supportedEfforts }),
    ...(defaultEffort === undefined ? {} : { defaultEffort }),
  };
}

function readPricing(value: unknown): Record<string, string> {
  const pricing: Record<string, string> = {};
  for (const [key, price] of Object.entries(readObject(value) ?? {})) {
    if (typeof price === "string") pricing[key] = price;
    else if (typeof price === "number") pricing[key] = String(price);
  }
  return pricing;
}

// All else (songs, clips, pictures, speech) has prices of other kinds.
const SOLD_BY_TOKEN: ReadonlySet<string> = new Set(["text", "embeddings", "rerank"]);

/**
 * A song or a clip whose row has nothing but zeros for tokens is not free: its price stands elsewhere, so it is not known here. A row says that it
 * is free by `:free`, or by a zero for something else beside its tokens.
 */
function withoutFalseZeros(
  pricing: Readonly<Record<string, string>>,
  { id, outputModalities }: Pick<ModelRow, "id" | "outputModalities">,
): Readonly<Record<string, string>> {
  if (id.endsWith(":free") || outputModalities.every((modality) => SOLD_BY_TOKEN.has(modality))) return pricing;
  const { promptUsd = 0, completionUsd = 0, ...others } = readPrice(pricing) ?? {};
  if (promptUsd > 0 || completionUsd > 0 || Object.keys(others).length > 0) return pricing;
  const { prompt: _prompt, completion: _completion, ...rest } = pricing;
  return rest;
}

function readOverrides(value: unknown): readonly PriceOverride[] {
  const overrides = (readArray(value) ?? []).map((item): PriceOverride => {
    const { min_prompt_tokens: least, utc_start: _start, utc_end: _end, utc_days: _days, ...prices } = readObject(item) ?? {};
    const minPromptTokens = readNumber(least);
    return { pricing: readPricing(prices), ...(minPromptTokens === undefined ? {} : { minPromptTokens }) };
  });
  return overrides.filter(({ pricing }) => Object.keys(pricing).length > 0);
}

function splitModality(text: string): readonly string[] {
  return text.split("+").filter((part) => part !== "");
}

function positive(value: number | undefined): number | undefined {
  return value !== undefined && value > 0 ? value : undefined;
}
