import { createHash } from "node:crypto";
import { isObject, listAt, objectsAt, type JsonObject } from "../wire/read-json.js";
import { countTokens } from "./count-tokens.js";
import type { ChatRequest } from "./chat-request.js";

/** Which marked prefixes were seen, and until when they are remembered. */
export interface PromptCache {
  /** Looks a request up, stores its marked prefix, and says what was read and what was written. */
  use: (chat: ChatRequest, nowMs: number) => { cached: number; written: number };
}

const MINUTES_5 = 300_000;
const HOUR = 3_600_000;
const LIMIT = 5000;

interface Block {
  tokens: number;
  marked: boolean;
  hour: boolean;
  text: string;
}

/** Anthropic-style caching: a marker remembers the prefix up to it; a later request reads the longest remembered one. */
export function createPromptCache(): PromptCache {
  const prefixes = new Map<string, number>();
  return {
    use: (chat, nowMs) => {
      const blocks = listBlocks(chat);
      const hash = createHash("sha256").update(chat.model.row.id);
      let tokens = 0;
      let cached = 0;
      let marked = 0;
      const fresh: [key: string, expires: number][] = [];
      for (const block of blocks) {
        hash.update(block.text);
        tokens += block.tokens;
        const key = hash.copy().digest("base64");
        const expires = prefixes.get(key);
        if (expires !== undefined && expires > nowMs) cached = tokens;
        if (!block.marked) continue;
        marked = tokens;
        fresh.push([key, nowMs + (block.hour ? HOUR : MINUTES_5)]);
      }
      if (marked === 0) return { cached: 0, written: 0 };
      for (const [key, expires] of fresh) prefixes.set(key, expires);
      const oldest = prefixes.size > LIMIT ? prefixes.keys().next().value : undefined;
      if (oldest !== undefined) prefixes.delete(oldest);
      const read = Math.min(cached, marked);
      return { cached: read, written: marked - read };
    },
  };
}

/** The request as a row of blocks (tools, then message parts), each without its marker, so that a moved marker changes no prefix. */
function listBlocks(chat: ChatRequest): Block[] {
  const tools = objectsAt(chat.raw, "tools").map((tool) => blockOf("tool", tool));
  const parts = chat.turns.flatMap((turn) => {
    const content = listAt(turn.raw, "content");
    if (content.length === 0) return [blockOf(turn.role, { ...turn.raw })];
    return content.filter(isObject).map((part) => blockOf(turn.role, part));
  });
  const blocks = [...tools, ...parts];
  const last = blocks.at(-1);
  // A marker on the request itself moves along with the conversation.
  if (last !== undefined && isObject(chat.raw["cache_control"])) last.marked = true;
  return blocks;
}

function blockOf(role: string, part: JsonObject): Block {
  const { cache_control: marker, ...rest } = part;
  const text = `${role}\n${JSON.stringify(rest)}\n`;
  return { text, tokens: countTokens(text), marked: isObject(marker), hour: isObject(marker) && marker["ttl"] === "1h" };
}
