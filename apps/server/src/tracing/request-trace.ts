import type { AnswerNote } from "../meter/answer-note.js";

/** The spans of one request: its own, and one for each attempt at a model. */
export interface RequestTrace {
  readonly traceId: string;
  /** Of the request's own span. */
  readonly spanId: string;
  /** Requests to providers that are made by this work carry the trace on. */
  run<Value>(work: () => Value): Value;
  answered(note: AnswerNote): void;
  ended(facts: { readonly status: number; readonly cut: boolean }): void;
}
