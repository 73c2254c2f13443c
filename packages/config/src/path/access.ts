import { readObject } from "@openclaw/core/internal";
import type { ConfigPath } from "./config-path.js";

/** A plain configuration document: what a file says once it is parsed. */
export type Document = Readonly<Record<string, unknown>>;

/** The value at a path; `undefined` when there is none. A list takes numbers, and numbers written as text. */
export function valueAt(root: unknown, path: ConfigPath): unknown {
  let value = root;
  for (const segment of path) {
    if (Array.isArray(value)) value = (value as unknown[])[Number(segment)];
    else {
      const object = readObject(value);
      value = object !== undefined && Object.hasOwn(object, segment) ? object[segment] : undefined;
    }
    if (value === undefined) return undefined;
  }
  return value;
}

/** A copy of `root` with `value` at `path`; what is missing on the way is created, lists grow only at their end. */
export function withValueAt(root: unknown, path: ConfigPath, value: unknown): unknown {
  const [head, ...rest] = path;
  if (head === undefined) return value;
  if (Array.isArray(root)) {
    const items = [...(root as unknown[])];
    const position = Number(head);
    // A list has no other places: `length` or -1 would become a property of the array.
    if (Number.isInteger(position) && position >= 0) items[position] = withValueAt(items[position], rest, value);
    return items;
  }
  const object = readObject(root);
  if (object === undefined && typeof head === "number") return [withValueAt(undefined, rest, value)];
  const existing = object !== undefined && Object.hasOwn(object, head) ? object[head] : undefined;
  return { ...object, [head]: withValueAt(existing, rest, value) };
}

/** A copy of `root` without the value at `path`. */
export function withoutValueAt(root: unknown, path: ConfigPath): unknown {
  const [head, ...rest] = path;
  if (head === undefined) return undefined;
  if (Array.isArray(root)) {
    const items = root as readonly unknown[];
    const position = Number(head);
    if (rest.length === 0) return items.filter((_item, index) => index !== position);
    return items.map((item, index) => (index === position ? withoutValueAt(item, rest) : item));
  }
  const object = readObject(root);
  if (object === undefined || !Object.hasOwn(object, head)) return root;
  if (rest.length > 0) return { ...object, [head]: withoutValueAt(object[head], rest) };
  return Object.fromEntries(Object.entries(object).filter(([key]) => key !== String(head)));
}

/** Lays `over` on `under`: objects merge key by key, everything else replaces. */
export function mergeDeep(under: unknown, over: unknown): unknown {
  const base = readObject(under);
  const top = readObject(over);
  if (base === undefined || top === undefined) return over === undefined ? under : over;
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(top)) merged[key] = Object.hasOwn(base, key) ? mergeDeep(base[key], value) : value;
  return merged;
}
