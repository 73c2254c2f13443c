import { ApiError } from "@openclaw/core";
import { readArray, readNumber, readObject, readString } from "@openclaw/core/internal";
import type { TranscriptionUsage, TranscriptSegment } from "./transcription.js";

/** What one reply says; times count from the start of its own part. */
export interface PartTranscript {
  readonly text: string;
  readonly language?: string;
  readonly durationMs?: number;
  readonly segments?: readonly TranscriptSegment[];
  readonly words?: readonly TranscriptSegment[];
  readonly usage: TranscriptionUsage;
}

/** Reads a transcription leniently; an empty text is an answer (nothing was said), a missing one is not. */
export function readTranscript(json: Readonly<Record<string, unknown>>, what: string): PartTranscript {
  const text = readString(json["text"]);
  if (text === undefined) {
    throw new ApiError(`${what} answered without a text.`, { code: "response_malformed", status: 200, retryable: true });
  }
  const language = readString(json["language"]);
  const durationMs = readSeconds(json["duration"]);
  const segments = readSegments(json["segments"], "text");
  const words = readSegments(json["words"], "word");
  return {
    text: text.trim(),
    usage: readUsage(json["usage"]),
    ...(language === undefined ? {} : { language }),
    ...(durationMs === undefined ? {} : { durationMs }),
    ...(segments === undefined ? {} : { segments }),
    ...(words === undefined ? {} : { words }),
  };
}

function readSegments(value: unknown, textKey: "text" | "word"): readonly TranscriptSegment[] | undefined {
  return readArray(value)?.flatMap((item) => {
    const segment = readObject(item);
    const text = readString(segment?.[textKey]);
    const startMs = readSeconds(segment?.["start"]);
    const endMs = readSeconds(segment?.["end"]);
    const speaker = readNumber(segment?.["speaker"]);
    if (text === undefined || startMs === undefined || endMs === undefined) return [];
    return [{ text: text.trim(), startMs, endMs, ...(speaker === undefined ? {} : { speaker }) }];
  });
}

/** What it took, and what was billed for it. */
export function readUsage(value: unknown): TranscriptionUsage {
  const usage = readObject(value) ?? {};
  const audioMs = readSeconds(usage["seconds"]);
  const [costUsd, promptTokens, completionTokens] = ["cost", "input_tokens", "output_tokens"].map((key) => readNumber(usage[key]));
  return {
    ...(audioMs === undefined ? {} : { audioMs }),
    ...(costUsd === undefined ? {} : { costUsd }),
    ...(promptTokens === undefined ? {} : { promptTokens }),
    ...(completionTokens === undefined ? {} : { completionTokens }),
  };
}

/** The wire counts in seconds, with a fraction. */
function readSeconds(value: unknown): number | undefined {
  const seconds = readNumber(value);
  return seconds === undefined ? undefined : Math.round(seconds * 1000);
}
