import { ToolkitError } from "@openclaw/core";
import { applyEdits } from "../edit/apply-edits.js";
import { diffDocuments } from "../edit/diff-documents.js";
import { type MigratedText, migrateText } from "../migrate/migrate-text.js";
import type { ConfigPath } from "../path/config-path.js";
import { type EditedConfig, rewriteConfig } from "./edit-config.js";
import { type InspectedFile, inspectFiles, type LoadConfigOptions } from "./load-config.js";
import { MAX_CONFIG_BYTES, readTextFile } from "./read-text.js";

export interface MendConfigOptions extends LoadConfigOptions {
  /** Keys to take out, in the file's own spelling: those that nobody knows. */
  readonly remove?: readonly ConfigPath[];
  /** Rewrite older spellings as well (openclaw.md §1.7). Default: only `remove`. */
  readonly migrate?: boolean;
}

export interface MendedConfig extends Pick<EditedConfig, "path" | "changes" | "written" | "backupPath"> {
  readonly migrated: Pick<MigratedText, "moved" | "left">;
}

const NOTHING = { moved: [], left: [] } as const;

/**
 * What `doctor --fix` does to the file, all in one write with one backup of what was there: unknown keys go, older spellings become newer
 * ones, comments and everything else stay. Included files are left as they are.
 *
 * @throws ConfigError as `editConfig`; then the file is as it was
 */
export async function mendConfig(options: MendConfigOptions): Promise<MendedConfig> {
  let migrated: MendedConfig["migrated"] = NOTHING;
  const edited = await rewriteConfig(options, async ({ configPath, snapshot = "", current }) => {
    const edits = (options.remove ?? []).map((path) => ({ op: "unset" as const, path }));
    const cleaned = applyEdits(snapshot, edits, current.environment.values, configPath);
    const result = options.migrate === true ? migrateText(cleaned.text, configPath) : { ...NOTHING, text: cleaned.text };
    migrated = { moved: result.moved, left: result.left };
    await refuseOtherMeaning(options, configPath, cleaned.text, result.text);
    const changes = [...cleaned.changes, ...result.moved.map(({ from, to }) => ({ path: from, after: `moved to ${to}` }))];
    return { file: configPath, before: snapshot === "" ? undefined : snapshot, text: result.text, changes };
  });
  const { path, changes, written, backupPath } = edited;
  return { path, changes, written, migrated, ...(backupPath === undefined ? {} : { backupPath }) };
}

/** What `mendConfig` would migrate; nothing is written, and a file that cannot be read has nothing to migrate. */
export async function findOlderSpellings({ path, exists }: InspectedFile): Promise<MendedConfig["migrated"]> {
  if (!exists) return NOTHING;
  const text = await readTextFile(path, MAX_CONFIG_BYTES);
  try {
    return text === undefined ? NOTHING : migrateText(text, path);
  } catch (error) {
    if (ToolkitError.isInstance(error) && error.code === "config_invalid") return NOTHING;
    throw error;
  }
}

/** With its included files a configuration may say more than its own text shows. */
async function refuseOtherMeaning(options: LoadConfigOptions, file: string, before: string, after: string): Promise<void> {
  const [old, fresh] = await Promise.all([before, after].map((text) => inspectFiles(options, new Map([[file, text]]))));
  if (old?.loaded === undefined || fresh?.loaded === undefined) return;
  if (diffDocuments(old.loaded.document, fresh.loaded.document).length === 0) return;
  throw new ToolkitError("The migrated configuration would not say what it said, because of what it includes; nothing was written.", {
    code: "config_invalid",
    hint: "Rename the older keys by hand; they are listed by: openclaw doctor",
  });
}
