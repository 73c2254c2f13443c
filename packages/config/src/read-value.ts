import { DEFAULT_DOCUMENT } from "./defaults.js";
import type { Move } from "./normalize/move.js";
import { normalizedPath, startsWith, type ValueOrigin } from "./origins.js";
import { mergeDeep, valueAt, withValueAt } from "./path/access.js";
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
      const shown = withMovedParts(redactDocument(value, candidate), candidate, { effective, moves: resolved.moves });
      return { path: formatPath(wanted), value: shown, origin: resolved.origins.originOf(candidate) };
    }
  }
  const written = valueAt(resolved.written, wanted);
  if (written === undefined) return undefined;
  const origin = resolved.origins.originOf(normalizedPath(wanted, resolved.moves));
  return { path: formatPath(wanted), value: redactDocument(written, wanted), origin };
}

/** What stands elsewhere in the newer spelling is shown where the file has it. */
function withMovedParts(
  value: unknown,
  path: ConfigPath,
  { effective, moves }: { readonly effective: unknown; readonly moves: readonly Move[] },
): unknown {
  return moves
    .filter(({ from, to }) => from.length > path.length && startsWith(from, path) && !startsWith(to, path))
    .reduce((shown, { from, to }) => {
      const part = valueAt(effective, to);
      return part === undefined ? shown : withValueAt(shown, from.slice(path.length), redactDocument(part, to));
    }, value);
}
