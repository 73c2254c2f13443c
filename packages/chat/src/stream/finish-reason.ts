import type { FinishReason } from "../events.js";

const REASONS: Readonly<Record<string, FinishReason>> = {
  stop: "stop",
  end: "stop",
  end_turn: "stop",
  stop_sequence: "stop",
  completed: "stop",
  length: "length",
  max_tokens: "length",
  tool_calls: "tool-calls",
  tool_use: "tool-calls",
  function_call: "tool-calls",
  content_filter: "content-filter",
  refusal: "content-filter",
};

/** Maps an upstream finish reason; an unknown one degrades to `other` (CHAT-10). */
export function mapFinishReason(raw: string | undefined): FinishReason {
  return (raw === undefined ? undefined : REASONS[raw.toLowerCase()]) ?? "other";
}
