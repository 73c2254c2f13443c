import type { Family } from "../catalogue/family.js";
import type { FinishReason } from "./reply.js";

const NATIVE: Partial<Record<Family, Partial<Record<FinishReason, string>>>> = {
  anthropic: { stop: "end_turn", length: "max_tokens", tool_calls: "tool_use", content_filter: "refusal" },
  openai: { stop: "completed", length: "max_output_tokens", tool_calls: "completed" },
  gemini: { stop: "STOP", length: "MAX_TOKENS", tool_calls: "STOP", content_filter: "SAFETY" },
};

/** The upstream's own word for an end. */
export function nativeFinish(family: Family, finish: FinishReason): string {
  return NATIVE[family]?.[finish] ?? finish;
}
