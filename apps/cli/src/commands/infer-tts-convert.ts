import { shapeSpeech, type SpeechInput, toSpeakableText } from "@openclaw/tts";
import { defineCommand } from "../args/command-spec.js";
import { UsageError } from "../args/usage-error.js";
import type { Context } from "../context.js";
import { EXIT_OK } from "../exit-codes.js";
import { convertSpeech } from "../speak/convert-speech.js";
import { MAKE_FLAGS } from "../make/make-flags.js";
import { readText } from "../make/read-text.js";
import { printPlan } from "../output/print-plan.js";
import { readVoice, type VoiceFlags } from "../speak/read-voice.js";
import { VOICE_FLAGS } from "../speak/speak-flags.js";

export const command = defineCommand({
  about:
    "Speaks a text of any length into a file, whose path goes to stdout. A long one is spoken sentence by sentence and becomes one recording; stopped in its middle and given again, only what is missing is asked for. Voice, format and model come from messages.tts where no flag says otherwise.",
  words: [{ name: "text", summary: "what is said; the same as --text", many: true }],
  flags: {
    text: { kind: "text", value: "TEXT", summary: "What is said; piped text will do" },
    ...VOICE_FLAGS,
    provider: { kind: "choice", choices: ["openrouter"], summary: "Who speaks", hidden: true },
    channel: { kind: "text", value: "ID", summary: "Where it will be heard; of no effect here", hidden: true },
    local: { kind: "switch", summary: "Ask from this process; the default", hidden: true },
    ...MAKE_FLAGS,
  },
  examples: [
    { line: 'infer tts convert --text "Good morning."', says: "one file" },
    { line: 'infer tts convert --sandbox --text "Good morning."', says: "the same without a key" },
    { line: "infer tts convert --output letter.mp3 < letter.txt", says: "what is piped in, however long" },
    { line: "infer tts convert --play < letter.txt", says: "heard, and not kept" },
  ],
  async run(context, { flags, words }) {
    const dryRun = flags["dry-run"] === true;
    // What is piped in to be heard is spoken while it still comes.
    const live = flags.play === true && flags.text === undefined && words.length === 0 && !context.io.stdin.isTty && !dryRun;
    // Whichever way it goes, what is spoken is what a person would say: no Markdown, no code, no bare links (TTS-3).
    const text = live ? context.io.stdin : toSpeakableText(await readText(context, "text", { given: flags.text, words })).trim();
    if (text === "") throw new UsageError("There is nothing to say in the text.", "Give it some words.");
    const voice = await readVoice(context, { voice: flags.voice, format: flags.format, speed: flags.speed, output: flags.output });
    const resolved = await context.targets("speech", { model: flags.model, dryRun });
    const [primary] = resolved.targets;
    const { maxTextLength } = (await context.config()).config.tts;
    if (dryRun) {
      const shown = typeof text === "string" ? text.slice(0, maxTextLength) : "";
      if (primary !== undefined) printPlan(context, shapeSpeech(primary, { ...voice, text: shown }, { maxTextLength }), resolved);
      return EXIT_OK;
    }
    return convertSpeech(context, { text, resolved, voice, flags });
  },
});

/** Flags over configuration (CFG-7). */
export async function speechInput(context: Context, text: string, flags: VoiceFlags): Promise<SpeechInput> {
  return { text, ...(await readVoice(context, flags)) };
}
