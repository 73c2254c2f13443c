import { parseJson5 } from "../json5/parse-json5.js";
import { printJson5 } from "../json5/print-json5.js";
import { findMember, type SyntaxNode } from "../json5/syntax-tree.js";
import { type ConfigPath, formatPath } from "../path/config-path.js";
import { detectStyle, lineIndent } from "./detect-style.js";
import { insertItem, insertMember } from "./insertion.js";
import { removal } from "./removal.js";
import { applySplices } from "./splice.js";
import { unusablePath } from "./unusable-path.js";

/**
 * The text with `value` at `path`. Everything else, comments, spacing and `${VAR}` references included, stays as it is byte for byte
 * (CFG-6). What is missing on the way is created.
 *
 * @throws ConfigError `config_invalid` when the path leads through something that is no object or list, or past the end of a list.
 */
export function setInText(text: string, path: ConfigPath, value: unknown, file?: string): string {
  const root = parseJson5(text.trim() === "" ? "{}\n" : text, file);
  const style = detectStyle(root);
  let node = root;
  for (const [depth, segment] of path.entries()) {
    const rest = path.slice(depth + 1);
    if (node.kind === "object") {
      const member = findMember(node, String(segment));
      if (member === undefined)
        return applySplices(root.source.text, insertMember(node, { key: String(segment), value: nest(rest, value, path) }, style));
      node = member.value;
    } else if (node.kind === "array") {
      const position = Number(segment);
      const item = node.items[position];
      if (item === undefined) {
        if (position !== node.items.length)
          throw unusablePath(path, `${formatPath(path.slice(0, depth))} has ${node.items.length} entries`);
        return applySplices(root.source.text, insertItem(node, nest(rest, value, path), style));
      }
      node = item;
    } else throw unusablePath(path, `${formatPath(path.slice(0, depth))} is no object`);
  }
  const base = lineIndent(root.source.text, node.start);
  return applySplices(root.source.text, { start: node.start, end: node.end, text: printJson5(value, style, base) });
}

/** The text without the value at `path`; `undefined` when there is none. A comment on the removed line goes with it, all others stay. */
export function unsetInText(text: string, path: ConfigPath, file?: string): string | undefined {
  const parent = path.slice(0, -1);
  const last = path.at(-1);
  let node: SyntaxNode | undefined = text.trim() === "" ? undefined : parseJson5(text, file);
  for (const segment of parent) {
    if (node?.kind === "object") node = findMember(node, String(segment))?.value;
    else if (node?.kind === "array") node = node.items[Number(segment)];
    else return undefined;
  }
  if (last === undefined || node === undefined || node.kind === "scalar") return undefined;
  if (node.kind === "array") {
    const item = node.items[Number(last)];
    return item === undefined
      ? undefined
      : applySplices(text, ...removal(node, { start: item.start, end: item.end, before: previousEnd(node.items, item) }));
  }
  // A name that is repeated goes as a whole: else an earlier value would come back to life.
  const repeated = node.members.filter(({ key }) => key === String(last));
  if (repeated.length === 0) return undefined;
  const values = node.members.map(({ value }) => value);
  const parsed = node;
  const removals = repeated.flatMap(({ keyStart, value }) =>
    removal(parsed, { start: keyStart, end: value.end, before: previousEnd(values, value) }),
  );
  return applySplices(text, ...removals);
}

/** Wraps the value in the objects and lists that are missing on the way to it. */
function nest(path: ConfigPath, value: unknown, whole: ConfigPath): unknown {
  return path.reduceRight<unknown>((inner, segment) => {
    if (typeof segment === "string") return { [segment]: inner };
    if (segment !== 0) throw unusablePath(whole, "the list is empty");
    return [inner];
  }, value);
}

function previousEnd(nodes: readonly SyntaxNode[], node: SyntaxNode): number | undefined {
  return nodes[nodes.indexOf(node) - 1]?.end;
}
