import type { Usage } from "@openclaw/chat";
import type { AttemptRecord } from "@openclaw/core";

/** What became of an answer: for metrics, the log line, the ledger and the bill. */
export interface AnswerNote {
  /** The model that answered, by API id; of a failed answer, the one that was asked. */
  readonly model: string;
  readonly outcome: "finished" | "failed" | "cancelled";
  readonly attempts: readonly AttemptRecord[];
  readonly usage: Usage | undefined;
  readonly provider?: string | undefined;
  /** Where the attempts do not tell it. */
  readonly generationId?: string | undefined;
}

/** Told once of each answer that was begun. */
export type AnswerListener = (note: AnswerNote) => void;
