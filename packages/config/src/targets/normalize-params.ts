import { readObject } from "@openclaw/core/internal";

// The other spellings of a parameter, brought to one before layers are merged (as in OpenClaw). snake_case is derived.
const ALIASES: Readonly<Record<string, string>> = {
  maxCompletionTokens: "maxTokens",
  maxOutputTokens: "maxTokens",
  responseCacheTtl: "responseCacheTtlSeconds",
  stopSequences: "stop",
};

const CAMEL_CASED: ReadonlySet<string> = new Set(
  "temperature topP topK minP frequencyPenalty presencePenalty repetitionPenalty seed stop maxTokens maxCompletionTokens maxOutputTokens stopSequences parallelToolCalls cacheRetention responseCache responseCacheTtl responseCacheTtlSeconds responseCacheClear provider extraBody imageApi thinking serviceTier".split(
    " ",
  ),
);
const DROPPED: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/** One layer of parameters in one spelling. Names that are not known keep theirs; names that could reach a prototype are dropped. */
function normalizeParams(params: unknown): Readonly<Record<string, unknown>> {
  const normalized: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(readObject(params) ?? {})) {
    if (DROPPED.has(name)) continue;
    const camel = name.replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase());
    const canonical = CAMEL_CASED.has(camel) ? (ALIASES[camel] ?? camel) : name;
    // Both spellings in one layer: the camelCase one, which is this file's own, wins.
    if (canonical in normalized && name !== canonical) continue;
    normalized[canonical] = value;
  }
  return normalized;
}

/** Lays parameter layers on one another, later ones on top; `provider` merges key by key, everything else is replaced (CHAT-5). */
export function mergeParams(layers: readonly unknown[]): Readonly<Record<string, unknown>> {
  let merged: Readonly<Record<string, unknown>> = {};
  for (const layer of layers) {
    const next = normalizeParams(layer);
    const routing = readObject(next["provider"]);
    const provider = routing === undefined ? {} : { provider: { ...readObject(merged["provider"]), ...safeCopy(routing) } };
    merged = { ...merged, ...next, ...provider };
  }
  return merged;
}

function safeCopy(object: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !DROPPED.has(name)));
}
