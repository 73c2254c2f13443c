import type { JsonObject, JsonValue } from "@openclaw/core";
import { readArray, readObject, readString } from "@openclaw/core/internal";
import { messagesOf } from "./messages-of.js";
import { type MessageWire, type ShapeStep, unchanged, withBody } from "./step.js";

// Anthropic refuses a fifth.
const MAX_MARKERS = 4;

/**
 * CHAT-2: prompt-cache markers, on verified endpoints and for families that understand them. They stand where the prefix is stable from turn
 * to turn: the last tool, the leading system messages, and the newest user or tool text, which moves with the conversation. The caller's own
 * markers stay and count; ours fill what is left of four. Never on empty text, never on reasoning.
 */
export const cacheMarkers: ShapeStep = {
  name: "cache-markers",
  apply(draft, { target, input, params }) {
    const retention = input.cacheRetention ?? params.cacheRetention ?? "short";
    if (!target.traits.cacheMarkers) return unchanged(draft, "this family caches without markers");
    if (!target.endpoint.verified) return unchanged(draft, "a custom base URL gets no cache markers");
    if (retention === "none") return unchanged(draft, "cacheRetention is none");
    const marker: JsonObject = { type: "ephemeral", ...(retention === "long" ? { ttl: "1h" } : {}) };
    const tools = (readArray(draft.body["tools"]) ?? []) as readonly JsonObject[];
    const messages = messagesOf(draft);
    let left = MAX_MARKERS - countMarkers(tools) - countMarkers(messages);
    const take = (): boolean => left-- > 0;

    // OpenRouter's server tools, which stand behind the functions, take no marker.
    const last = tools.findLastIndex((tool) => tool["type"] === "function");
    const lastTool = tools[last];
    const markedTools =
      lastTool !== undefined && !hasMarker(lastTool) && take() ? tools.with(last, { ...lastTool, cache_control: marker }) : tools;
    let markedMessages = messages;
    for (const index of places(messages)) {
      const before = markedMessages[index];
      const after = before === undefined || holdsMarker(before) ? undefined : markMessage(before, marker);
      if (after === undefined || !take()) continue;
      markedMessages = markedMessages.with(index, after);
    }
    if (markedTools === tools && markedMessages === messages)
      return unchanged(draft, "nothing to mark, or all four markers are the caller's");
    const placed = countMarkers(markedTools) + countMarkers(markedMessages);
    return withBody(
      draft,
      { messages: markedMessages, ...(tools.length > 0 ? { tools: markedTools } : {}) },
      `${placed} marker${placed === 1 ? "" : "s"}, ${retention} retention`,
    );
  },
};

/** First and last leading system message, then the newest user or tool message. */
function places(messages: readonly MessageWire[]): readonly number[] {
  const leading = messages.findIndex((message) => message["role"] !== "system");
  const lastSystem = (leading === -1 ? messages.length : leading) - 1;
  const newest = messages.findLastIndex(
    (message) => (message["role"] === "user" || message["role"] === "tool") && markMessage(message, {}) !== undefined,
  );
  return [...new Set([0, lastSystem].filter((index) => index <= lastSystem && index >= 0)), newest].filter((index) => index >= 0);
}

/** Marks the last text of a message; a plain string becomes one part, which alone can carry a marker. `undefined` when there is no text. */
function markMessage(message: MessageWire, marker: JsonObject): MessageWire | undefined {
  const { content } = message;
  if (typeof content === "string") {
    return content.trim() === "" ? undefined : { ...message, content: [{ type: "text", text: content, cache_control: marker }] };
  }
  const parts = (readArray(content) ?? []) as readonly JsonObject[];
  const index = parts.findLastIndex((part) => part["type"] === "text" && (readString(part["text"]) ?? "").trim() !== "");
  const part = parts[index];
  return part === undefined ? undefined : { ...message, content: parts.with(index, { ...part, cache_control: marker }) as JsonValue };
}

function holdsMarker(message: MessageWire): boolean {
  return (readArray(message["content"]) ?? []).some((part) => hasMarker(part));
}

function hasMarker(value: unknown): boolean {
  return readObject(value)?.["cache_control"] != null;
}

function countMarkers(values: readonly unknown[]): number {
  return values.reduce<number>((sum, value) => {
    const parts = readArray(readObject(value)?.["content"]) ?? [];
    return sum + (hasMarker(value) ? 1 : 0) + parts.filter((part) => hasMarker(part)).length;
  }, 0);
}
