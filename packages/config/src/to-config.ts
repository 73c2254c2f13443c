import { Secret } from "@openclaw/core";
import type { Config } from "./config.js";
import type { MissingVariable } from "./environment/substitute.js";
import { mergeDeep } from "./path/access.js";
import type { ConfigPath } from "./path/config-path.js";
import { isSecretInputPath } from "./secrets/secret-paths.js";
import { DEFAULT_DOCUMENT } from "./defaults.js";

/** The typed view of a checked and normalised document: defaults filled in, secrets sealed. */
export function toConfig(document: unknown, missingVariables: readonly MissingVariable[] = []): Config {
  return { ...(seal(mergeDeep(DEFAULT_DOCUMENT, document), []) as Omit<Config, "missingVariables">), missingVariables };
}

function seal(value: unknown, path: ConfigPath): unknown {
  if (typeof value === "string") return isSecretInputPath(path) ? new Secret(value) : value;
  if (Array.isArray(value)) return value.map((item, index) => seal(item, [...path, index]));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, seal(item, [...path, key])]));
}
