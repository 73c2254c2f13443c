import type { Variables } from "../../environment/environment.js";
import { includedPaths } from "../../include/resolve-includes.js";
import { parseJson5 } from "../../json5/parse-json5.js";
import { findMember, type SyntaxNode } from "../../json5/syntax-tree.js";
import type { ConfigPath } from "../../path/config-path.js";
import { createIncludeReader } from "./read-include.js";
import { MAX_CONFIG_BYTES, readTextFile } from "../read-text.js";

/** One file of a configuration. */
export interface ConfigPart {
  /** By its canonical name. */
  readonly file: string;
  readonly text: string;
  /** Where it stands in the whole; the top-level file stands at `[]`. */
  readonly prefix: ConfigPath;
}

/**
 * The top-level file and everything that it includes, each file once, in the order they are named (as in OpenClaw).
 *
 * @throws ConfigError `config_invalid` for syntax, and for an include that is missing or lies outside the allowed folders
 */
export async function listParts(configPath: string, env: Variables, homeDir: string): Promise<readonly ConfigPart[]> {
  const text = await readTextFile(configPath, MAX_CONFIG_BYTES);
  if (text === undefined || text.trim() === "") return [];
  const parts: ConfigPart[] = [{ file: configPath, text, prefix: [] }];
  if (!text.includes("$include")) return parts;
  const read = await createIncludeReader(configPath, env, homeDir);
  const walk = async (node: SyntaxNode, prefix: ConfigPath): Promise<void> => {
    if (node.kind === "scalar") return;
    if (node.kind === "array") {
      for (const [index, item] of node.items.entries()) await walk(item, [...prefix, index]);
      return;
    }
    const include = findMember(node, "$include");
    for (const path of include === undefined ? [] : includedPaths(include)) {
      const source = await read(path, node.source.file);
      // One that is included twice, or includes itself, is listed once.
      if (parts.some(({ file }) => file === source.file)) continue;
      parts.push({ ...source, prefix });
      await walk(parseJson5(source.text, source.file), prefix);
    }
    for (const { key, value } of node.members) if (key !== "$include") await walk(value, [...prefix, key]);
  };
  await walk(parseJson5(text, configPath), []);
  return parts;
}
