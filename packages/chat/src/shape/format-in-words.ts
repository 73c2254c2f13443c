import type { ResponseFormat } from "../chat-input.js";

/** Asks for the form of an answer by words, which every model understands; `undefined` when the form is plain text. */
export function formatInWords(format: ResponseFormat): string | undefined {
  if (format.type === "text") return undefined;
  if (format.type === "json") return "Answer with nothing but one JSON object.";
  return `Answer with nothing but one JSON value that fits this JSON Schema:\n${JSON.stringify(format.schema)}`;
}
