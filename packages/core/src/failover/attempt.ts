import { billOf } from "../errors/bill.js";
import { redact } from "../errors/redact.js";
import { ToolkitError } from "../errors/toolkit-error.js";
import { defined, readNumber } from "../json.js";
import type { ModelTarget } from "../target.js";
import type { FailureReason } from "./classify.js";

/** What became of one try of one candidate; every try of a request is in its result (FAIL-6). Plain data. */
export interface AttemptRecord {
  /** The model's ref. */
  readonly model: string;
  /** Which key was used, by name. */
  readonly keyLabel: string;
  readonly outcome: "succeeded" | "failed" | "skipped" | "aborted";
  readonly startedAtMs: number;
  readonly durationMs: number;
  readonly reason?: FailureReason;
  readonly code?: string;
  readonly message?: string;
  readonly status?: number;
  /** From sending to the first token. */
  readonly firstTokenMs?: number;
  /** Billed by the provider for this try, where it said so. */
  readonly costUsd?: number;
  readonly generationId?: string;
}

/**
 * Names a candidate for circuits: the same model with another key is another candidate, and so is the same model for another use (FAIL-3): who asks a
 * chat model for speech must not shut it for everybody's chat.
 */
export function candidateId(target: Pick<ModelTarget, "endpoint" | "model" | "keyLabel">, use = "chat"): string {
  return `${use} ${target.endpoint.origin} ${target.model.wireId} ${target.keyLabel}`;
}

/** The record of a try that failed. */
export function failedAttempt(
  target: Pick<ModelTarget, "model" | "keyLabel">,
  facts: Pick<AttemptRecord, "startedAtMs" | "durationMs"> &
    Partial<Pick<AttemptRecord, "firstTokenMs" | "costUsd" | "generationId">> & { readonly error: unknown; readonly reason: FailureReason },
): AttemptRecord {
  const { error, reason, ...times } = facts;
  const status = ToolkitError.isInstance(error) ? (error as { status?: unknown }).status : undefined;
  return {
    model: target.model.ref,
    keyLabel: target.keyLabel,
    outcome: reason === "aborted" ? "aborted" : "failed",
    ...billOf(error),
    ...times,
    reason,
    ...defined({ code: ToolkitError.isInstance(error) ? error.code : undefined, status: readNumber(status) }),
    message: redact(error instanceof Error ? error.message : String(error)),
  };
}
