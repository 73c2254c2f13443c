import type { ModelTarget } from "@openclaw/core";
import { createHash } from "node:crypto";
import type { JobKind } from "./rows.js";

// How long to wait, where to save and how strictly to check say nothing about what is wanted.
const BESIDE: ReadonlySet<string> = new Set(["target", "timeoutMs", "strict"]);

/**
 * The same wish to the same model of the same endpoint has the same digest, in any process (VID-5): it is how a repeated command is recognised
 * without keeping its words or pictures. Hex.
 */
export function requestDigest(kind: JobKind, target: ModelTarget, request: object): string {
  const wishes = Object.entries(request).filter(([name, value]) => !BESIDE.has(name) && value !== undefined);
  const text = JSON.stringify([kind, target.endpoint.baseUrl, target.model.ref, canonical(Object.fromEntries(wishes))]);
  return createHash("sha256").update(text).digest("hex");
}

/** Keys in order, bytes by their hash, an empty list as if it were not there. */
function canonical(value: unknown): unknown {
  if (value instanceof Uint8Array) return createHash("sha256").update(value).digest("hex");
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value)
    .filter(([, item]) => item !== undefined && !(Array.isArray(item) && item.length === 0))
    .map(([name, item]) => [name, canonical(item)] as const);
  return Object.fromEntries(entries.toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
