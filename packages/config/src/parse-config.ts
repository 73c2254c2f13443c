import { configVariables } from "./environment/config-variables.js";
import { joinEnvironment, type Variables } from "./environment/environment.js";
import { withoutDangerous } from "./environment/untrusted.js";
import { parseJson5 } from "./json5/parse-json5.js";
import { toValue } from "./json5/to-value.js";
import type { FlagValue } from "./layers.js";
import { resolveConfig, type ResolvedConfig } from "./resolve-config.js";
import type { Environment } from "./environment/environment.js";

export interface ParseConfigOptions {
  /** For messages and origins. Default `openclaw.json`. */
  readonly file?: string | undefined;
  /** Environment variables; the text's own `env` block fills what they leave open. Default: none. */
  readonly env?: Variables | undefined;
  readonly flags?: readonly FlagValue[] | undefined;
}

/**
 * Reads a configuration from a text, anywhere: no disk, no process (CFG-2, CFG-3, CFG-4). `$include` is not followed.
 *
 * @throws ConfigError `config_invalid`.
 * @example
 * const { config } = parseConfig('{ agents: { defaults: { model: { primary: "openrouter/auto" } } } }');
 */
export function parseConfig(text: string, options: ParseConfigOptions = {}): ResolvedConfig & { readonly environment: Environment } {
  const tree = parseJson5(text, options.file);
  const own = withoutDangerous(configVariables(toValue(tree))).variables;
  const environment = joinEnvironment([
    { origin: "process", variables: options.env ?? {} },
    { origin: "config env", variables: own },
  ]);
  return { ...resolveConfig(tree, { environment, ...(options.flags === undefined ? {} : { flags: options.flags }) }), environment };
}
