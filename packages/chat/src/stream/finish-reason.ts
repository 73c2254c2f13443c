import type { FinishReason } from "../events.js";

// The words of all upstreams, by what they mean.
const WORDS: readonly (readonly [reason: FinishReason | "broken-off", words: string])[] = [
  ["stop", "stop eos end end_turn stop_sequence completed"],
  ["length", "length max_tokens model_length"],
  ["tool-calls", "tool_calls tool_use function_call"],
  ["content-filter", "content_filter refusal"],
  // The answer was not finished: it is an error, whatever text came before it (FAIL-4).
  ["broken-off", "error network_error malformed_response malformed_function_call insufficient_system_resource"],
];

/** Maps an upstream finish reason; an unknown one degrades to `other` (CHAT-10). */
export function mapFinishReason(raw: string): FinishReason | "broken-off" {
  return WORDS.find(([, words]) => words.split(" ").includes(raw.toLowerCase()))?.[0] ?? "other";
}
