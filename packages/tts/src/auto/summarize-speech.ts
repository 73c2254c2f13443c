import type { Warning } from "@openclaw/core";
import { hasWords, toSpeakableText } from "../text/speakable.js";

/** Cut to `n` characters, the last three of them dots. */
export function truncateSpeech(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  // Not between the halves of a character.
  return `${text.slice(0, Math.max(0, maxLength - 3)).replace(/[\ud800-\udbff]$/, "")}...`;
}

/** How a summary is to be made; what the caller's chat model is asked with. */
export interface SummaryRequest {
  /** What is too long to be spoken. */
  readonly text: string;
  /** About how long the summary should be. */
  readonly targetCharacters: number;
  /** To be handed to the model. */
  readonly temperature: number;
  /** To be handed to the model. */
  readonly maxTokens: number;
  /** What the model is told to do with the text. */
  readonly instructions: string;
}

export type Summarizer = (request: SummaryRequest) => Promise<string>;

const SUMMARY_TEMPERATURE = 0.3;

/**
 * The text that is spoken in the end: summarised where the plan asks for it. A summary that fails, is empty or too long is no reason for
 * silence: the text is shortened instead, and a warning says so (TTS-2).
 */
export async function summarizeSpeech(
  plan: { readonly speechText: string; readonly summarizeTo?: number },
  summarize: Summarizer,
): Promise<{ readonly text: string; readonly warnings: readonly Warning[] }> {
  const { speechText, summarizeTo } = plan;
  if (summarizeTo === undefined) return { text: speechText, warnings: [] };
  try {
    const summary = await summarize({
      text: speechText,
      targetCharacters: summarizeTo,
      temperature: SUMMARY_TEMPERATURE,
      maxTokens: Math.ceil(summarizeTo / 2),
      instructions: `Summarize the text in about ${summarizeTo} characters, in its own language, as it would be said aloud. Keep what matters most. Answer with the summary alone.`,
    });
    const text = toSpeakableText(summary).trim();
    if (hasWords(text)) return { text: truncateSpeech(text, summarizeTo), warnings: [] };
    return shortened(speechText, summarizeTo, "it was empty");
  } catch (error) {
    if (error instanceof Error && error.name === "AbortError") throw error;
    return shortened(speechText, summarizeTo, error instanceof Error ? error.message : String(error));
  }
}

function shortened(text: string, maxLength: number, why: string): { readonly text: string; readonly warnings: readonly Warning[] } {
  return {
    text: truncateSpeech(text, maxLength),
    warnings: [{ code: "tts_summary_failed", message: `The text was shortened, because its summary failed: ${why}.` }],
  };
}
