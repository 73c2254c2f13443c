import type { ModelRef } from "../model-ref.js";
import type { ModelRow } from "../openrouter/model-row.js";
import { FAMILY_RULES, type FamilyRule } from "./families.js";
import {
  type Modality,
  type ModelTraits,
  REASONING_EFFORTS,
  type ReasoningEffort,
  type ReasoningTraits,
  type ReplayFamily,
} from "./model-traits.js";
import { readPrice } from "./price.js";

const MODALITIES: ReadonlySet<string> = new Set<Modality>([
  "text",
  "image",
  "file",
  "audio",
  "video",
  "embeddings",
  "rerank",
  "speech",
  "transcription",
]);

/**
 * Turns a catalogue row and the family table into flat traits, once (REF-3). Without a row the result is conservative: text in and
 * out, tools kept, no reasoning, no limits, no price.
 */
export function resolveTraits(ref: Pick<ModelRef, "family" | "router">, row?: ModelRow): ModelTraits {
  const family = FAMILY_RULES.filter((rule) => rule.matches(familyOf(ref, row))).reduce<Partial<FamilyRule>>(
    (all, rule) => ({ ...all, ...rule }),
    {},
  );
  const parameters = row?.supportedParameters;
  const price = row === undefined ? undefined : readPrice(row.pricing);
  const reasoning = row === undefined ? undefined : resolveReasoning(row, family.efforts);
  return {
    known: row !== undefined,
    ...(row === undefined ? {} : { name: row.name }),
    ...(row?.contextTokens === undefined ? {} : { contextTokens: row.contextTokens }),
    ...(row?.maxOutputTokens === undefined ? {} : { maxOutputTokens: row.maxOutputTokens }),
    input: modalities(row?.inputModalities),
    output: modalities(row?.outputModalities),
    tools: ref.router || parameters === undefined ? undefined : parameters.includes("tools"),
    structuredOutput:
      ref.router || parameters === undefined
        ? undefined
        : parameters.includes("structured_outputs") || parameters.includes("response_format"),
    ...(reasoning === undefined ? {} : { reasoning }),
    skipReasoning: family.skipReasoning ?? false,
    cacheMarkers: family.cacheMarkers ?? false,
    prefill: family.prefill ?? false,
    noPrefillWhileReasoning: family.noPrefillWhileReasoning ?? false,
    noForcedToolWhileReasoning: family.noForcedToolWhileReasoning ?? false,
    sanitizeThoughtSignatures: family.sanitizeThoughtSignatures ?? false,
    backfillReasoningContent: family.backfillReasoningContent ?? false,
    shortToolCallIds: family.shortToolCallIds ?? false,
    replay: family.replay ?? "other",
    ...(price === undefined ? {} : { price }),
    ...(row?.voices === undefined ? {} : { voices: row.voices }),
  };
}

/** Whose rules hold for what a model, named by its API id, wrote (CHAT-6). */
export function replayFamilyOf(wireId: string): ReplayFamily {
  const [id = ""] = wireId.replace(/^~/, "").toLowerCase().split(":", 1);
  return FAMILY_RULES.findLast((rule) => rule.replay !== undefined && rule.matches(id))?.replay ?? "other";
}

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
    ...(efforts === undefined ? {} : { efforts }),
    ...(isEffort(defaultEffort) ? { defaultEffort } : {}),
  };
}

function isEffort(value: unknown): value is ReasoningEffort {
  return (REASONING_EFFORTS as readonly unknown[]).includes(value);
}

function modalities(names: readonly string[] | undefined): readonly Modality[] {
  const known = (names ?? []).filter((name): name is Modality => MODALITIES.has(name));
  return known.length > 0 ? known : ["text"];
}
