import { ToolkitError } from "@openclaw/core";
import { applyEditsBelow } from "../../edit/apply-edits.js";
import { diffDocuments } from "../../edit/diff-documents.js";
import type { ConfigEdit } from "../../edit/edits.js";
import { type LeftKey, type MigratedKey, migrateText } from "../../migrate/migrate-text.js";
import type { ConfigPath } from "../../path/config-path.js";
import { canonicalConfigPath, type EditedConfig, rewriteConfig } from "./edit-config.js";
import { type ConfigPart, listParts } from "../load/list-parts.js";
import { inspectFiles, type LoadConfigOptions } from "../load/load-config.js";
import { type EditOwner, locateOwner } from "./locate-owner.js";
import { resolvePaths } from "../load/paths.js";
import { MAX_CONFIG_BYTES, readTextFile } from "../read-text.js";

export interface MendConfigOptions extends LoadConfigOptions {
  /** Keys to take out, in the file's own spelling: those that nobody knows. */
  readonly remove?: readonly ConfigPath[] | undefined;
  /** Rewrite older spellings as well (as in OpenClaw). Default: only `remove`. */
  readonly migrate?: boolean | undefined;
}

/** What an older spelling in one file came to, or would come to. */
export interface FileSpellings {
  readonly path: string;
  readonly moved: readonly MigratedKey[];
  readonly left: readonly LeftKey[];
}

/** One file of the configuration after it was mended. */
export interface MendedFile extends Pick<EditedConfig, "path" | "changes" | "written" | "backupPath"> {
  readonly migrated: Omit<FileSpellings, "path">;
}

const NOTHING = { moved: [], left: [] } as const;

/**
 * What `doctor --fix` does: unknown keys go, older spellings become newer ones, comments and everything else stay. Each file, also an included
 * one, is written once and atomically, with what was there beside it; after each of them the configuration says what it said. A file outside
 * the allowed folders is never read, and so never written.
 *
 * @returns one entry for each file of the configuration
 * @throws ConfigError as `editConfig`; then the file that could not be mended is as it was, and so are those after it
 */
export async function mendConfig(options: MendConfigOptions): Promise<readonly MendedFile[]> {
  const { configPath, homeDir } = await locate(options);
  const removals = (options.remove ?? []).map((path): ConfigEdit => ({ op: "unset", path }));
  const parts = await listParts(configPath, options.env, homeDir);
  const owner = removals.length === 0 ? undefined : await locateOwner(configPath, removals, options.env, homeDir);
  // What nobody knows keeps the whole from loading: it goes first.
  const ordered = parts.toSorted((a, b) => Number(b.file === owner?.file) - Number(a.file === owner?.file));
  const mended: MendedFile[] = [];
  for (const part of ordered) mended.push(await mendPart(part, options, owner));
  return mended;
}

async function mendPart({ file, prefix }: ConfigPart, options: MendConfigOptions, owner: EditOwner | undefined): Promise<MendedFile> {
  let migrated: MendedFile["migrated"] = NOTHING;
  const edited = await rewriteConfig(options, async ({ configPath, snapshot, current }) => {
    const before = (file === configPath ? snapshot : await readTextFile(file, MAX_CONFIG_BYTES)) ?? "";
    const variables = current.environment.values;
    const cleaned =
      owner?.file === file ? applyEditsBelow(prefix, before, { edits: owner.edits, variables, file }) : { text: before, changes: [] };
    const part = { file, prefix, text: cleaned.text };
    const { text, moved, left } = options.migrate === true ? await migratePart(part, options) : { ...NOTHING, text: cleaned.text };
    migrated = { moved, left };
    const changes = [...cleaned.changes, ...moved.map(({ from, to }) => ({ path: from, after: `moved to ${to}` }))];
    return { file, before: before === "" ? undefined : before, text, changes };
  });
  const { path, changes, written, backupPath } = edited;
  return { path, changes, written, migrated, ...(backupPath === undefined ? {} : { backupPath }) };
}

/** What `mendConfig` would migrate, file by file; nothing is written, and a configuration that cannot be read has nothing to migrate. */
export async function findOlderSpellings(options: LoadConfigOptions): Promise<readonly FileSpellings[]> {
  try {
    const { configPath, homeDir } = await locate(options);
    const parts = await listParts(configPath, options.env, homeDir);
    return await Promise.all(
      parts.map(async (part) => {
        const { moved, left } = await migratePart(part, options);
        return { path: part.file, moved, left };
      }),
    );
  } catch (error) {
    if (ToolkitError.isInstance(error) && error.code === "config_invalid") return [];
    throw error;
  }
}

async function locate(options: LoadConfigOptions): Promise<{ readonly configPath: string; readonly homeDir: string }> {
  const { configPath, homeDir } = resolvePaths(options);
  return { configPath: await canonicalConfigPath(configPath), homeDir };
}

type MigratedPart = MendedFile["migrated"] & { readonly text: string };

/** With what it includes, or is included beside, a file may say more than its own text shows: then it is left as it is. */
async function migratePart({ file, prefix, text }: ConfigPart, options: LoadConfigOptions): Promise<MigratedPart> {
  const result = migrateText(text, { file, prefix });
  if (result.moved.length === 0 || (await meansTheSame(options, file, [text, result.text]))) return result;
  return { text, moved: [], left: [...result.left, ...result.moved.map((key): LeftKey => ({ ...key, reason: "includes" }))] };
}

async function meansTheSame(options: LoadConfigOptions, file: string, texts: readonly [string, string]): Promise<boolean> {
  const [old, fresh] = await Promise.all(texts.map((text) => inspectFiles(options, new Map([[file, text]]))));
  if (old?.loaded === undefined) return true;
  return fresh?.loaded !== undefined && diffDocuments(old.loaded.document, fresh.loaded.document).length === 0;
}
