import { Secret } from "@openclaw/core";
import type { Config } from "./config.js";
import { DEFAULT_DOCUMENT } from "./defaults.js";
import type { MissingVariable } from "./environment/substitute.js";
import { mergeDeep } from "./path/access.js";
import type { ConfigPath } from "./path/config-path.js";
import { isSecretInputPath } from "./secrets/secret-paths.js";

/** The typed view of a checked and normalised document: defaults filled in, secrets sealed, what belongs to others left out. */
export function toConfig(document: unknown, missingVariables: readonly MissingVariable[] = []): Config {
  return { ...(seal(mergeDeep(DEFAULT_DOCUMENT, document), []) as Omit<Config, "missingVariables">), missingVariables };
}

function seal(value: unknown, path: ConfigPath): unknown {
  if (typeof value === "string") return isSecretInputPath(path) ? new Secret(value) : value;
  if (Array.isArray(value)) return value.map((item, index) => seal(item, [...path, index]));
  if (typeof value !== "object" || value === null) return value;
  const ours = Object.entries(value).filter(([key]) => isOurs(path, key));
  return Object.fromEntries(ours.map(([key, item]) => [key, seal(item, [...path, key])]));
}

/** Sections, providers and tools of others may hold secrets under names that nobody here knows: the typed view does not carry them. */
function isOurs(path: ConfigPath, key: string): boolean {
  if (path.length === 0) return Object.hasOwn(DEFAULT_DOCUMENT, key);
  const [root, second] = path;
  const atProviders = path.at(-1) === "providers" && (path.at(-2) === "tts" || (root === "models" && path.length === 2));
  if (atProviders) return key === "openrouter";
  if (root === "tools" && second === undefined) return key === "media";
  return !(root === "gateway" && second === undefined && key === "remote");
}
