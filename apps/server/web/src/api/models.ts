import { computed, signal } from "@preact/signals";
import { callJson } from "./call.js";
import { type Json, listOf, numberOf, recordOf, recordsOf, textOf, textsOf } from "./read.js";

/** A row of the catalogue, or a name that the configuration gives (`openclaw`, an agent, an alias). */
export interface Model {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** Named by the configuration; price and context are those of whatever stands behind it. */
  readonly own: boolean;
  /** Dollars a token. */
  readonly promptUsd: number | undefined;
  readonly completionUsd: number | undefined;
  readonly cacheReadUsd: number | undefined;
  readonly contextTokens: number | undefined;
  readonly maxOutputTokens: number | undefined;
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly parameters: readonly string[];
  readonly voices: readonly string[];
  readonly createdMs: number;
}

export const models = signal<readonly Model[]>([]);
/** By id, for prices and modalities beside an answer. */
export const modelsById = computed(() => new Map(models.value.map((model) => [model.id, model])));

/** Why the catalogue could not be had; a server without a key is seen by it before anything is asked. */
export const catalogueProblem = signal<unknown>(undefined);

let loading: Promise<void> | undefined;

/** Loads the catalogue once; the server keeps it fresh. */
export function loadModels(): Promise<void> {
  loading ??= fetchModels().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function fetchModels(): Promise<void> {
  const [own, all] = await Promise.all([callJson("/v1/models"), catalogue()]);
  const rows = recordsOf(recordOf(all)["data"]);
  const named = recordsOf(recordOf(own)["data"]);
  const configured = named.filter((row) => row["owned_by"] === "openclaw");
  const known = rows.length > 0 ? rows : named.filter((row) => row["owned_by"] !== "openclaw");
  models.value = [...configured.map(readOwn), ...known.map(readRow)];
  // Without the catalogue there are no prices: it is asked for again by whoever looks next.
  if (all === undefined) loading = undefined;
}

async function catalogue(): Promise<unknown> {
  try {
    const all = await callJson("/api/v1/models?output_modalities=all");
    catalogueProblem.value = undefined;
    return all;
  } catch (error) {
    catalogueProblem.value = error;
    return undefined;
  }
}

function readOwn(row: Json): Model {
  const id = textOf(row["id"]) ?? "openclaw";
  return {
    ...readRow(row),
    id,
    name: id === "openclaw" ? "Configured models" : id,
    own: true,
    input: ["text", "image", "file", "audio", "video"],
    output: ["text"],
  };
}

const SOLD_OTHERWISE = ["image", "audio", "video", "speech", "transcription"];

/** Pictures, clips and sound have prices of other kinds: nothing but zeros for tokens does not mean that they are free. */
function saysPrice(id: string, { prompt, completion, ...others }: Json, output: readonly string[]): boolean {
  if (numberOf(prompt) !== 0 || numberOf(completion) !== 0 || Object.keys(others).length > 0 || id.endsWith(":free")) return true;
  return !output.some((modality) => SOLD_OTHERWISE.includes(modality));
}

function readRow(row: Json): Model {
  const pricing = recordOf(row["pricing"]);
  const architecture = recordOf(row["architecture"]);
  const id = textOf(row["id"]) ?? "";
  const output = textsOf(architecture["output_modalities"] ?? row["output_modalities"]);
  const byTokens = saysPrice(id, pricing, output);
  return {
    id,
    name: textOf(row["name"]) ?? id,
    description: textOf(row["description"]) ?? "",
    own: false,
    promptUsd: byTokens ? numberOf(pricing["prompt"]) : undefined,
    completionUsd: byTokens ? numberOf(pricing["completion"]) : undefined,
    cacheReadUsd: numberOf(pricing["input_cache_read"]),
    contextTokens: numberOf(row["context_length"]),
    maxOutputTokens: numberOf(recordOf(row["top_provider"])["max_completion_tokens"]) ?? numberOf(row["max_output_tokens"]),
    input: textsOf(architecture["input_modalities"] ?? row["input_modalities"]),
    output,
    parameters: textsOf(row["supported_parameters"]),
    voices: listOf(row["supported_voices"]).filter((voice): voice is string => typeof voice === "string"),
    createdMs: (numberOf(row["created"]) ?? 0) * 1000,
  };
}
