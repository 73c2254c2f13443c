import { join } from "node:path";
import type { Warning } from "@openclaw/core";
import { configVariables } from "../../environment/config-variables.js";
import { type Environment, joinEnvironment, type VariableSource, type Variables } from "../../environment/environment.js";
import { parseDotenv } from "../../environment/parse-dotenv.js";
import { withoutDangerous, withoutUntrusted } from "../../environment/untrusted.js";
import { readTextFile } from "../read-text.js";

const MAX_DOTENV_BYTES = 1024 * 1024;

export interface ReadEnvironmentOptions {
  readonly env: Variables;
  readonly cwd: string;
  readonly stateDir: string;
  /** The parsed configuration file, whose `env` block counts as environment. */
  readonly document: unknown;
  /** From a login shell; weakest of all. */
  readonly shell?: Variables;
}

/**
 * The variables that count, strongest first: the process, `.env` in the working directory, `.env` in the state directory, the
 * configuration's `env` block, the login shell (CFG-2, as in OpenClaw).
 */
export async function readEnvironment(
  options: ReadEnvironmentOptions,
): Promise<{ readonly environment: Environment; readonly warnings: readonly Warning[] }> {
  const [here, state] = await Promise.all([readDotenv(options.cwd), readDotenv(options.stateDir)]);
  const own = withoutDangerous(configVariables(options.document));
  const trusted = withoutDangerous(state);
  // Refusals in the working directory are expected there (any project has such a file), so they are not worth a warning.
  const sources: readonly VariableSource[] = [
    { origin: "process", variables: options.env },
    { origin: "cwd .env", variables: withoutUntrusted(here).variables },
    { origin: "state .env", variables: trusted.variables },
    { origin: "config env", variables: own.variables },
    { origin: "login shell", variables: options.shell ?? {} },
  ];
  const refused = [
    ...own.refused.map((name) => `env.vars.${name}`),
    ...trusted.refused.map((name) => `${name} in ${join(options.stateDir, ".env")}`),
  ];
  const warnings = refused.map((name) => ({
    code: "config_variable_refused",
    message: `${name} is not applied: it could make another program run.`,
  }));
  return { environment: joinEnvironment(sources), warnings };
}

async function readDotenv(folder: string): Promise<Variables> {
  try {
    const text = await readTextFile(join(folder, ".env"), MAX_DOTENV_BYTES);
    return text === undefined ? {} : parseDotenv(text);
  } catch {
    // A .env that is a folder, a socket or unreadable is somebody else's; nothing here depends on it.
    return {};
  }
}
