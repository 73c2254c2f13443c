import { Secret } from "@openclaw/core";
import type { Config } from "../config.js";
import type { SecretInput } from "./secret-types.js";
import { type ConfigPath, formatPath } from "../path/config-path.js";
import { readSecretRef } from "./parse-secret-input.js";
import type { ResolveSecret } from "./resolve-secret.js";
import { isSecretInputPath } from "./secret-paths.js";

/** The parts of a configuration whose references are resolved when a program starts. API keys have their own order: `resolveCredentials`. */
export type SecretSurface = "provider" | "gateway";

const ROOTS: Readonly<Record<SecretSurface, ConfigPath>> = {
  provider: ["models", "providers", "openrouter"],
  gateway: ["gateway", "auth"],
};

/**
 * The configuration with every reference of the named parts replaced by its value, read once (as in OpenClaw). Parts that are not
 * named keep their references, so that what is not used cannot fail.
 *
 * @throws ConfigError `config_invalid` for the first reference that does not resolve.
 */
export async function activateSecrets(config: Config, resolve: ResolveSecret, surfaces: readonly SecretSurface[]): Promise<Config> {
  const roots = surfaces.map((surface) => ROOTS[surface]);
  const walk = async (value: unknown, path: ConfigPath): Promise<unknown> => {
    const related = roots.some((root) => root.every((segment, index) => index >= path.length || segment === path[index]));
    if (!related || typeof value !== "object" || value === null) return value;
    if (isSecretInputPath(path) && path.at(-1) !== "apiKey") {
      const input = value as SecretInput;
      return readSecretRef(input) === undefined ? input : resolve(input, formatPath(path));
    }
    if (value instanceof Secret) return value;
    if (Array.isArray(value)) return Promise.all(value.map((item, index) => walk(item, [...path, index])));
    const entries = await Promise.all(Object.entries(value).map(async ([key, item]) => [key, await walk(item, [...path, key])] as const));
    return Object.fromEntries(entries);
  };
  return (await walk(config, [])) as Config;
}
