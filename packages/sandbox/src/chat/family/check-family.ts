import type { ChatRequest } from "../chat-request.js";
import { checkAnthropic } from "./check-anthropic.js";
import { checkDeepseek } from "./check-deepseek.js";
import { checkGemini } from "./check-gemini.js";
import { checkMistral } from "./check-mistral.js";
import { checkOpenai } from "./check-openai.js";
import type { IssuedCalls } from "./issued-calls.js";

/** Refuses what the real family behind a model refuses, in its own words. */
export function checkFamily(chat: ChatRequest, issued: IssuedCalls): void {
  switch (chat.family) {
    case "anthropic":
      return checkAnthropic(chat);
    case "gemini":
      return checkGemini(chat, issued);
    case "mistral":
      return checkMistral(chat);
    case "deepseek":
      return checkDeepseek(chat);
    case "openai":
    case "xai":
      return checkOpenai(chat);
    default:
      return undefined;
  }
}
