import { parseJson, readNumber, readObject, readString } from "@openclaw/core/internal";
import { DEFAULT_MAX_TEXT_LENGTH } from "../speech/speech-request.js";
import type { DirectivePolicy } from "./directive.js";

/** When answers are spoken: never, always, when the last message was spoken, when the answer says so. */
export const SPEECH_AUTO_MODES = ["off", "always", "inbound", "tagged"] as const;
export type SpeechAuto = (typeof SPEECH_AUTO_MODES)[number];

/** `tts` of the configuration, as far as it decides what is spoken (as in OpenClaw). */
export interface SpeechSettings {
  readonly auto: SpeechAuto;
  /** `all` speaks what comes between tools too. */
  readonly mode: "final" | "all";
  readonly modelOverrides: DirectivePolicy;
  /** Longest text that is ever synthesised. */
  readonly maxTextLength: number;
  /** A longer text is summarised or shortened first. */
  readonly maxLength: number;
  readonly summarize: boolean;
  readonly provider?: string;
  readonly persona?: string;
}

/** The user's own choices (`~/.openclaw/settings/tts.json`); they win over the configuration. */
export interface SpeechPreferences {
  readonly auto?: SpeechAuto;
  readonly provider?: string;
  readonly persona?: string;
  /** 100 to 4096 characters. */
  readonly maxLength?: number;
  readonly summarize?: boolean;
}

/** Of `tts` in the configuration: nothing is spoken by itself. */
const DEFAULT_SPEECH_SETTINGS: SpeechSettings = {
  auto: "off",
  mode: "final",
  modelOverrides: {},
  maxTextLength: DEFAULT_MAX_TEXT_LENGTH,
  maxLength: 1500,
  summarize: true,
};

/** Layers, later over earlier: defaults, configuration, preferences, the session's own mode (`/tts chat`). */
export function resolveSpeechSettings(
  config: Partial<SpeechSettings> = {},
  preferences: SpeechPreferences = {},
  session: { readonly auto?: SpeechAuto } = {},
): SpeechSettings {
  return { ...DEFAULT_SPEECH_SETTINGS, ...config, ...preferences, ...session };
}

const SHORTEST_LIMIT = 100;
const LONGEST_LIMIT = 4096;

/** Reads the preferences file leniently: what cannot be used is left out. The text may be missing. */
export function readSpeechPreferences(text: string | undefined): SpeechPreferences {
  const tts = readObject(readObject(text === undefined ? undefined : parseJson(text))?.["tts"]) ?? {};
  const auto = SPEECH_AUTO_MODES.find((mode) => mode === tts["auto"]);
  const provider = readString(tts["provider"]);
  const persona = readString(tts["persona"]);
  const maxLength = readNumber(tts["maxLength"]);
  const summarize = tts["summarize"];
  return {
    ...(auto === undefined ? {} : { auto }),
    ...(provider === undefined ? {} : { provider }),
    ...(persona === undefined ? {} : { persona }),
    ...(maxLength === undefined ? {} : { maxLength: Math.min(LONGEST_LIMIT, Math.max(SHORTEST_LIMIT, Math.round(maxLength))) }),
    ...(typeof summarize === "boolean" ? { summarize } : {}),
  };
}

/** The preferences file's content. */
export function writeSpeechPreferences(preferences: SpeechPreferences): string {
  return `${JSON.stringify({ tts: preferences }, undefined, 2)}\n`;
}
