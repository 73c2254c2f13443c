import { ConfigError, type Warning } from "@openclaw/core";
import type { Environment, Variables } from "../../environment/environment.js";
import { toValue } from "../../json5/to-value.js";
import type { FlagValue } from "../../layers.js";
import { inspectDocument, invalidConfig, type LocatedIssue, type ResolvedConfig } from "../../resolve-config.js";
import { readShellVariables } from "./login-shell.js";
import { type ConfigPaths, resolvePaths } from "./paths.js";
import { readEnvironment } from "./read-environment.js";
import { type FileTree, readTree } from "./read-tree.js";

export interface LoadConfigOptions {
  /** Usually `process.env`. */
  readonly env: Variables;
  /** Usually `process.cwd()`. */
  readonly cwd: string;
  /** `--profile NAME`. */
  readonly profile?: string | undefined;
  /** Values given on the command line; they beat everything (CFG-7). */
  readonly flags?: readonly FlagValue[] | undefined;
  /** In place of what the operating system says. */
  readonly homeDir?: string | undefined;
  /** Told every file that has a say before it is read, also those of a configuration that cannot be used: whoever reloads watches them (SRV-2). */
  readonly onFile?: ((path: string) => void) | undefined;
}

/** Where things lie and what the environment holds, whether or not the file can be used. */
interface Surroundings extends ConfigPaths {
  readonly path: string;
  /** False: there is no file, or an empty one, and defaults apply (CFG-1). */
  readonly exists: boolean;
  /** Every file that has a say, to be watched by whoever reloads (SRV-2). */
  readonly files: readonly string[];
  readonly environment: Environment;
  readonly warnings: readonly Warning[];
  readonly notes: readonly Warning[];
}

/** A configuration that may be used. */
export interface LoadedConfig extends ResolvedConfig, Surroundings {}

/** What `config validate` and `doctor` look at: nothing is thrown, problems are data. */
export interface InspectedFile extends Surroundings {
  readonly issues: readonly LocatedIssue[];
  /** Absent when there are issues. */
  readonly loaded?: LoadedConfig;
}

/**
 * Finds, reads and checks `openclaw.json` and its surroundings (CFG-1, CFG-2, CFG-4, CFG-7). Without a file the defaults hold.
 *
 * @throws ConfigError `config_invalid` (syntax with `file:line:column`; otherwise one entry in `issues` for each problem), or
 * `config_io` when a file cannot be read.
 * @example
 * const { config } = await loadConfig({ env: process.env, cwd: process.cwd() });
 */
export async function loadConfig(options: LoadConfigOptions): Promise<LoadedConfig> {
  const inspected = await inspectFiles(options, new Map());
  if (inspected.loaded === undefined) throw invalidConfig(inspected.issues, inspected.configPath);
  return inspected.loaded;
}

/** `loadConfig` that answers with the problems of the file instead of throwing them. A file that cannot be read still throws. */
export async function inspectConfig(options: LoadConfigOptions): Promise<InspectedFile> {
  try {
    return await inspectFiles(options, new Map());
  } catch (error) {
    if (!(error instanceof ConfigError) || error.code !== "config_invalid") throw error;
    const paths = resolvePaths(options);
    const { environment, warnings } = await readEnvironment({ ...options, stateDir: paths.stateDir, document: {} });
    const issues = error.issues.length > 0 ? error.issues : [{ path: "", message: error.message }];
    return { ...paths, path: paths.configPath, exists: true, files: [paths.configPath], environment, warnings, notes: [], issues };
  }
}

/**
 * Reads and checks the files; `contents` stands in for files on disk, so that a change can be checked before it is written.
 *
 * @throws ConfigError for what keeps the file from being read at all: syntax, includes, permissions.
 */
export async function inspectFiles(options: LoadConfigOptions, contents: ReadonlyMap<string, string>): Promise<InspectedFile> {
  const paths = resolvePaths(options);
  return inspectTree(await readTree(paths, options.env, contents, options), paths, options);
}

async function inspectTree({ tree, files }: FileTree, paths: ConfigPaths, options: LoadConfigOptions): Promise<InspectedFile> {
  const document = tree === undefined ? {} : toValue(tree);
  const shell = await readShellVariables(document, options.env);
  const { environment, warnings } = await readEnvironment({ ...options, stateDir: paths.stateDir, document, shell: shell.variables });
  const inspected = inspectDocument(tree, { environment, ...(options.flags === undefined ? {} : { flags: options.flags }) });
  const surroundings: Surroundings = {
    ...paths,
    path: paths.configPath,
    exists: tree !== undefined,
    files,
    environment,
    warnings: [...shell.warnings, ...warnings, ...inspected.warnings],
    notes: inspected.notes,
  };
  if (inspected.resolved === undefined) return { ...surroundings, issues: inspected.issues };
  return { ...surroundings, issues: [], loaded: { ...inspected.resolved, ...surroundings } };
}
