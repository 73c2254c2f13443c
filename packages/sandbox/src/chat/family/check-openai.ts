import { reasoningFormatOf } from "../../catalogue/family.js";
import { upstreamRefusal } from "../../errors/refusal.js";
import { textAt } from "../../wire/read-json.js";
import type { ChatRequest } from "../chat-request.js";
import { verifySealed } from "../signature.js";
import { findOpenObject } from "./find-open-object.js";
import { findUnpaired } from "./pair-tools.js";

/** OpenAI's and xAI's rules: encrypted reasoning must be their own and whole; a result needs its call; OpenAI enforces closed schemas only. */
export function checkOpenai(chat: ChatRequest): void {
  const format = reasoningFormatOf(chat.family);
  const provider = chat.family === "xai" ? "xAI" : "OpenAI";
  for (const turn of chat.turns) {
    for (const detail of turn.reasoningDetails ?? []) {
      if (detail["type"] !== "reasoning.encrypted") continue;
      if (detail["format"] === format && verifySealed(format, textAt(detail, "data") ?? "")) continue;
      throw upstreamRefusal(provider, {
        error: {
          message: `The encrypted content for item ${textAt(detail, "id") ?? "rs_unknown"} could not be verified. Reason: Encrypted content could not be decrypted or parsed.`,
          type: "invalid_request_error",
          param: null,
          code: "invalid_encrypted_content",
        },
      });
    }
  }
  const open = chat.family === "openai" ? findOpenObject(chat) : undefined;
  if (open !== undefined) {
    throw upstreamRefusal(provider, {
      error: {
        message: `Invalid schema for response_format '${open.name}': In context=(${open.path}), ${open.problem}`,
        type: "invalid_request_error",
        param: "text.format.schema",
        code: "invalid_json_schema",
      },
    });
  }
  const unpaired = findUnpaired(chat.turns);
  if (unpaired === undefined) return;
  const message =
    unpaired.kind === "result"
      ? `No tool call found for function call output with call_id ${unpaired.id}.`
      : `No tool output found for function call ${unpaired.id}.`;
  throw upstreamRefusal(provider, { error: { message, type: "invalid_request_error", param: "input", code: null } });
}
