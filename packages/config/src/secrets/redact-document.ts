import { readObject } from "@openclaw/core/internal";
import type { ConfigPath } from "../path/config-path.js";
import { isSecretValue, REDACTED } from "./secret-paths.js";

/** A copy of a document, or of a part of it that stands at `path`, in which every secret reads `__OPENCLAW_REDACTED__` (CFG-7). */
export function redactDocument(value: unknown, path: ConfigPath = []): unknown {
  if (typeof value === "string" || typeof value === "number") return isSecretValue(path, value) ? REDACTED : value;
  if (Array.isArray(value)) return value.map((item, index) => redactDocument(item, [...path, index]));
  const object = readObject(value);
  if (object === undefined) return value;
  if (isSecretRef(object)) return Object.fromEntries(Object.entries(object).map(([key, item]) => [key, redactDocument(item)]));
  return Object.fromEntries(Object.entries(object).map(([key, item]) => [key, redactDocument(item, [...path, key])]));
}

const REF_KEYS: ReadonlySet<string> = new Set(["source", "provider", "id"]);

/** A reference names where a secret is kept; it is not one. What has more to say is no reference, and may hold secrets of its own. */
function isSecretRef(object: Readonly<Record<string, unknown>>): boolean {
  const { source, id } = object;
  const isSource = source === "env" || source === "file" || source === "exec";
  return isSource && typeof id === "string" && Object.keys(object).every((key) => REF_KEYS.has(key));
}
