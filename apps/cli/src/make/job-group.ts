import type { JobKind } from "@openclaw/media/node";

export const JOB_KINDS: readonly JobKind[] = ["video", "image", "music", "speech"];

/** Where the commands for jobs of a kind stand: `infer video resume`, and for speech `infer tts resume`. */
export function jobGroup(kind: JobKind): string {
  return kind === "speech" ? "tts" : kind;
}
