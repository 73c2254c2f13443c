import { ConfigError } from "@openclaw/core";
import { readArray, readObject } from "@openclaw/core/internal";
import { expandText } from "../environment/substitute.js";
import { type ConfigPath, formatPath } from "../path/config-path.js";
import { REDACTED } from "../secrets/secret-paths.js";

/**
 * What a value that came back from a redacted or expanded view really means (CFG-6): a placeholder stands for the stored secret, and
 * a text that equals what a stored `${VAR}` expands to stands for that reference.
 *
 * @throws ConfigError `config_invalid` for a placeholder where nothing is stored: it would overwrite a secret with its mask.
 */
export function keepStoredSecrets(
  wanted: unknown,
  stored: unknown,
  variables: Readonly<Record<string, string>>,
  path: ConfigPath = [],
): unknown {
  if (typeof wanted === "string") {
    if (wanted === REDACTED) {
      if (stored === undefined || stored === REDACTED) throw maskedSecret(path);
      return stored;
    }
    const reference = typeof stored === "string" && stored.includes("${") && stored !== wanted;
    return reference && path[0] !== "env" && expandText(stored, variables).text === wanted ? stored : wanted;
  }
  const items = readArray(wanted);
  if (items !== undefined) {
    const below = readArray(stored) ?? [];
    return items.map((item, index) => keepStoredSecrets(item, below[index], variables, [...path, index]));
  }
  const object = readObject(wanted);
  if (object === undefined) return wanted;
  const below = readObject(stored) ?? {};
  return Object.fromEntries(
    Object.entries(object).map(([key, item]) => {
      const known = Object.hasOwn(below, key) ? below[key] : undefined;
      return [key, keepStoredSecrets(item, known, variables, [...path, key])];
    }),
  );
}

function maskedSecret(path: ConfigPath): ConfigError {
  return new ConfigError(`${formatPath(path)} would be set to ${REDACTED}, which is what a hidden secret looks like.`, {
    code: "config_invalid",
    hint: "Give the real value, or a reference such as ${OPENROUTER_API_KEY}.",
    issues: [{ path: formatPath(path), message: "a redaction placeholder is not a value" }],
  });
}
