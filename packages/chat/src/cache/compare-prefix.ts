import type { JsonObject } from "@openclaw/core";
import { readArray, readObject, readString } from "@openclaw/core/internal";

/** Where a request stops being the continuation of the one before it. */
export type PrefixChange =
  | { readonly kind: "none" }
  | { readonly kind: "model"; readonly message: string }
  | { readonly kind: "tools"; readonly message: string }
  | { readonly kind: "message"; readonly index: number; readonly role: string; readonly message: string };

/**
 * The prompt-cache doctor: compares two request bodies of one conversation and says what broke their shared prefix, which is what a provider's
 * cache lives on. Cache markers move with the conversation and do not count.
 */
export function comparePrefix(before: JsonObject, after: JsonObject): PrefixChange {
  if (before["model"] !== after["model"]) {
    return {
      kind: "model",
      message: `The model changed from ${readString(before["model"])} to ${readString(after["model"])}: another model has another cache.`,
    };
  }
  if (bytes(before["tools"]) !== bytes(after["tools"])) {
    return { kind: "tools", message: "The tools changed; they stand before all messages, so nothing after them is cached." };
  }
  const old = readArray(before["messages"]) ?? [];
  const fresh = readArray(after["messages"]) ?? [];
  const index = old.findIndex((message, place) => bytes(message) !== bytes(fresh[place]));
  if (index === -1) return { kind: "none" };
  const role = readString(readObject(old[index])?.["role"]) ?? "unknown";
  const what = index >= fresh.length ? "is gone" : "changed";
  return {
    kind: "message",
    index,
    role,
    message: `Message ${index + 1} (${role}) ${what}: everything from there on is read and paid anew.`,
  };
}

function bytes(value: unknown): string {
  return JSON.stringify(unmarked(value)) ?? "";
}

/** The value without cache markers; a one-part text is the same as the plain string it was made from. */
function unmarked(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(unmarked);
    const only = items.length === 1 ? readObject(items[0]) : undefined;
    return only?.["type"] === "text" && Object.keys(only).length === 2 ? only["text"] : items;
  }
  const object = readObject(value);
  if (object === undefined) return value;
  return Object.fromEntries(
    Object.entries(object)
      .filter(([key]) => key !== "cache_control")
      .map(([key, item]) => [key, unmarked(item)]),
  );
}
