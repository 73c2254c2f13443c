import type { ChatAttempt, Usage } from "@openclaw/chat";

/** What became of an answer: for metrics, the log line, the ledger and the bill. */
export interface AnswerNote {
  /** The model that answered, by API id; of a failed answer, the one that was asked. */
  readonly model: string;
  readonly outcome: "finished" | "failed" | "cancelled";
  readonly attempts: readonly ChatAttempt[];
  /** Of all attempts together. */
  readonly usage: Usage | undefined;
  readonly provider?: string | undefined;
  /** Where the attempts do not tell it. */
  readonly generationId?: string | undefined;
}

/** Told once of each answer that was begun. */
export type AnswerListener = (note: AnswerNote) => void;
