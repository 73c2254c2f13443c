import type { ModelRow } from "@openclaw/core";
import type { ModelRowConfig } from "../config.js";

const MILLION = 1_000_000;

/** A catalogue row with what `models.providers.openrouter.models[]` says of it laid on top (as in OpenClaw). */
export function applyRowConfig(row: ModelRow | undefined, config: ModelRowConfig | undefined, wireId: string): ModelRow | undefined {
  if (config === undefined) return row;
  const found: ModelRow = row ?? {
    id: wireId,
    name: config.name ?? wireId,
    inputModalities: ["text"],
    outputModalities: ["text"],
    pricing: {},
  };
  const base = withReasoning(found, config.reasoning);
  const contextTokens = config.contextTokens ?? config.contextWindow;
  return {
    ...base,
    ...(config.name === undefined ? {} : { name: config.name }),
    ...(contextTokens === undefined ? {} : { contextTokens }),
    ...(config.maxTokens === undefined ? {} : { maxOutputTokens: config.maxTokens }),
    ...(config.input === undefined ? {} : { inputModalities: config.input }),
    ...(config.cost === undefined ? {} : { pricing: { ...base.pricing, ...pricing(config.cost) } }),
  };
}

function withReasoning(row: ModelRow, configured: boolean | undefined): ModelRow {
  if (configured === true) return row.reasoning === undefined ? { ...row, reasoning: { mandatory: false, maxTokens: false } } : row;
  if (configured === undefined) return row;
  const { reasoning: _reasoning, supportedParameters, ...rest } = row;
  const others = supportedParameters?.filter((name) => name !== "reasoning");
  return others === undefined ? rest : { ...rest, supportedParameters: others };
}

function pricing(cost: NonNullable<ModelRowConfig["cost"]>): Record<string, string> {
  const named = { prompt: cost.input, completion: cost.output, input_cache_read: cost.cacheRead, input_cache_write: cost.cacheWrite };
  const priced = Object.entries(named).filter((entry): entry is [string, number] => entry[1] !== undefined);
  return Object.fromEntries(priced.map(([name, perMillion]) => [name, String(perMillion / MILLION)]));
}
