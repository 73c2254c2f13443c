import type { ChatMessage, UserPart } from "../messages.js";

// Four characters a token holds for English and errs on the safe side elsewhere; pictures and documents by what providers charge at least.
const CHARACTERS_PER_TOKEN = 4;
const TOKENS_PER_MESSAGE = 4;
const TOKENS_OF: Record<Exclude<UserPart["type"], "text">, number> = { image: 1_600, file: 3_000, audio: 1_000, video: 5_000 };

/** A rough count, for deciding when a conversation gets too long; billing uses the provider's own. */
export function estimateTokens(messages: readonly ChatMessage[]): number {
  return messages.reduce((sum, message) => sum + TOKENS_PER_MESSAGE + estimateOne(message), 0);
}

function estimateOne(message: ChatMessage): number {
  const content =
    typeof message.content === "string"
      ? textTokens(message.content)
      : (message.content ?? []).reduce((sum, part) => sum + partTokens(part), 0);
  if (message.role !== "assistant") return content;
  const calls = (message.toolCalls ?? []).reduce((sum, call) => sum + textTokens(call.name + call.arguments), 0);
  const details =
    message.reasoningDetails === undefined ? textTokens(message.reasoning ?? "") : textTokens(JSON.stringify(message.reasoningDetails));
  return content + calls + details;
}

function partTokens(part: UserPart): number {
  return part.type === "text" ? textTokens(part.text) : TOKENS_OF[part.type];
}

function textTokens(text: string): number {
  // Scripts without spaces cost about a token a character.
  const wide = text.match(/[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/gu)?.length ?? 0;
  return wide + Math.ceil((text.length - wide) / CHARACTERS_PER_TOKEN);
}
