import { upstreamRefusal } from "../../errors/refusal.js";
import { prefillRefused } from "../../faults/early-faults.js";
import { listAt, objectsAt, isObject, textAt } from "../../wire/read-json.js";
import type { ChatRequest } from "../chat-request.js";
import { verifySignature } from "../signature.js";
import { findUnpaired } from "./pair-tools.js";

const FORMAT = "anthropic-claude-v1";
const MOST_MARKERS = 4;
const CALL_ID = /^[a-zA-Z0-9_-]+$/;

/** Claude's rules: whole signatures, at most four markers, no prefill while thinking, clean and paired tool ids, no empty text. */
export function checkAnthropic(chat: ChatRequest): void {
  const markers = countMarkers(chat);
  if (markers > MOST_MARKERS) refuse(`A maximum of ${MOST_MARKERS} blocks with cache_control may be provided. Found ${markers}.`);
  const forced = chat.toolChoice === "required" || typeof chat.toolChoice === "object";
  if (chat.reasoning.on && forced) refuse("Thinking may not be enabled when tool_choice forces tool use.");
  const last = chat.turns.at(-1);
  if (last?.role === "assistant") {
    if (chat.reasoning.on) throw prefillRefused("Anthropic");
    if (/\s$/.test(last.text)) refuse("messages: final assistant content cannot end with trailing whitespace");
  }
  for (const [index, turn] of chat.turns.entries()) checkTurn(turn, index);
  const unpaired = findUnpaired(chat.turns);
  if (unpaired?.kind === "result") {
    refuse(
      `messages.${unpaired.message}.content.0: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${unpaired.id}. Each \`tool_result\` block must have a corresponding \`tool_use\` block in the previous message.`,
    );
  }
  if (unpaired !== undefined) {
    refuse(
      `messages.${unpaired.message}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${unpaired.id}. Each \`tool_use\` block must have a corresponding \`tool_result\` block in the next message.`,
    );
  }
}

function checkTurn(turn: ChatRequest["turns"][number], index: number): void {
  for (const detail of turn.reasoningDetails ?? []) {
    if (detail["type"] === "reasoning.encrypted" && detail["format"] !== FORMAT)
      refuse(`messages.${index}.content.0: Invalid \`data\` in \`redacted_thinking\` block`);
    if (detail["type"] !== "reasoning.text") continue;
    if (!verifySignature(FORMAT, textAt(detail, "text") ?? "", textAt(detail, "signature") ?? "")) {
      refuse(`messages.${index}.content.0: Invalid \`signature\` in \`thinking\` block`);
    }
  }
  for (const call of turn.toolCalls) {
    if (!CALL_ID.test(call.id)) refuse(`messages.${index}.content.0.tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'`);
  }
  const emptyText = objectsAt(turn.raw, "content").some((part) => part["type"] === "text" && part["text"] === "");
  if (emptyText) refuse(`messages: text content blocks must be non-empty`);
  if (turn.role === "user" && turn.text === "" && turn.attachments.length === 0)
    refuse(`messages.${index}: user messages must have non-empty content`);
}

function countMarkers(chat: ChatRequest): number {
  const tools = objectsAt(chat.raw, "tools").filter((tool) => isObject(tool["cache_control"])).length;
  const parts = chat.turns
    .flatMap((turn) => listAt(turn.raw, "content").filter(isObject))
    .filter((part) => isObject(part["cache_control"])).length;
  return tools + parts + (isObject(chat.raw["cache_control"]) ? 1 : 0);
}

function refuse(message: string): never {
  throw upstreamRefusal("Anthropic", { type: "error", error: { type: "invalid_request_error", message } });
}
