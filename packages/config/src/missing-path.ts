import { nearest, readArray, readObject } from "@openclaw/core/internal";
import { DEFAULT_DOCUMENT } from "./defaults.js";
import { mergeDeep, valueAt } from "./path/access.js";
import { type ConfigPath, formatPath, parsePath } from "./path/config-path.js";
import type { ResolvedConfig } from "./resolve-config.js";
import { configSchema } from "./schema/config-schema.js";
import { knownKeysAt } from "./schema/known-keys.js";

/** Why there is nothing at a path. */
export type MissingPath =
  /** A setting that there is, and that nobody set. */
  | { readonly kind: "unset" }
  /** No such name, and the path that may have been meant. */
  | { readonly kind: "unknown"; readonly suggestion?: string };

/** Says of a path that `readConfigValue` found nothing at, whether it is known and which one near it is (`config get`, CFG-4). */
export function explainMissing(resolved: ResolvedConfig, path: string | ConfigPath): MissingPath {
  const wanted = typeof path === "string" ? parsePath(path) : path;
  const effective = mergeDeep(mergeDeep(DEFAULT_DOCUMENT, resolved.document), resolved.written);
  for (const [depth, segment] of wanted.entries()) {
    const above = wanted.slice(0, depth);
    const here = valueAt(effective, above);
    const names = new Set([...Object.keys(readObject(here) ?? {}), ...knownKeysAt(configSchema, above)]);
    if (names.has(String(segment)) || valueAt(effective, [...above, segment]) !== undefined) continue;
    if (readArray(here) !== undefined) return { kind: "unknown" };
    const [close] = nearest(String(segment), [...names]);
    return close === undefined
      ? { kind: "unknown" }
      : { kind: "unknown", suggestion: formatPath([...above, close, ...wanted.slice(depth + 1)]) };
  }
  return { kind: "unset" };
}
