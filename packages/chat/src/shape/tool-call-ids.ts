import type { JsonObject } from "@openclaw/core";
import { readArray, readObject, readString } from "@openclaw/core/internal";
import { messagesOf } from "./messages-of.js";
import { type MessageWire, type ShapeStep, unchanged, withBody } from "./step.js";

const GENERAL = /^[A-Za-z0-9_-]{1,64}$/;
const SHORT = /^[A-Za-z0-9]{9}$/;

/**
 * Tool-call ids that the target takes (CHAT-6): letters, digits, `_` and `-` everywhere, exactly nine letters and digits for Mistral. A call and
 * its result are rewritten alike; an id that was used twice in a conversation becomes two (trap 11).
 */
export const toolCallIds: ShapeStep = {
  name: "tool-call-ids",
  apply(draft, { target }) {
    const accepted = target.traits.shortToolCallIds ? SHORT : GENERAL;
    const before = messagesOf(draft);
    const taken = new Set<string>();
    // Original id → the new ids it stands for in the latest turn, oldest first: results answer them in order.
    const current = new Map<string, string[]>();
    let changed = 0;
    const rename = (id: string): string => {
      const fits = accepted.test(id) && !taken.has(id);
      const next = fits ? id : freshId(id, taken, target.traits.shortToolCallIds);
      if (next !== id) changed++;
      taken.add(next);
      return next;
    };
    const after = before.map((message) => {
      const calls = readArray(message["tool_calls"]);
      if (calls !== undefined) return renameCalls(message, calls, rename, current);
      const answered = readString(message["tool_call_id"]);
      const ids = answered === undefined ? undefined : current.get(answered);
      const id = ids !== undefined && ids.length > 1 ? ids.shift() : ids?.[0];
      return id === undefined ? message : { ...message, tool_call_id: id };
    });
    if (changed === 0) return unchanged(draft, "all tool-call ids are valid here");
    return withBody(draft, { messages: after }, `${changed} tool-call id${changed === 1 ? "" : "s"} rewritten`);
  },
};

function renameCalls(
  message: MessageWire,
  calls: readonly unknown[],
  rename: (id: string) => string,
  current: Map<string, string[]>,
): MessageWire {
  const renamed = new Map<string, string[]>();
  const toolCalls = calls.map((call) => {
    const object = readObject(call) as JsonObject;
    const id = readString(object["id"]) ?? "";
    const next = rename(id);
    renamed.set(id, [...(renamed.get(id) ?? []), next]);
    return { ...object, id: next };
  });
  for (const [id, ids] of renamed) current.set(id, ids);
  return { ...message, tool_calls: toolCalls, ...renameDetails(message, renamed) };
}

/** A thought signature names the call it belongs to; it follows the call. */
function renameDetails(message: MessageWire, renamed: ReadonlyMap<string, readonly string[]>): MessageWire {
  const details = readArray(message["reasoning_details"]);
  if (details === undefined) return {};
  return {
    reasoning_details: details.map((item) => {
      const object = readObject(item) as JsonObject;
      const id = renamed.get(readString(object["id"]) ?? "")?.[0];
      return id === undefined || object["type"] !== "reasoning.encrypted" ? object : { ...object, id };
    }),
  };
}

/** A valid id that depends only on the old one and on how often it was used: the same conversation gives the same bytes. */
function freshId(id: string, taken: ReadonlySet<string>, short: boolean): string {
  for (let salt = 0; ; salt++) {
    const candidate = short
      ? nine(`${id}#${salt}`)
      : `${id.replace(/[^A-Za-z0-9_-]/g, "_").slice(0, 56) || "call"}${salt === 0 ? "" : `_${salt}`}`;
    if (!taken.has(candidate)) return candidate;
  }
}

/** Nine letters and digits from a text (FNV-1a, twice): stable, and short enough that nothing stronger is needed. */
function nine(text: string): string {
  const hash = (seed: number): number => {
    let value = seed;
    for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
    return value >>> 0;
  };
  return (hash(0x811c9dc5).toString(36).padStart(7, "0") + hash(0x9e3779b9).toString(36).padStart(7, "0")).slice(0, 9);
}
