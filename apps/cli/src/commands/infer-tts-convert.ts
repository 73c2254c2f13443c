import { type SpeechInput, shapeSpeech } from "@openclaw/tts";
import { defineCommand } from "../args/command-spec.js";
import type { Context } from "../context.js";
import { EXIT_OK } from "../exit-codes.js";
import { describeFile } from "../make/made-file.js";
import { MAKE_FLAGS } from "../make/make-flags.js";
import { makeSpeech } from "../make/make-speech.js";
import { readText } from "../make/read-text.js";
import { savePlace } from "../make/save-place.js";
import { shownMs } from "../output/amounts.js";
import { printPlan } from "../output/print-plan.js";

export const command = defineCommand({
  about:
    "Speaks a text into a file, whose path goes to stdout. Voice, format and model come from messages.tts where no flag says otherwise.",
  flags: {
    text: { kind: "text", value: "TEXT", summary: "What is said; piped text will do" },
    voice: { kind: "text", value: "NAME", summary: "Such as af_alloy" },
    format: { kind: "choice", choices: ["mp3", "pcm"], summary: "What is asked for; pcm is written as a WAV file" },
    speed: { kind: "number", value: "N", min: 0.25, max: 4, summary: "1 is normal" },
    provider: { kind: "choice", choices: ["openrouter"], summary: "Who speaks", hidden: true },
    channel: { kind: "text", value: "ID", summary: "Where it will be heard; of no effect here", hidden: true },
    local: { kind: "switch", summary: "Ask from this process; the default", hidden: true },
    ...MAKE_FLAGS,
  },
  examples: [
    { line: 'infer tts convert --text "Good morning."', says: "one file" },
    { line: 'infer tts convert --sandbox --text "Good morning."', says: "the same without a key" },
    { line: "infer tts convert --output letter.mp3 < letter.txt", says: "what is piped in" },
  ],
  async run(context, { flags }) {
    const { out, json } = context;
    const dryRun = flags["dry-run"] === true;
    const text = await readText(context, "text", flags.text);
    const input = await speechInput(context, text, { voice: flags.voice, format: flags.format, speed: flags.speed });
    const resolved = await context.targets("speech", { model: flags.model, dryRun });
    const [primary] = resolved.targets;
    if (dryRun && primary !== undefined) {
      printPlan(context, shapeSpeech(primary, input), resolved.targets);
      return EXIT_OK;
    }
    const made = await makeSpeech(context, { resolved, input, place: savePlace(context, flags), timeoutMs: flags["timeout-ms"] });
    const { speech, file, saved, durationMs } = made;
    if (!json) {
      out.line(out.terminal ? describeFile(context, { ...saved, costUsd: await made.readCost(), durationMs }) : saved.path);
      out.detail(`${shownMs(file.durationMs)} of sound; first sound after ${shownMs(speech.firstAudioMs)}`);
      return EXIT_OK;
    }
    out.json({
      ok: true,
      capability: "tts.convert",
      transport: "local",
      provider: "openrouter",
      model: speech.target.model.wireId,
      attempts: speech.attempts.map(({ outcome, reason, durationMs: latencyMs }) => ({
        provider: "openrouter",
        outcome: outcome === "succeeded" ? "success" : outcome === "skipped" ? "skipped" : "failed",
        reasonCode: outcome === "succeeded" ? "success" : reason === "timeout" ? "timeout" : "provider_error",
        personaBinding: "none",
        latencyMs,
      })),
      outputs: [{ path: saved.path, format: file.format.codec, voiceCompatible: file.format.codec === "mp3" }],
      mimeType: saved.mediaType,
      size: saved.sizeBytes,
      audioMs: file.durationMs,
      firstAudioMs: speech.firstAudioMs,
      warnings: speech.warnings,
    });
    return EXIT_OK;
  },
});

/** Flags over configuration (CFG-7). */
export async function speechInput(
  context: Context,
  text: string,
  flags: { readonly voice?: string | undefined; readonly format?: "mp3" | "pcm" | undefined; readonly speed?: number | undefined },
): Promise<SpeechInput> {
  const { voice, responseFormat, speed } = (await context.config()).config.tts.providers.openrouter;
  const rate = flags.speed ?? speed;
  return {
    text,
    voice: flags.voice ?? voice,
    responseFormat: flags.format ?? responseFormat,
    ...(rate === undefined ? {} : { speed: rate }),
  };
}
