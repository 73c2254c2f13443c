import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { ConfigError } from "@openclaw/core";
import type { Variables } from "../../environment/environment.js";

/** Where the configuration and everything beside it lies (CFG-1). All absolute. */
export interface ConfigPaths {
  readonly homeDir: string;
  readonly stateDir: string;
  readonly configPath: string;
  /** Holds `auth-profiles.json`. */
  readonly agentDir: string;
}

export interface ResolvePathsOptions {
  /** Usually `process.env`. */
  readonly env: Variables;
  readonly cwd: string;
  /** `--profile NAME`; beats `OPENCLAW_PROFILE`. */
  readonly profile?: string | undefined;
  /** What the operating system says, for tests. */
  readonly homeDir?: string | undefined;
}

const PROFILE = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

/**
 * Finds the files (CFG-1): `OPENCLAW_CONFIG_PATH`, else `openclaw.json` in `OPENCLAW_STATE_DIR`, else in `~/.openclaw`, or
 * `~/.openclaw-NAME` with a profile. `~` is `OPENCLAW_HOME`, `HOME`, `USERPROFILE` or what the system says, the first that is set;
 * blank, `undefined` and `null` count as not set.
 *
 * @throws ConfigError `config_invalid` for a profile name that could leave its folder.
 */
export function resolvePaths(options: ResolvePathsOptions): ConfigPaths {
  const { env, cwd } = options;
  const systemHome = readVariable(env, "HOME") ?? readVariable(env, "USERPROFILE") ?? options.homeDir ?? homedir();
  const ownHome = readVariable(env, "OPENCLAW_HOME");
  const homeDir = resolve(cwd, ownHome === undefined ? systemHome : expandHome(ownHome, systemHome));
  const at = (path: string): string => resolve(cwd, expandHome(path, homeDir));

  const stateVariable = readVariable(env, "OPENCLAW_STATE_DIR");
  const stateDir = stateVariable === undefined ? join(homeDir, stateFolder(options)) : at(stateVariable);
  const configVariable = readVariable(env, "OPENCLAW_CONFIG_PATH");
  const agentVariable = readVariable(env, "OPENCLAW_AGENT_DIR") ?? readVariable(env, "PI_CODING_AGENT_DIR");
  return {
    homeDir,
    stateDir,
    configPath: configVariable === undefined ? join(stateDir, "openclaw.json") : at(configVariable),
    agentDir: agentVariable === undefined ? join(stateDir, "agents", "main", "agent") : at(agentVariable),
  };
}

/** `~` and `~/…` in a configured path. */
export function expandHome(path: string, homeDir: string): string {
  if (path === "~") return homeDir;
  return path.startsWith("~/") || path.startsWith("~\\") ? join(homeDir, path.slice(2)) : path;
}

function stateFolder({ env, profile }: ResolvePathsOptions): string {
  const name = profile?.trim() ?? readVariable(env, "OPENCLAW_PROFILE");
  if (name === undefined || name === "" || name === "default") return ".openclaw";
  if (!PROFILE.test(name)) {
    throw new ConfigError(`${JSON.stringify(name)} is not a profile name.`, {
      code: "config_invalid",
      hint: "Use letters, digits, dashes and underscores, for example work.",
    });
  }
  return `.openclaw-${name}`;
}

function readVariable(env: Variables, name: string): string | undefined {
  const value = env[name]?.trim();
  return value === undefined || value === "" || value === "undefined" || value === "null" ? undefined : value;
}
