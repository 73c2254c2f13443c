import { existsSync } from "node:fs";
import { join } from "node:path";
import { idleFlag } from "../args/check-flags.js";
import type { FlagValues } from "../args/command-spec.js";
import type { Context } from "../context.js";
import type { AnswerVoice, VoiceFacts } from "./answer-voice.js";
import type { SPEAK_FLAGS } from "./speak-flags.js";
import { UsageError } from "../args/usage-error.js";
import { TO_STDOUT } from "../make/save-place.js";

const HOW = ["voice", "speed", "format"] as const;
const SILENT = { createAnswerVoice: async (): Promise<AnswerVoice | undefined> => undefined };

/** The voice of an answer where flags, configuration or preferences want one; a silent answer loads nothing of it. */
export async function openVoice(
  context: Context,
  flags: FlagValues<typeof SPEAK_FLAGS>,
  facts: VoiceFacts,
): Promise<AnswerVoice | undefined> {
  if (flags.output === TO_STDOUT)
    throw new UsageError("--output - writes to stdout, which the answer is on.", "Name a file, or hear it with --play.");
  const { config, stateDir } = await context.config();
  const { auto, prefsPath } = config.tts;
  const asked = flags.speak === true || flags.play === true || flags.output !== undefined;
  const preferred = prefsPath !== undefined || existsSync(join(stateDir, "settings", "tts.json"));
  const { createAnswerVoice } = asked || auto !== "off" || preferred ? await import("./answer-voice.js") : SILENT;
  const voice = await createAnswerVoice(context, flags, facts);
  const idle = voice === undefined ? HOW.find((name) => flags[name] !== undefined) : undefined;
  // Answers that are spoken by configuration take it; one that stays silent would not show that it was given.
  if (idle !== undefined) throw idleFlag(idle, ["speak", "play", "output"]);
  return voice;
}
