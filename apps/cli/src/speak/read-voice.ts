import { readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  applyPersona,
  readPersonas,
  readSpeechPreferences,
  resolveSpeechSettings,
  type SpeechInput,
  type SpeechSettings,
} from "@openclaw/tts";
import type { Context } from "../context.js";
import { soundOfName } from "./sound-format.js";

/** How is spoken; everything but the text. */
export type Voice = Omit<SpeechInput, "text">;

export interface VoiceFlags {
  readonly voice?: string | undefined;
  readonly format?: "mp3" | "wav" | "pcm" | undefined;
  readonly speed?: number | undefined;
  /** The file that is written: its name asks for a format as well. */
  readonly output?: string | undefined;
}

/** Flags over the persona over the configuration (CFG-7, as in OpenClaw). */
export async function readVoice(context: Context, flags: VoiceFlags): Promise<Voice> {
  const { tts } = (await context.config()).config;
  const { voice, responseFormat, speed } = tts.providers.openrouter;
  const persona = applyPersona(readPersonas(tts.personas), (await readSpeechSettings(context)).persona);
  const rate = flags.speed ?? persona.input.speed ?? speed;
  const { provider } = persona.input;
  const wanted = flags.format ?? soundOfName(flags.output);
  return {
    voice: flags.voice ?? persona.input.voice ?? voice,
    responseFormat: (wanted === "wav" ? "pcm" : wanted) ?? persona.input.responseFormat ?? responseFormat,
    ...(rate === undefined ? {} : { speed: rate }),
    ...(provider === undefined ? {} : { provider }),
  };
}

/** When answers are spoken: the user's preferences over the configuration (TTS-2). */
export async function readSpeechSettings(context: Context): Promise<SpeechSettings> {
  const [{ expandHome }, loaded] = await Promise.all([import("@openclaw/config/node"), context.config()]);
  const { auto, mode, modelOverrides, maxTextLength, persona, prefsPath } = loaded.config.tts;
  const path = prefsPath === undefined ? undefined : expandHome(prefsPath, loaded.homeDir);
  const file = path ?? join(loaded.stateDir, "settings", "tts.json");
  const preferences = readSpeechPreferences(await readFile(file, "utf8").catch(() => undefined));
  return resolveSpeechSettings({ auto, mode, modelOverrides, maxTextLength, ...(persona === undefined ? {} : { persona }) }, preferences);
}
