import type { AttemptRecord, ModelTarget } from "@openclaw/core";
import type { FrameInspector } from "./frame-inspector.js";

/** The record of a try that passed without the chat engine. */
export function attemptRecord(
  target: ModelTarget,
  { usage, id }: Pick<FrameInspector, "usage" | "id">,
  facts: { readonly outcome: AttemptRecord["outcome"]; readonly startedAtMs: number; readonly firstTokenMs: number | undefined },
): AttemptRecord {
  const { outcome, startedAtMs, firstTokenMs } = facts;
  return {
    model: target.model.ref,
    keyLabel: target.keyLabel,
    outcome,
    startedAtMs,
    durationMs: Date.now() - startedAtMs,
    ...(firstTokenMs === undefined ? {} : { firstTokenMs }),
    ...(usage?.costUsd === undefined ? {} : { costUsd: usage.costUsd }),
    ...(id === undefined ? {} : { generationId: id }),
  };
}
