import { DEFAULT_DOCUMENT } from "./defaults.js";
import { normalizedPath, type ValueOrigin } from "./origins.js";
import { mergeDeep, valueAt } from "./path/access.js";
import { type ConfigPath, formatPath, parsePath } from "./path/config-path.js";
import type { ResolvedConfig } from "./resolve-config.js";
import { redactDocument } from "./secrets/redact-document.js";

/** A value for showing: secrets read `__OPENCLAW_REDACTED__`. */
export interface ShownValue {
  readonly path: string;
  readonly value: unknown;
  readonly origin: ValueOrigin;
}

/**
 * One value by its path, in the spelling of the file or in the newer one, defaults included (`config get`, CFG-7).
 *
 * @returns `undefined` when nothing is there
 * @throws ConfigError `config_invalid` for a text that is no path.
 */
export function readConfigValue(resolved: ResolvedConfig, path: string | ConfigPath): ShownValue | undefined {
  const wanted = typeof path === "string" ? parsePath(path) : path;
  const effective = mergeDeep(DEFAULT_DOCUMENT, resolved.document);
  for (const candidate of [wanted, normalizedPath(wanted, resolved.moves)]) {
    const value = valueAt(effective, candidate);
    if (value !== undefined) {
      return { path: formatPath(wanted), value: redactDocument(value, candidate), origin: resolved.origins.originOf(candidate) };
    }
  }
  const written = valueAt(resolved.written, wanted);
  if (written === undefined) return undefined;
  const origin = resolved.origins.originOf(normalizedPath(wanted, resolved.moves));
  return { path: formatPath(wanted), value: redactDocument(written, wanted), origin };
}
