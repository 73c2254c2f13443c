import type { VariableOrigin } from "./environment/environment.js";
import { positionAt } from "./json5/position.js";
import type { SyntaxNode } from "./json5/syntax-tree.js";
import type { Move } from "./normalize/move.js";
import { type ConfigPath, formatPath } from "./path/config-path.js";

/** Who set a value (CFG-7). */
export type ValueOrigin =
  | { readonly kind: "flag"; readonly name: string }
  | { readonly kind: "environment"; readonly name: string; readonly from: VariableOrigin }
  /** `writtenAs` is the path in the file, which differs from the effective one where the file uses an older spelling. */
  | { readonly kind: "file"; readonly file: string; readonly line: number; readonly column: number; readonly writtenAs: string }
  | { readonly kind: "default" };

/** Answers where values of a normalised document came from. */
export interface Origins {
  readonly originOf: (path: ConfigPath) => ValueOrigin;
}

export interface OriginSources {
  readonly tree?: SyntaxNode;
  readonly moves: readonly Move[];
  /** By formatted path: values that flags and variables set. */
  readonly overlays: ReadonlyMap<string, ValueOrigin>;
}

/** Joins what is known about origins into one look-up. */
export function createOrigins(sources: OriginSources): Origins {
  return {
    originOf(path) {
      for (let length = path.length; length > 0; length--) {
        const overlay = sources.overlays.get(formatPath(path.slice(0, length)));
        if (overlay !== undefined) return overlay;
      }
      if (sources.tree === undefined) return { kind: "default" };
      for (const written of writtenPaths(path, sources.moves)) {
        const node = nodeAt(sources.tree, written);
        if (node !== undefined) return { kind: "file", ...positionAt(node.source, node.start), writtenAs: formatPath(written) };
      }
      return { kind: "default" };
    },
  };
}

/** The node at a path as written in the file. */
export function nodeAt(tree: SyntaxNode, path: ConfigPath): SyntaxNode | undefined {
  let node: SyntaxNode | undefined = tree;
  for (const segment of path) {
    if (node?.kind === "array") node = node.items[Number(segment)];
    else if (node?.kind === "object") node = node.members.findLast((member) => member.key === String(segment))?.value;
    else return undefined;
  }
  return node;
}

/** The paths at which a normalised value may have been written, the newer spelling first. */
function writtenPaths(path: ConfigPath, moves: readonly Move[]): readonly ConfigPath[] {
  let paths: readonly ConfigPath[] = [path];
  for (const move of moves.toReversed()) {
    const older = paths
      .filter((candidate) => startsWith(candidate, move.to))
      .map((candidate) => replaceStart(candidate, move.to, move.from));
    paths = [...paths, ...older];
  }
  return paths;
}

/** Where a value that was written at `path` stands in the normalised document. */
export function normalizedPath(path: ConfigPath, moves: readonly Move[]): ConfigPath {
  return moves.reduce((current, move) => (startsWith(current, move.from) ? replaceStart(current, move.from, move.to) : current), path);
}

/** Is the path the start itself or below it? */
export function startsWith(path: ConfigPath, start: ConfigPath): boolean {
  return path.length >= start.length && start.every((segment, index) => segment === path[index]);
}

function replaceStart(path: ConfigPath, from: ConfigPath, to: ConfigPath): ConfigPath {
  return [...to, ...path.slice(from.length)];
}
