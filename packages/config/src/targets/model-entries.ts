import { type ModelRef, parseModelRef } from "@openclaw/core";
import type { Config, ModelEntry } from "../config.js";

/** alias → ref, of all configured models (REF-1, as in OpenClaw). The agent's own aliases win. */
export function readAliases(config: Config, agent?: string): Readonly<Record<string, string>> {
  const aliases: Record<string, string> = {};
  for (const models of modelMaps(config, agent)) {
    for (const [ref, { alias }] of Object.entries(models)) {
      if (alias !== undefined && alias.trim() !== "") aliases[alias.trim()] = ref;
    }
  }
  return aliases;
}

/** Refs that are configured anywhere, to suggest from when a name cannot be read. */
export function knownRefs(config: Config, agent?: string): readonly string[] {
  return [...new Set(modelMaps(config, agent).flatMap((models) => Object.keys(models)))];
}

/** The entries of a model, the general one first, the agent's own last. Names in the file need not be in lower case. */
export function modelEntries(config: Config, model: ModelRef, agent?: string): readonly ModelEntry[] {
  return modelMaps(config, agent).flatMap((models) =>
    Object.entries(models)
      .filter(([name]) => sameModel(name, model))
      .map(([, entry]) => entry),
  );
}

function modelMaps(config: Config, agent: string | undefined): readonly Readonly<Record<string, ModelEntry>>[] {
  const { defaults, entries } = config.agents;
  return [defaults.models ?? {}, (agent === undefined ? undefined : entries[agent]?.models) ?? {}];
}

function sameModel(name: string, model: ModelRef): boolean {
  if (name === model.ref) return true;
  try {
    return parseModelRef(name).ref === model.ref;
  } catch {
    // The map may name models of other providers, and wildcards.
    return false;
  }
}
