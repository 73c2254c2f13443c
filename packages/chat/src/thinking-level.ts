import { RequestError } from "@openclaw/core";
import { nearest } from "@openclaw/core/internal";
import { THINKING_LEVELS, type ThinkingLevel } from "./chat-input.js";

// Other words for a level, as in OpenClaw.
const ALIASES: ReadonlyMap<string, ThinkingLevel> = new Map<string, ThinkingLevel>(
  Object.entries({
    none: "off",
    on: "low",
    "x-high": "xhigh",
    x_high: "xhigh",
    "extra-high": "xhigh",
    "extra high": "xhigh",
    highest: "high",
    ultra: "max",
    think: "minimal",
    "think hard": "low",
    "think harder": "medium",
    ultrathink: "high",
    "ultrathink+": "xhigh",
  } as const),
);

/** Reads a thinking level as people write it (CHAT-1). @throws RequestError `input_invalid` naming the levels */
export function parseThinkingLevel(text: string): ThinkingLevel {
  const wanted = text.trim().toLowerCase();
  const level = THINKING_LEVELS.find((known) => known === wanted) ?? ALIASES.get(wanted);
  if (level !== undefined) return level;
  const [suggestion] = nearest(wanted, THINKING_LEVELS);
  throw new RequestError(`"${text}" is not a thinking level.`, {
    code: "input_invalid",
    hint: `${suggestion === undefined ? "" : `Did you mean "${suggestion}"? `}Use one of: ${THINKING_LEVELS.join(", ")}.`,
  });
}
