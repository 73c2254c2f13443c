import { ConfigError } from "@openclaw/core";
import type { Config } from "../config.js";
import { formatPath } from "../path/config-path.js";

/**
 * Stops the use of a value whose `${NAME}` has no variable behind it (CFG-2).
 *
 * @param paths normalised paths that are about to be used; everything below them counts
 * @throws ConfigError `config_invalid`, naming the variable and the path.
 */
export function refuseMissingVariables(config: Config, paths: readonly string[]): void {
  for (const { path, name } of config.missingVariables) {
    const text = formatPath(path);
    const used = paths.some((start) => text === start || text.startsWith(`${start}.`) || text.startsWith(`${start}[`));
    if (!used) continue;
    throw new ConfigError(`${text} references the environment variable ${name}, which is not set.`, {
      code: "config_invalid",
      hint: `Set ${name}, or change ${text}.`,
      issues: [{ path: text, message: `references ${name}, which is not set` }],
    });
  }
}
