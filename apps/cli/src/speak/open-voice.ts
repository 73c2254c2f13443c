import { existsSync } from "node:fs";
import { join } from "node:path";
import type { FlagValues } from "../args/command-spec.js";
import type { Context } from "../context.js";
import type { AnswerVoice, VoiceFacts } from "./answer-voice.js";
import type { SPEAK_FLAGS } from "./speak-flags.js";

/** The voice of an answer where flags, configuration or preferences want one; a silent answer loads nothing of it. */
export async function openVoice(
  context: Context,
  flags: FlagValues<typeof SPEAK_FLAGS>,
  facts: VoiceFacts,
): Promise<AnswerVoice | undefined> {
  const { config, stateDir } = await context.config();
  const { auto, prefsPath } = config.tts;
  const asked = flags.speak === true || flags.play === true || flags.output !== undefined;
  const preferred = prefsPath !== undefined || existsSync(join(stateDir, "settings", "tts.json"));
  if (!asked && auto === "off" && !preferred) return undefined;
  const { createAnswerVoice } = await import("./answer-voice.js");
  return createAnswerVoice(context, flags, facts);
}
