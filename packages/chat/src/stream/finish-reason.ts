import type { FinishReason } from "../events.js";

const REASONS: ReadonlyMap<string, FinishReason> = new Map<string, FinishReason>(
  Object.entries({
    stop: "stop",
    eos: "stop",
    end: "stop",
    end_turn: "stop",
    stop_sequence: "stop",
    completed: "stop",
    length: "length",
    max_tokens: "length",
    model_length: "length",
    tool_calls: "tool-calls",
    tool_use: "tool-calls",
    function_call: "tool-calls",
    content_filter: "content-filter",
    refusal: "content-filter",
  } as const),
);

/** Maps an upstream finish reason; an unknown one degrades to `other` (CHAT-10). */
export function mapFinishReason(raw: string | undefined): FinishReason {
  return (raw === undefined ? undefined : REASONS.get(raw.toLowerCase())) ?? "other";
}

const BROKEN_OFF: ReadonlySet<string> = new Set([
  "error",
  "network_error",
  "malformed_response",
  "malformed_function_call",
  "insufficient_system_resource",
]);

/** True when a finish reason says that the answer was not finished: it is an error, whatever text came before it (FAIL-4). */
export function isBrokenOff(raw: string | undefined): boolean {
  return raw !== undefined && BROKEN_OFF.has(raw.toLowerCase());
}
