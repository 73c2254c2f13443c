import type { STATUS_FAULTS } from "./status-faults.js";

/** Faults of the connection and the whole body. */
export type BodyFaultName =
  | "refuse-connection"
  | "slow-headers"
  | "flapping"
  | "error-in-200"
  | "choices-empty"
  | "empty-body"
  | "blank-lines-body"
  | "leading-blank-lines"
  | "html-page"
  | "context-overflow"
  | "prefill-refusal";

/** Faults of a stream's course. */
export type StreamFaultName =
  | "slow-first-token"
  | "stall"
  | "cut"
  | "eof-without-finish"
  | "comments-only"
  | "malformed-chunk"
  | "error-first"
  | "error-mid-stream"
  | "error-mid-stream-string-code"
  | "bare-error-chunk"
  | "usage-missing"
  | "usage-null"
  | "usage-in-last-content-chunk"
  | "crlf"
  | "cr"
  | "no-done";

/** Faults of what a model says. */
export type ContentFaultName =
  | "duplicate-tool-ids"
  | "repeated-tool-id"
  | "missing-tool-ids"
  | "missing-tool-index"
  | "object-arguments"
  | "late-tool-name"
  | "trailing-whitespace-arguments"
  | "finish-null-with-tools"
  | "reasoning-duplicate"
  | "reasoning-only"
  | "malformed-function-call"
  | "image-none";

/** Faults of jobs, files and speech. */
export type MediaFaultName =
  | "job-slow"
  | "job-failed"
  | "job-expired"
  | "job-cancelled"
  | "job-unknown-status"
  | "job-404-after-completion"
  | "wrong-origin-polling-url"
  | "foreign-unsigned-urls"
  | "truncated-download"
  | "wrong-content-type"
  | "redirect-other-origin"
  | "html-download"
  | "zero-byte"
  | "speech-json-error"
  | "speech-html"
  | "speech-cut"
  | "speech-empty";

export type StatusFaultName = keyof typeof STATUS_FAULTS;

export type FaultName = BodyFaultName | StreamFaultName | ContentFaultName | MediaFaultName | StatusFaultName;

/** A fault that applies to one request. */
export interface Fault {
  name: FaultName;
  /** What stands after the colon (`stall:3` → `3`); empty when nothing does. */
  param: string;
}

/** The parameter as a number, or a default where it is none. */
export function faultNumber(fault: Fault, fallback: number): number {
  const value = Number.parseFloat(fault.param);
  return Number.isFinite(value) ? value : fallback;
}
