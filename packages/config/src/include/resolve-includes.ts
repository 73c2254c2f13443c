import { ConfigError } from "@openclaw/core";
import { parseJson5 } from "../json5/parse-json5.js";
import { positionAt } from "../json5/position.js";
import { findMember, type MemberNode, type ObjectNode, repeatedMembers, type SourceText, type SyntaxNode } from "../json5/syntax-tree.js";

/**
 * Fetches the text behind an `$include`. It answers with the canonical file name, so that a file which includes itself is
 * noticed, and refuses what lies outside the allowed folders.
 */
export type ReadInclude = (path: string, includedFrom: string) => Promise<SourceText>;

const KEY = "$include";
const MAX_NESTING = 10;
const MAX_PATH_LENGTH = 4096;

/**
 * Replaces every `{ $include: "./file" }` by that file's content (CFG-2, as in OpenClaw): a list is merged in order, later wins;
 * keys beside `$include` are merged last and win. Merging goes through objects; lists are replaced whole.
 *
 * @throws ConfigError `config_invalid` on a circular, too deep or unusable include, and whatever `read` throws.
 */
export async function resolveIncludes(root: SyntaxNode, read: ReadInclude): Promise<SyntaxNode> {
  return expand(root, read, [root.source.file]);
}

async function expand(node: SyntaxNode, read: ReadInclude, chain: readonly string[]): Promise<SyntaxNode> {
  if (node.kind === "scalar") return node;
  if (node.kind === "array") {
    const items: SyntaxNode[] = [];
    for (const item of node.items) items.push(await expand(item, read, chain));
    return { ...node, items };
  }
  const members: MemberNode[] = [];
  for (const member of node.members) {
    if (member.key !== KEY) members.push({ ...member, value: await expand(member.value, read, chain) });
  }
  const include = findMember(node, KEY);
  if (include === undefined) return { ...node, members };

  let merged: SyntaxNode | undefined;
  for (const path of includedPaths(include)) {
    const content = await load(path, include.value, read, chain);
    merged = merged === undefined ? content : mergeNodes(merged, content);
  }
  if (merged === undefined) return { ...node, members };
  if (members.length === 0) return merged;
  if (merged.kind !== "object") {
    throw includeError(include.value, "the included file must hold an object, because other keys stand beside $include");
  }
  return mergeNodes(merged, { ...node, members });
}

async function load(path: string, at: SyntaxNode, read: ReadInclude, chain: readonly string[]): Promise<SyntaxNode> {
  if (chain.length > MAX_NESTING) throw includeError(at, `$include is nested deeper than ${MAX_NESTING} files`);
  if (path.length >= MAX_PATH_LENGTH || path.includes("\0")) throw includeError(at, "the path of $include is not usable");
  const source = await read(path, at.source.file);
  if (chain.includes(source.file)) throw includeError(at, `$include is circular: ${[...chain, source.file].join(" → ")}`);
  return expand(parseJson5(source.text, source.file), read, [...chain, source.file]);
}

/** The paths that an `$include` names, in order. */
export function includedPaths(include: MemberNode): readonly string[] {
  const { value } = include;
  const nodes = value.kind === "array" ? value.items : [value];
  return nodes.map((node) => {
    if (node.kind === "scalar" && typeof node.value === "string" && node.value !== "") return node.value;
    throw includeError(node, "$include takes a path or a list of paths");
  });
}

function mergeNodes(under: SyntaxNode, over: SyntaxNode): SyntaxNode {
  if (under.kind !== "object" || over.kind !== "object") return over;
  const members = lastOfEach(under);
  for (const [key, member] of lastOfEach(over)) {
    const below = members.get(key);
    members.set(key, below === undefined ? member : { ...member, value: mergeNodes(below.value, member.value) });
  }
  const merged: ObjectNode = { ...under, members: [...members.values()], repeated: [under, over].flatMap(repeatedMembers) };
  return merged;
}

/** Of a name that is written twice, the last one counts, with includes as without. */
function lastOfEach(node: ObjectNode): Map<string, MemberNode> {
  return new Map(node.members.map((member) => [member.key, member]));
}

function includeError(node: SyntaxNode, problem: string): ConfigError {
  const { file, line, column } = positionAt(node.source, node.start);
  return new ConfigError(`${file}:${line}:${column}: ${problem}`, {
    code: "config_invalid",
    hint: "Correct the $include at that place.",
    issues: [{ path: KEY, message: problem }],
  });
}
