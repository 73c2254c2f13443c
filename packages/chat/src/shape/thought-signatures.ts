import type { JsonObject } from "@openclaw/core";
import { readArray, readObject } from "@openclaw/core/internal";
import { messagesOf } from "./messages-of.js";
import { type MessageWire, type ShapeStep, unchanged, withBody } from "./step.js";

/**
 * CHAT-4: what goes back to Gemini as a thought signature must be base64 that survives decoding and encoding; anything else is foreign or
 * broken, and Gemini would refuse the whole conversation. Turns are not reordered and none is invented.
 */
export const thoughtSignatures: ShapeStep = {
  name: "thought-signatures",
  apply(draft, { target }) {
    if (!target.traits.sanitizeThoughtSignatures) return unchanged(draft, "this family signs no thoughts that way");
    const before = messagesOf(draft);
    const after = before.map(sanitize);
    const changed = after.filter((message, index) => message !== before[index]).length;
    return changed === 0
      ? unchanged(draft, "all signatures are valid")
      : withBody(draft, { messages: after }, `signatures of ${changed} turn${changed === 1 ? "" : "s"} cleaned`);
  },
};

function sanitize(message: MessageWire): MessageWire {
  const details = readArray(message["reasoning_details"]);
  if (details === undefined || details.length === 0) return message;
  const kept = details.map((item) => readObject(item) as JsonObject).filter((item) => isIntact(item));
  if (kept.length === details.length) return message;
  const { reasoning_details: _details, ...rest } = message;
  return kept.length === 0 ? rest : { ...rest, reasoning_details: kept };
}

/** Sealed data and signatures must be whole; items without either carry nothing that could be wrong. */
function isIntact(item: JsonObject): boolean {
  const sealed =
    item["type"] === "reasoning.encrypted" ? item["data"] : (item["signature"] ?? item["thought_signature"] ?? item["thoughtSignature"]);
  return sealed === undefined || sealed === null || isBase64(sealed);
}

/** Standard or URL alphabet, right padding, and no stray bits: the text is exactly what encoding its bytes gives. */
export function isBase64(value: unknown): boolean {
  if (typeof value !== "string" || value === "") return false;
  const standard = value.replaceAll("-", "+").replaceAll("_", "/");
  const [, bare = "", padding = ""] = /^([A-Za-z0-9+/]+)(={0,2})$/.exec(standard) ?? [];
  if (bare === "" || bare.length % 4 === 1 || (padding !== "" && standard.length % 4 !== 0)) return false;
  return btoa(atob(bare)).replace(/=+$/, "") === bare;
}
