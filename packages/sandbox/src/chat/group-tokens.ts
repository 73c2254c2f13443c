import { splitTokens } from "./count-tokens.js";

/** Tokens that travel in one frame. */
const TOKENS_PER_FRAME = 2;

/** Text in frames of a few tokens; joined again they are the text. */
export function groupTokens(text: string): { text: string; tokens: number }[] {
  const tokens = splitTokens(text);
  const groups: { text: string; tokens: number }[] = [];
  for (let at = 0; at < tokens.length; at += TOKENS_PER_FRAME) {
    const group = tokens.slice(at, at + TOKENS_PER_FRAME);
    groups.push({ text: group.join(""), tokens: group.length });
  }
  return groups;
}
