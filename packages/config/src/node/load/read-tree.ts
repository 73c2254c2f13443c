import { join } from "node:path";
import type { Variables } from "../../environment/environment.js";
import { resolveIncludes } from "../../include/resolve-includes.js";
import { parseJson5 } from "../../json5/parse-json5.js";
import type { SyntaxNode } from "../../json5/syntax-tree.js";
import { canonicalPath } from "../canonical-path.js";
import type { ConfigPaths } from "./paths.js";
import { createIncludeReader, type IncludeReaderOptions } from "./read-include.js";
import { MAX_CONFIG_BYTES, readTextFile } from "../read-text.js";

/** The parsed file with its includes in place, and every file that has a say. */
export interface FileTree {
  /** Absent: there is no file, or an empty one. */
  readonly tree?: SyntaxNode;
  /** The configuration, what it includes, and the state folder's `.env`: whoever reloads watches these (SRV-2). */
  readonly files: readonly string[];
}

/**
 * Reads the configuration file and what it includes; `contents` stands in for files on disk.
 *
 * @throws ConfigError `config_invalid` for syntax and includes, `config_io` for what cannot be read.
 */
export async function readTree(
  paths: ConfigPaths,
  env: Variables,
  contents: ReadonlyMap<string, string>,
  { onFile }: IncludeReaderOptions = {},
): Promise<FileTree> {
  const real = await canonicalPath(paths.configPath).catch(() => paths.configPath);
  for (const path of [paths.configPath, join(paths.stateDir, ".env"), real]) onFile?.(path);
  const text = contents.get(real) ?? (await readTextFile(paths.configPath, MAX_CONFIG_BYTES));
  const files = [paths.configPath, join(paths.stateDir, ".env")];
  if (text === undefined || text.trim() === "") return { files };
  if (!text.includes("$include")) return { tree: parseJson5(text, paths.configPath), files };
  const read = await createIncludeReader(real, env, paths.homeDir, { onFile });
  // Includes are compared by their canonical names, so that a file which includes itself through a link is noticed.
  const tree = await resolveIncludes(parseJson5(text, real), async (path, includedFrom) => {
    const source = await read(path, includedFrom);
    files.push(source.file);
    return { ...source, text: contents.get(source.file) ?? source.text };
  });
  return { tree, files };
}
