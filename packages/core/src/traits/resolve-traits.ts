import { defined } from "../json.js";
import type { ModelRef } from "../read-model-ref.js";
import type { ModelRow } from "../openrouter/model-row.js";
import { FAMILY_RULES, type FamilyRule } from "./families.js";
import { type Modality, type ModelTraits, REASONING_EFFORTS, type ReasoningEffort, type ReasoningTraits } from "./model-traits.js";
import { readPrice } from "./price.js";

const MODALITIES: ReadonlySet<string> = new Set("text image file audio video embeddings rerank speech transcription".split(" "));

/**
 * Turns a catalogue row and the family table into flat traits, once (REF-3). Without a row the result is conservative: text in and
 * out, tools kept, no reasoning, no limits, no price.
 */
export function resolveTraits(ref: Pick<ModelRef, "family" | "router">, row?: ModelRow): ModelTraits {
  const rules = FAMILY_RULES.filter((rule) => rule.matches.test(familyOf(ref, row)));
  const { matches: _matches, efforts, ...family } = rules.reduce<Partial<FamilyRule>>((all, rule) => ({ ...all, ...rule }), {});
  const parameters = row?.supportedParameters;
  const reasoning = row === undefined ? undefined : resolveReasoning(row, efforts);
  const says = (...names: readonly string[]): boolean | undefined =>
    ref.router || parameters === undefined ? undefined : names.some((name) => parameters.includes(name));
  return {
    known: row !== undefined,
    input: modalities(row?.inputModalities),
    output: modalities(row?.outputModalities),
    tools: says("tools"),
    structuredOutput: says("structured_outputs", "response_format"),
    ...NO_FAMILY,
    ...family,
    ...defined({
      name: row?.name,
      contextTokens: row?.contextTokens,
      maxOutputTokens: row?.maxOutputTokens,
      reasoning,
      price: row && readPrice(row.pricing),
      voices: row?.voices,
    }),
  };
}

// A model of which no rule knows anything special.
const NO_FAMILY = {
  skipReasoning: false,
  cacheMarkers: false,
  prefill: false,
  noPrefillWhileReasoning: false,
  noForcedToolWhileReasoning: false,
  sanitizeThoughtSignatures: false,
  backfillReasoningContent: false,
  shortToolCallIds: false,
  replay: "other",
} as const;

/** `~author/family-latest` behaves as the model it stands for, which only its row knows. */
function familyOf(ref: Pick<ModelRef, "family">, row: ModelRow | undefined): string {
  return row?.aliasTarget?.toLowerCase().split(":", 1)[0] ?? ref.family;
}

function resolveReasoning(row: ModelRow, familyEfforts: readonly ReasoningEffort[] | undefined): ReasoningTraits | undefined {
  const parameters = row.supportedParameters ?? [];
  if (row.reasoning === undefined && !parameters.includes("reasoning")) return undefined;
  const listed = row.reasoning?.supportedEfforts?.filter(isEffort);
  const efforts = familyEfforts ?? (listed === undefined || listed.length === 0 ? undefined : listed);
  const defaultEffort = row.reasoning?.defaultEffort;
  return {
    mandatory: row.reasoning?.mandatory ?? false,
    budget: row.reasoning?.maxTokens ?? false,
    // A list that was sent and is empty says: on or off, nothing between.
    toggle: familyEfforts === undefined && row.reasoning?.supportedEfforts?.length === 0,
    ...defined({ efforts, defaultEffort: isEffort(defaultEffort) ? defaultEffort : undefined }),
  };
}

function isEffort(value: unknown): value is ReasoningEffort {
  return (REASONING_EFFORTS as readonly unknown[]).includes(value);
}

function modalities(names: readonly string[] | undefined): readonly Modality[] {
  const known = (names ?? []).filter((name): name is Modality => MODALITIES.has(name));
  return known.length > 0 ? known : ["text"];
}
