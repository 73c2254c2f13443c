import { listOf, type Json } from "../../api/read.js";
import type { ChatSettings } from "./settings.js";

/** The settings as the API's fields; what is not set is left to the model. @throws Error when the tools are no JSON list */
export function questionBody(settings: ChatSettings): Json {
  const { model, thinking, temperature, topP, maxTokens, seed, tools } = settings;
  return {
    model,
    ...(thinking === "" ? {} : { reasoning_effort: thinking === "off" ? "none" : thinking }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { top_p: topP }),
    ...(maxTokens === undefined ? {} : { max_tokens: maxTokens }),
    ...(seed === undefined ? {} : { seed }),
    ...(tools.trim() === "" ? {} : { tools: readTools(tools) }),
  };
}

/** @throws Error in words for the screen */
export function readTools(text: string): readonly unknown[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error("The tools in the settings are not valid JSON.");
  }
  if (!Array.isArray(value)) throw new Error("The tools in the settings must be a JSON list.");
  return listOf(value);
}
