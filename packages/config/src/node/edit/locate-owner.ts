import { ConfigError } from "@openclaw/core";
import { type ConfigEdit, editPath } from "../../edit/edits.js";
import type { Variables } from "../../environment/environment.js";
import { includedPaths } from "../../include/resolve-includes.js";
import { parseJson5 } from "../../json5/parse-json5.js";
import { findMember, type SyntaxNode } from "../../json5/syntax-tree.js";
import { type ConfigPath, formatPath } from "../../path/config-path.js";
import { createIncludeReader } from "../load/read-include.js";
import { MAX_CONFIG_BYTES, readTextFile } from "../read-text.js";

/** The one file in which edits are made. */
export interface EditOwner {
  readonly file: string;
  /** The edits with their paths inside that file. */
  readonly edits: readonly ConfigEdit[];
  /** Where that file stands in the whole configuration. */
  readonly prefix: ConfigPath;
}

const MAX_NESTING = 10;

/**
 * Finds the file that a value is written in (as in OpenClaw): the top-level file, or the one that a single `$include` brings in.
 *
 * @throws ConfigError `config_invalid` when several included files could be meant, or the edits belong into different files.
 */
export async function locateOwner(configPath: string, edits: readonly ConfigEdit[], env: Variables, homeDir: string): Promise<EditOwner> {
  const top = { file: configPath, prefix: [] as ConfigPath };
  const text = await readTextFile(configPath, MAX_CONFIG_BYTES);
  if (text === undefined || !text.includes("$include")) return { file: configPath, edits, prefix: [] };

  const read = await createIncludeReader(configPath, env, homeDir);
  const locate = async (path: ConfigPath): Promise<typeof top> => {
    let owner = top;
    let tree = parseJson5(text, configPath);
    for (let nesting = 0; nesting < MAX_NESTING; nesting++) {
      const include = includeOnTheWay(tree, path.slice(owner.prefix.length));
      if (include === undefined) return owner;
      const prefix = path.slice(0, owner.prefix.length + include.depth);
      const [only, ...others] = include.files;
      if (only === undefined || others.length > 0) throw severalOwners(path, include.files);
      const source = await read(only, owner.file);
      owner = { file: source.file, prefix };
      tree = parseJson5(source.text, source.file);
    }
    return owner;
  };

  const owners = await Promise.all(edits.map(async (edit) => locate(editPath(edit))));
  const [first = top] = owners;
  const elsewhere = owners.find(({ file }) => file !== first.file);
  if (elsewhere !== undefined) {
    throw new ConfigError(`The changes belong into different files: ${first.file} and ${elsewhere.file}.`, {
      code: "config_invalid",
      hint: "Make them one at a time.",
    });
  }
  return {
    file: first.file,
    edits: edits.map((edit, index) => ({ ...edit, path: editPath(edit).slice(owners[index]?.prefix.length ?? 0) })),
    prefix: first.prefix,
  };
}

/** The first `$include` on the way to a path that the file itself does not hold. */
function includeOnTheWay(tree: SyntaxNode, path: ConfigPath): { readonly depth: number; readonly files: readonly string[] } | undefined {
  let node: SyntaxNode | undefined = tree;
  for (const [depth, segment] of path.entries()) {
    if (node?.kind === "array") node = node.items[Number(segment)];
    else if (node?.kind === "object") {
      const member = findMember(node, String(segment));
      const include = findMember(node, "$include");
      if (member === undefined && include !== undefined) return { depth, files: includedPaths(include) };
      node = member?.value;
    } else return undefined;
  }
  return undefined;
}

function severalOwners(path: ConfigPath, files: readonly string[]): ConfigError {
  return new ConfigError(`${formatPath(path)} comes from several included files: ${files.join(", ")}.`, {
    code: "config_invalid",
    hint: "Edit the file that holds it by hand.",
  });
}
