import type { PartTranscript } from "./read-transcript.js";
import type { TranscriptionUsage, TranscriptSegment } from "./transcription.js";

const CJK_END = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}。！？、]$/u;

/** Puts the parts of a recording together: texts in order, times moved to where each part begins, usage summed (STT-1). */
export function mergeTranscripts(parts: readonly { readonly transcript: PartTranscript; readonly startMs: number }[]): PartTranscript {
  const text = parts
    .map(({ transcript }) => transcript.text)
    .filter((piece) => piece !== "")
    .reduce((all, piece) => (all === "" ? piece : `${all}${CJK_END.test(all) ? "" : " "}${piece}`), "");
  const language = parts.find(({ transcript }) => transcript.language !== undefined)?.transcript.language;
  const last = parts.at(-1);
  const durationMs = last?.transcript.durationMs === undefined ? undefined : Math.round(last.startMs + last.transcript.durationMs);
  const segments = shifted(parts, "segments");
  const words = shifted(parts, "words");
  return {
    text,
    usage: sumUsage(parts.map(({ transcript }) => transcript.usage)),
    ...(language === undefined ? {} : { language }),
    ...(durationMs === undefined ? {} : { durationMs }),
    ...(segments === undefined ? {} : { segments }),
    ...(words === undefined ? {} : { words }),
  };
}

/** Only where every part has them: a list with a hole in it would pass for the whole. */
function shifted(
  parts: readonly { readonly transcript: PartTranscript; readonly startMs: number }[],
  key: "segments" | "words",
): readonly TranscriptSegment[] | undefined {
  if (parts.some(({ transcript }) => transcript[key] === undefined)) return undefined;
  return parts.flatMap(({ transcript, startMs }) =>
    (transcript[key] ?? []).map((segment) => ({
      ...segment,
      startMs: Math.round(startMs + segment.startMs),
      endMs: Math.round(startMs + segment.endMs),
    })),
  );
}

function sumUsage(usages: readonly TranscriptionUsage[]): TranscriptionUsage {
  const sum: { -readonly [Key in keyof TranscriptionUsage]: TranscriptionUsage[Key] } = {};
  for (const usage of usages) {
    for (const key of ["audioMs", "costUsd", "promptTokens", "completionTokens"] as const) {
      const value = usage[key];
      if (value !== undefined) sum[key] = (sum[key] ?? 0) + value;
    }
  }
  return sum;
}
