import { Refusal, upstreamRefusal } from "../../errors/refusal.js";
import { textAt, type JsonObject } from "../../wire/read-json.js";
import type { ChatRequest } from "../chat-request.js";
import { verifySealed } from "../signature.js";
import type { IssuedCalls } from "./issued-calls.js";
import { findUnpaired } from "./pair-tools.js";

const FORMAT = "google-gemini-v1";

/** Gemini's rules: its own tool turns come back with their thought signature, and nobody else's signature comes at all. */
export function checkGemini(chat: ChatRequest, issued: IssuedCalls): void {
  for (const turn of chat.turns) {
    const sealed = (turn.reasoningDetails ?? []).filter((detail) => detail["type"] === "reasoning.encrypted");
    for (const detail of sealed) checkSeal(detail);
    const own = chat.reasoning.on && turn.toolCalls.some((call) => issued.makerOf(call.id) === "gemini");
    if (own && sealed.length === 0) {
      throw new Refusal(
        400,
        "Gemini models require OpenRouter reasoning details to be preserved in each request. Please refer to our docs: https://openrouter.ai/docs/guides/best-practices/reasoning-tokens#preserving-reasoning-blocks",
        { metadata: { provider_name: "Google AI Studio" } },
      );
    }
  }
  const unpaired = findUnpaired(chat.turns);
  if (unpaired !== undefined) {
    refuse(
      "Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.",
    );
  }
}

function checkSeal(detail: JsonObject): void {
  if (detail["format"] !== FORMAT || !verifySealed(FORMAT, textAt(detail, "data") ?? "")) refuse("Thought signature is not valid");
}

function refuse(message: string): never {
  throw upstreamRefusal("Google AI Studio", { error: { code: 400, message, status: "INVALID_ARGUMENT" } });
}
