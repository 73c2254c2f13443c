import { ConfigError, ToolkitError } from "@openclaw/core";
import { removeLeftovers } from "@openclaw/core/internal/node";
import { applyEditsBelow, type ConfigChange } from "../../edit/apply-edits.js";
import type { ConfigEdit } from "../../edit/edits.js";
import { valueAt } from "../../path/access.js";
import { formatPath } from "../../path/config-path.js";
import { canonicalPath } from "../canonical-path.js";
import { withFileLock } from "../file-lock.js";
import { toConfigIoError } from "../io-error.js";
import { type InspectedFile, inspectFiles, type LoadConfigOptions, type LoadedConfig } from "../load/load-config.js";
import { locateOwner } from "./locate-owner.js";
import { resolvePaths } from "../load/paths.js";
import { toHex } from "../random-token.js";
import { MAX_CONFIG_BYTES, readTextFile } from "../read-text.js";
import { refuseLossy } from "./refuse-lossy.js";
import { writePrivateFile } from "../write-private-file.js";

export interface EditConfigOptions extends LoadConfigOptions {
  /** What to change. As a function it sees the configuration as it is under the lock, for changes that depend on it. */
  readonly edits: readonly ConfigEdit[] | ((current: LoadedConfig) => readonly ConfigEdit[]);
  /** Check and report, write nothing. */
  readonly dryRun?: boolean | undefined;
  /** Write although `gateway.mode` would go, or more than half of the file. */
  readonly force?: boolean | undefined;
}

/** What was changed, for showing. */
export interface EditedConfig {
  /** The file that was changed; an included one when the value lives there. */
  readonly path: string;
  readonly changes: readonly ConfigChange[];
  /** False when there was nothing to change, or on a dry run. */
  readonly written: boolean;
  /** Where the former content is. */
  readonly backupPath?: string;
  /** Of the former content; absent when there was no file. */
  readonly sha256Before?: string;
  readonly sha256After: string;
  /** The configuration as it is now. */
  readonly loaded: LoadedConfig;
}

const MAX_TRIES = 5;
const SMALL_FILE_CHARACTERS = 512;

/**
 * Changes `openclaw.json` (CFG-6): under a lock, after checking the whole result, atomically, with the former content kept in `.bak`.
 * Comments, formatting and `${VAR}` references stay. A concurrent writer's change is never lost, also not that of an editor which
 * knows nothing of the lock.
 *
 * @throws ConfigError `config_invalid` when the result would not load or is refused; `config_io` when it cannot be written. Then the
 * file is as it was.
 */
export async function editConfig(options: EditConfigOptions): Promise<EditedConfig> {
  return rewriteConfig(options, async ({ configPath, snapshot, current }) => {
    const edits = typeof options.edits === "function" ? options.edits(requireLoaded(current)) : options.edits;
    const owner = await locateOwner(configPath, edits, options.env, current.homeDir);
    const before = owner.file === configPath ? snapshot : await readTextFile(owner.file, MAX_CONFIG_BYTES);
    const variables = current.environment.values;
    return {
      ...applyEditsBelow(owner.prefix, before ?? "", { edits: owner.edits, variables, file: owner.file }),
      file: owner.file,
      before,
    };
  });
}

/** The file as it is under the lock. */
export interface ConfigSnapshot {
  readonly configPath: string;
  /** The text; absent when there is no file. */
  readonly snapshot: string | undefined;
  readonly current: InspectedFile;
}

/** What a file is to say. */
export interface ConfigRewrite {
  readonly file: string;
  readonly before: string | undefined;
  readonly text: string;
  readonly changes: readonly ConfigChange[];
}

type Rewrite = (found: ConfigSnapshot) => Promise<ConfigRewrite>;

/** `editConfig` with the new text in place of edits: the same lock, checks, backup and refusals. */
export async function rewriteConfig(options: Omit<EditConfigOptions, "edits">, rewrite: Rewrite): Promise<EditedConfig> {
  const paths = resolvePaths(options);
  refuseReadOnly(options);
  const configPath = await canonicalConfigPath(paths.configPath);
  if (options.dryRun === true) return attempt(configPath, { ...options, rewrite }, async () => undefined);
  return withFileLock(configPath, async (lock) => {
    for (let tries = 1; ; tries++) {
      try {
        return await attempt(configPath, { ...options, rewrite }, async (file, text, before) => {
          await removeLeftovers(file);
          if (before !== undefined) await writePrivateFile(`${file}.bak`, before);
          await writePrivateFile(file, text, {
            beforeRename: async () => {
              if (!(await lock.isHeld()) || (await readTextFile(file, MAX_CONFIG_BYTES)) !== before) throw new ChangedMeanwhile();
            },
          });
        });
      } catch (error) {
        if (!(error instanceof ChangedMeanwhile) || tries >= MAX_TRIES) throw error;
      }
    }
  });
}

type Write = (file: string, text: string, before: string | undefined) => Promise<void>;

/** Reads, edits, checks and hands the result to `write`. */
async function attempt(
  configPath: string,
  options: Omit<EditConfigOptions, "edits"> & { readonly rewrite: Rewrite },
  write: Write,
): Promise<EditedConfig> {
  // One reading serves for everything below, so that the edits, the check and the comparison before the rename speak of the same text.
  const snapshot = await readTextFile(configPath, MAX_CONFIG_BYTES);
  const current = await inspectFiles(options, new Map(snapshot === undefined ? [] : [[configPath, snapshot]]));
  const { file, text, before, changes } = await options.rewrite({ configPath, snapshot, current });
  const hashes = { sha256After: await sha256(text), ...(before === undefined ? {} : { sha256Before: await sha256(before) }) };
  if (changes.length === 0 && current.loaded !== undefined) {
    return { path: file, changes, written: false, ...hashes, loaded: current.loaded };
  }
  if (before !== undefined) await refuseLossy(file, before);
  const result = await inspectFiles(options, new Map([[file, text]]));
  const loaded = requireLoaded(result);
  if (options.force !== true) refuseDamage(before ?? "", text, current, loaded);
  if (options.dryRun === true) return { path: file, changes, written: false, ...hashes, loaded };
  await write(file, text, before);
  const backup = before === undefined ? {} : { backupPath: `${file}.bak` };
  return { path: file, changes, written: true, ...backup, ...hashes, loaded };
}

class ChangedMeanwhile extends ToolkitError {
  constructor() {
    super("The configuration kept changing while it was being written.", { code: "config_io", hint: "Try again.", retryable: true });
  }
}

function requireLoaded(inspected: InspectedFile): LoadedConfig {
  if (inspected.loaded !== undefined) return inspected.loaded;
  const problems = inspected.issues.map(({ path, message }) => (path === "" ? message : `${path}: ${message}`));
  throw new ConfigError(`Config validation failed: ${problems.slice(0, 3).join("; ")}. Nothing was written.`, {
    code: "config_invalid",
    hint: "Correct the value, or the file itself.",
    issues: inspected.issues,
  });
}

/** Writes that are more likely an accident than meant, as OpenClaw judges them. */
function refuseDamage(before: string, after: string, current: InspectedFile, loaded: LoadedConfig): void {
  const mode = ["gateway", "mode"];
  if (
    current.loaded !== undefined &&
    valueAt(current.loaded.document, mode) !== undefined &&
    valueAt(loaded.document, mode) === undefined
  ) {
    throw refusal(`it would drop ${formatPath(mode)}, without which the gateway does not start`);
  }
  if (before.length >= SMALL_FILE_CHARACTERS && after.length < before.length / 2) {
    throw refusal("it would shrink the file by more than half");
  }
}

function refusal(reason: string): ConfigError {
  return new ConfigError(`The change is refused: ${reason}. Nothing was written.`, {
    code: "config_invalid",
    hint: "If it is meant, repeat it with force, or edit the file by hand.",
  });
}

function refuseReadOnly({ env }: Pick<EditConfigOptions, "env">): void {
  for (const name of ["OPENCLAW_CONFIG_READONLY", "OPENCLAW_NIX_MODE"]) {
    if (env[name]?.trim() !== "1") continue;
    throw new ConfigError(`The configuration is read-only, because ${name} is set.`, {
      code: "config_io",
      hint: `Unset ${name} to change it.`,
    });
  }
}

/** A linked file is changed where it lies, so that the link stays. */
export async function canonicalConfigPath(path: string): Promise<string> {
  try {
    return await canonicalPath(path);
  } catch (error) {
    throw toConfigIoError(error, "written", path);
  }
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return toHex(new Uint8Array(digest));
}
