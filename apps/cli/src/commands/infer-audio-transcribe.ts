import { basename } from "node:path";
import { ApiError, RequestError } from "@openclaw/core";
import { readMediaFile } from "@openclaw/media/node";
import type { Transcript, TranscriptSegment } from "@openclaw/tts";
import { CONNECTION_FLAGS } from "../args/connection-flags.js";
import { defineCommand } from "../args/command-spec.js";
import { UsageError } from "../args/usage-error.js";
import { localPath } from "../ask/read-attachment.js";
import { readStdinBytes } from "../ask/read-stdin.js";
import type { Context } from "../context.js";
import { EXIT_OK } from "../exit-codes.js";
import { transcribeSound } from "../speak/transcribe-sound.js";
import { shownUsd } from "../output/amounts.js";

const MAX_BYTES = 512 * 1024 * 1024;

export const command = defineCommand({
  about:
    "Writes down what is said in a recording: a file, or what is piped in. A long one is cut in quiet places and put together again. Language, limits and models come from tools.media.audio where no flag says otherwise.",
  words: [{ name: "file", summary: "the recording; the same as --file" }],
  flags: {
    file: { kind: "text", short: "f", value: "PATH", summary: "The recording; - or nothing reads stdin" },
    language: { kind: "text", value: "CODE", summary: "What is spoken, such as en; without it the model finds out" },
    timestamps: { kind: "switch", summary: "Say when each part was said, where the model can" },
    prompt: { kind: "text", value: "TEXT", summary: "Of no effect: OpenRouter has no such field", hidden: true },
    model: { kind: "text", short: "m", value: "REF", summary: "Use this model (a ref or an alias) and no other" },
    fallback: { kind: "list", value: "REF", summary: "Try this one when the model fails" },
    "timeout-ms": { kind: "number", value: "MS", min: 1, integer: true, summary: "Give up on a part after this long" },
    ...CONNECTION_FLAGS,
  },
  examples: [
    { line: "infer audio transcribe --file meeting.mp3 --language en", says: "the text" },
    { line: "infer audio transcribe --timestamps < note.wav", says: "what is piped in, with times" },
  ],
  async run(context, { flags, words }) {
    const { out, json } = context;
    const [word] = words;
    if (word !== undefined && flags.file !== undefined) throw new UsageError("The recording was named twice.", "Keep one of them.");
    const { audio, path } = await readRecording(context, flags.file ?? word);
    if (flags.prompt !== undefined) out.warn([{ code: "prompt_ignored", message: "--prompt is not sent: OpenRouter has no such field." }]);
    const resolved = await context.targets("transcription", { model: flags.model, fallbacks: flags.fallback });
    const transcript = await transcribeSound(context, {
      audio,
      ...(path === undefined ? {} : { filename: basename(path) }),
      ...(flags.language === undefined ? {} : { language: flags.language }),
      ...(flags.timestamps === true ? { timestamps: "segment" } : {}),
      resolved,
      timeoutMs: flags["timeout-ms"],
    });
    const model = transcript.attempts.findLast(({ outcome }) => outcome === "succeeded")?.model ?? resolved.targets[0]?.model.ref;
    if (json) {
      out.json(toJson(transcript, { path, model }));
      return EXIT_OK;
    }
    if (transcript.text.trim() === "") {
      throw new ApiError(`${model ?? "The model"} heard no words.`, {
        code: "response_empty",
        status: 200,
        hint: "Is there speech in it?",
      });
    }
    const { segments } = transcript;
    if (flags.timestamps === true && segments !== undefined) for (const segment of segments) out.line(timed(segment));
    else out.line(transcript.text.trim());
    const { costUsd } = transcript.usage;
    if (costUsd !== undefined) out.detail(`${model ?? ""}: ${shownUsd(costUsd)}`);
    return EXIT_OK;
  },
});

async function readRecording(context: Context, file: string | undefined): Promise<{ readonly audio: Uint8Array; readonly path?: string }> {
  if (file === undefined || file === "-") {
    const audio = await readStdinBytes(context.io, context.out, MAX_BYTES);
    if (audio.length === 0) throw new UsageError("--file is missing.", "Name a recording, or pipe one in.");
    return { audio };
  }
  if (/^https?:/i.test(file)) {
    throw new RequestError("A recording is named by its path, not by URL.", {
      code: "input_invalid",
      hint: "Download it first, or pipe it in.",
    });
  }
  const path = localPath(file, context.io.cwd);
  return { audio: (await readMediaFile(path, { maxBytes: MAX_BYTES })).bytes, path };
}

function toJson(
  transcript: Transcript,
  { path, model }: { readonly path: string | undefined; readonly model: string | undefined },
): unknown {
  const { text, language, durationMs, segments, parts, usage, attempts, warnings } = transcript;
  return {
    ok: true,
    capability: "audio.transcribe",
    transport: "local",
    provider: "openrouter",
    model,
    attempts,
    outputs: [
      {
        path: path ?? null,
        text,
        kind: "audio.transcription",
        ...(language === undefined ? {} : { language }),
        ...(durationMs === undefined ? {} : { durationMs }),
        ...(segments === undefined ? {} : { segments }),
      },
    ],
    parts,
    usage,
    warnings,
  };
}

/** `[0:04.2 - 0:07.0] What was said` */
function timed({ startMs, endMs, text }: TranscriptSegment): string {
  return `[${clock(startMs)} - ${clock(endMs)}] ${text.trim()}`;
}

function clock(ms: number): string {
  const tenths = Math.round(ms / 100);
  const minutes = Math.floor(tenths / 600);
  return `${minutes}:${((tenths % 600) / 10).toFixed(1).padStart(4, "0")}`;
}
