import { readArray, readObject } from "@openclaw/core/internal";
import type { ConfigPath } from "../path/config-path.js";

/** One difference between two documents; `after` is absent where something was removed. */
export type Difference =
  | { readonly op: "set"; readonly path: ConfigPath; readonly before?: unknown; readonly after: unknown }
  | { readonly op: "unset"; readonly path: ConfigPath; readonly before: unknown };

/** The smallest changes that lead from one document to the other: as deep as possible, so that comments around them survive. */
export function diffDocuments(before: unknown, after: unknown, path: ConfigPath = []): readonly Difference[] {
  if (Object.is(before, after)) return [];
  const objects = [readObject(before), readObject(after)] as const;
  if (objects[0] !== undefined && objects[1] !== undefined) return diffObjects(objects[0], objects[1], path);
  const lists = [readArray(before), readArray(after)] as const;
  if (lists[0] !== undefined && lists[1] !== undefined) return diffLists(lists[0], lists[1], path);
  if (after === undefined) return [{ op: "unset", path, before }];
  return [{ op: "set", path, after, ...(before === undefined ? {} : { before }) }];
}

function diffObjects(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
  path: ConfigPath,
): readonly Difference[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name) => {
    const was = Object.hasOwn(before, name) ? before[name] : undefined;
    const is = Object.hasOwn(after, name) ? after[name] : undefined;
    return diffDocuments(was, is, [...path, name]);
  });
}

function diffLists(before: readonly unknown[], after: readonly unknown[], path: ConfigPath): readonly Difference[] {
  if (after.length >= before.length) {
    const inside = before.flatMap((item, index) => diffDocuments(item, after[index], [...path, index]));
    // A place behind the end leaves a gap, which is no entry: whoever writes the text refuses it.
    const added = after.flatMap((item, index): readonly Difference[] =>
      index < before.length ? [] : [{ op: "set", path: [...path, index], after: item }],
    );
    return [...inside, ...added];
  }
  // Only fewer entries: those are taken out, from the end on, and the others stay with their comments.
  const missing = missingFrom(before, after);
  if (missing === undefined) return [{ op: "set", path, before, after }];
  return missing.toReversed().map((index): Difference => ({ op: "unset", path: [...path, index], before: before[index] }));
}

/** The places of what the longer list has more; `undefined` when the others are not the shorter list, in its order. */
function missingFrom(longer: readonly unknown[], shorter: readonly unknown[]): readonly number[] | undefined {
  const missing: number[] = [];
  for (const [index, item] of longer.entries()) {
    const next = index - missing.length;
    if (next >= shorter.length || diffDocuments(item, shorter[next]).length > 0) missing.push(index);
  }
  return longer.length - missing.length === shorter.length ? missing : undefined;
}
