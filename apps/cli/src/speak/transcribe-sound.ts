import type { ResolvedTargets } from "@openclaw/config";
import { transcribe, type Transcript, type TranscriptionInput } from "@openclaw/tts";
import type { Context } from "../context.js";
import { logFailedSpending, logSpending } from "../usage/log-usage.js";
import { createProgress } from "../output/progress.js";

/** Writes down what is said in a recording, as `tools.media.audio` says where nothing else is asked for (STT-1). */
export async function transcribeSound(
  context: Context,
  facts: TranscriptionInput & { readonly resolved: ResolvedTargets; readonly timeoutMs?: number | undefined },
): Promise<Transcript> {
  const { io, out } = context;
  const { resolved, timeoutMs, ...input } = facts;
  const { audio } = (await context.config()).config.tools.media;
  const language = input.language ?? audio.language;
  const progress = createProgress(out, { now: io.now, write: (text) => io.stderr.write(text) });
  if (out.animated) progress.update(`listening with ${resolved.targets[0]?.model.ref ?? "the model"}`);
  try {
    const transcript = await transcribe(
      { ...input, ...(language === undefined ? {} : { language }), target: resolved.targets },
      {
        transport: await context.transport(),
        signal: io.signal,
        circuits: context.circuits,
        failover: resolved.failover,
        timeoutMs: timeoutMs ?? audio.timeoutSeconds * 1000,
        maxPartBytes: audio.maxBytes,
      },
    ).catch(async (error: unknown) => logFailedSpending(context, error, { kind: "transcription" }));
    progress.stop();
    out.warn(transcript.warnings);
    const model = transcript.attempts.findLast(({ outcome }) => outcome === "succeeded")?.model ?? resolved.targets[0]?.model.ref;
    const { costUsd, promptTokens, completionTokens } = transcript.usage;
    await logSpending(context, { kind: "transcription", model, costUsd, promptTokens, completionTokens });
    return transcript;
  } finally {
    progress.stop();
  }
}
