import type { Usage } from "@openclaw/chat";
import type { LedgerEntry } from "../ledger/ledger-types.js";
import type { AnswerNote } from "./answer-note.js";

export interface RowFacts {
  readonly requestId: string;
  readonly keyId: string | undefined;
  readonly endpoint: string;
  readonly requestedModel: string | undefined;
  readonly user: string | undefined;
  readonly sessionId?: string | undefined;
  readonly traceId?: string | undefined;
  readonly clientRequestId?: string | undefined;
  /** Of the whole request; what the attempts do not account for is the last one's. */
  readonly costUsd: number | undefined;
  readonly latencyMs: number;
}

/** The ledger rows of an answer: one for each attempt, each with its own tokens and cost, so that rows add up to what was billed (SRV-5). */
export function writeRows(note: AnswerNote, facts: RowFacts): readonly LedgerEntry[] {
  const { usage, outcome } = note;
  const tried = note.attempts.filter((attempt) => attempt.outcome !== "skipped");
  const shared = {
    requestId: facts.requestId,
    keyId: facts.keyId,
    endpoint: facts.endpoint,
    requestedModel: facts.requestedModel,
    user: facts.user,
    sessionId: facts.sessionId,
    traceId: facts.traceId,
    clientRequestId: facts.clientRequestId,
  };
  const earlier = tried.slice(0, -1);
  const earlierUsd = earlier.reduce((sum, attempt) => sum + (attempt.costUsd ?? 0), 0);
  const last = tried.at(-1);
  const rows = earlier.map((attempt, index): LedgerEntry => ({
    ...shared,
    attempt: index + 1,
    model: attempt.model.replace(/^openrouter\/(?=[^/]+\/)/, ""),
    latencyMs: attempt.durationMs,
    firstTokenMs: attempt.firstTokenMs,
    outcome: "error",
    errorCode: attempt.code ?? attempt.reason,
    generationId: attempt.generationId,
    costUsd: attempt.costUsd,
    ...tokensOf(attempt.usage),
  }));
  // The usage of the answer is the sum of what its attempts said: it stands for the last one only where no other said any.
  const lastUsage = last?.usage ?? (earlier.some((attempt) => attempt.usage !== undefined) ? undefined : usage);
  return [
    ...rows,
    {
      ...shared,
      attempt: rows.length + 1,
      model: note.model,
      provider: note.provider,
      ...tokensOf(lastUsage),
      latencyMs: last?.durationMs ?? facts.latencyMs,
      firstTokenMs: last?.firstTokenMs,
      outcome: outcome === "finished" ? "ok" : outcome === "cancelled" ? "cancelled" : "error",
      errorCode: outcome === "failed" ? (last?.code ?? last?.reason) : undefined,
      generationId: last?.generationId ?? note.generationId,
      costUsd: facts.costUsd === undefined ? undefined : Math.max(0, facts.costUsd - earlierUsd),
    },
  ];
}

function tokensOf(usage: Usage | undefined): Partial<LedgerEntry> {
  if (usage === undefined) return {};
  const { promptTokens, completionTokens, reasoningTokens, cachedTokens, cacheWriteTokens } = usage;
  return { promptTokens, completionTokens, reasoningTokens, cachedTokens, cacheWriteTokens };
}
