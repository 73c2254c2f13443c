import { readObject } from "@openclaw/core";
import type { ConfigPath } from "../path/config-path.js";
import { isSecretValue, REDACTED } from "./secret-paths.js";

/** A copy of a document, or of a part of it that stands at `path`, in which every secret reads `__OPENCLAW_REDACTED__` (CFG-7). */
export function redactDocument(value: unknown, path: ConfigPath = []): unknown {
  if (typeof value === "string" || typeof value === "number") return isSecretValue(path, value) ? REDACTED : value;
  if (Array.isArray(value)) return value.map((item, index) => redactDocument(item, [...path, index]));
  const object = readObject(value);
  if (object === undefined) return value;
  if (isSecretRef(object)) return object;
  return Object.fromEntries(Object.entries(object).map(([key, item]) => [key, redactDocument(item, [...path, key])]));
}

/** A reference names where a secret is kept; it is not one. */
function isSecretRef(object: Readonly<Record<string, unknown>>): boolean {
  const { source, id } = object;
  return (source === "env" || source === "file" || source === "exec") && typeof id === "string";
}
