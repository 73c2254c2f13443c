import { readObject } from "@openclaw/core/internal";
import { mergeDeep, valueAt, withoutValueAt, withValueAt } from "../path/access.js";
import type { ConfigPath } from "../path/config-path.js";

/** A value that stands elsewhere in the normalised document than in the file; `explain` finds its line by it. */
export interface Move {
  readonly from: ConfigPath;
  readonly to: ConfigPath;
}

/** A document on its way into the one internal shape, with the moves made so far. */
export interface Draft {
  readonly document: unknown;
  readonly moves: readonly Move[];
}

/** Moves a value to its newer place. What stands there already wins, key by key. */
export function moveValue(draft: Draft, from: ConfigPath, to: ConfigPath): Draft {
  const moved = valueAt(draft.document, from);
  if (moved === undefined) return draft;
  const cleared = withoutValueAt(draft.document, from);
  const existing = valueAt(cleared, to);
  const joined = existing === undefined ? moved : mergeDeep(moved, existing);
  return { document: withValueAt(cleared, to, joined), moves: [...draft.moves, { from, to }] };
}

/** `"model"` becomes `{ primary: "model" }`. */
export function expandChoice(draft: Draft, path: ConfigPath): Draft {
  const value = valueAt(draft.document, path);
  if (typeof value !== "string") return draft;
  const to = [...path, "primary"];
  return { document: withValueAt(draft.document, path, { primary: value }), moves: [...draft.moves, { from: path, to }] };
}

/** The names under a path. */
export function namesAt(draft: Draft, path: ConfigPath): readonly string[] {
  return Object.keys(readObject(valueAt(draft.document, path)) ?? {});
}
