import { truncateSpeech } from "./summarize-speech.js";
import type { Warning } from "@openclaw/core";
import { hasWords, type SpeakableOptions, toSpeakableText } from "../text/speakable.js";
import type { DirectiveOverrides } from "./directive.js";
import { type FoundDirectives, readDirectives } from "./directive-reader.js";
import type { SpeechSettings } from "./speech-settings.js";

/** What is known about the answer that goes out. */
export interface SpeechContext {
  /** Default `final`. */
  readonly kind?: "final" | "block" | "tool" | undefined;
  /** The last message of the user was spoken. */
  readonly inboundAudio?: boolean | undefined;
  /** The answer carries a picture or a file already. */
  readonly hasMedia?: boolean | undefined;
  /** The answer of a command such as `/status`. */
  readonly isCommandReply?: boolean | undefined;
  readonly isCompactionNotice?: boolean | undefined;
  readonly speakable?: SpeakableOptions | undefined;
}

export type SpeechSkipReason =
  | "off"
  | "notice"
  | "not_tagged"
  | "no_inbound_audio"
  | "not_final"
  | "has_media"
  | "too_short"
  | "mostly_code"
  | "nothing_to_say"
  | "too_long";

/** What to show, and what to speak, if anything. */
export type SpeechPlan = {
  /** The answer without its directives: always what is shown. */
  readonly visibleText: string;
  readonly warnings: readonly Warning[];
} & (
  | { readonly action: "skip"; readonly reason: SpeechSkipReason; readonly message?: string }
  | {
      readonly action: "speak";
      readonly speechText: string;
      readonly overrides: DirectiveOverrides;
      /** The text is longer than it should be: a summary of about so many characters is to be spoken. */
      readonly summarizeTo?: number;
    }
);

const SHORTEST_SPEECH = 10;
const MOSTLY_CODE = 0.5;

/**
 * Decides what becomes of one answer (TTS-2), step by step as OpenClaw does. Pure: a summary is asked for by `summarizeTo` and made by
 * `summarizeSpeech`.
 */
export function planSpeech(reply: string, settings: SpeechSettings, context: SpeechContext = {}): SpeechPlan {
  if (settings.auto === "off") return { action: "skip", reason: "off", visibleText: reply, warnings: [] };
  if (context.isCompactionNotice === true || context.isCommandReply === true) {
    return { action: "skip", reason: "notice", visibleText: reply, warnings: [] };
  }
  const found = readDirectives(reply, settings.modelOverrides);
  const shared = { visibleText: tidy(found), warnings: found.warnings };
  const reason = skipReason(reply, settings, { ...context, tagged: found.tagged });
  if (reason !== undefined) return { action: "skip", reason, ...shared };
  const source = found.marked ?? found.visible;
  if (source.trim().length < SHORTEST_SPEECH) return { action: "skip", reason: "too_short", ...shared };
  if (codeShare(source) >= MOSTLY_CODE) return { action: "skip", reason: "mostly_code", ...shared };
  const speechText = toSpeakableText(source, context.speakable).trim();
  if (!hasWords(speechText)) return { action: "skip", reason: "nothing_to_say", ...shared };
  const { maxLength, maxTextLength, summarize } = settings;
  const spoken = { action: "speak", overrides: found.overrides, ...shared } as const;
  if (speechText.length <= Math.min(maxLength, maxTextLength)) return { ...spoken, speechText };
  if (summarize && maxLength <= maxTextLength) return { ...spoken, speechText, summarizeTo: maxLength };
  if (maxLength <= maxTextLength) return { ...spoken, speechText: truncateSpeech(speechText, maxLength) };
  return { action: "skip", reason: "too_long", message: `Text too long (${speechText.length} chars, max ${maxTextLength})`, ...shared };
}

function skipReason(
  reply: string,
  settings: SpeechSettings,
  context: SpeechContext & { readonly tagged: boolean },
): SpeechSkipReason | undefined {
  if (settings.auto === "tagged" && !context.tagged) return "not_tagged";
  if (settings.auto === "inbound" && context.inboundAudio !== true) return "no_inbound_audio";
  if (settings.mode === "final" && (context.kind ?? "final") !== "final") return "not_final";
  return context.hasMedia === true || /(?:^|\n)\s*MEDIA:/.test(reply) ? "has_media" : undefined;
}

/** Where a directive stood alone, no empty lines are left behind. */
function tidy({ visible, tagged }: FoundDirectives & { readonly visible: string }): string {
  return tagged ? visible.replaceAll(/\n{3,}/g, "\n\n").trim() : visible;
}

function codeShare(text: string): number {
  const fenced = [...text.matchAll(/^\s*(`{3,}|~{3,})[^\n]*\n[\s\S]*?(?:^\s*\1[^\n]*$|(?![\s\S]))/gm)].reduce(
    (sum, match) => sum + match[0].length,
    0,
  );
  return text.length === 0 ? 0 : fenced / text.length;
}
