import type { Family } from "../catalogue/family.js";
import { randomLetters } from "../wire/make-id.js";

/** A tool call id in the style of the family; Kimi's (`functions.name:0`) is the one that stricter families refuse. */
export function makeCallId(family: Family, name: string, index: number): string {
  switch (family) {
    case "anthropic":
      return `toolu_01${randomLetters(22)}`;
    case "gemini":
      return `tool_${name}_${randomLetters(20)}`;
    case "mistral":
      return randomLetters(9);
    case "moonshot":
      return `functions.${name}:${index}`;
    case "deepseek":
      return `call_0${index}_${randomLetters(24)}`;
    default:
      return `call_${randomLetters(24)}`;
  }
}
