import type { ChatAttempt } from "@openclaw/chat";
import type { ModelTarget, Transport } from "@openclaw/core";
import type { AnswerNote } from "./answer-note.js";
import { findGeneration } from "./find-generation.js";

/** What an answer cost. */
export interface FoundBill {
  /** `undefined` when it is certain that nothing was billed; `later` when the server ends before the provider has said it. */
  readonly costUsd: number | undefined | "later";
  /** Those that did not say what they took hold what the provider said of them afterwards. */
  readonly attempts: readonly ChatAttempt[];
}

/**
 * Finds out what an answer cost, all its attempts together (SRV-4, SRV-5): one that broke off before its bill is asked for by its generation, also
 * when another one finished the answer. What nobody can tell is taken for as much as it may have been, so that no budget is exceeded by it.
 */
export async function findBill(
  note: AnswerNote,
  target: ModelTarget | undefined,
  facts: {
    readonly transport: Transport;
    readonly heldUsd: number | undefined;
    /** It was given up before the provider said what it calls the answer. */
    readonly unnamed: boolean;
    readonly signal: AbortSignal;
  },
): Promise<FoundBill> {
  const { transport, heldUsd, unnamed, signal } = facts;
  const { attempts, usage } = note;
  const finished = note.outcome === "finished";
  // Nearly every answer: one try, which brought its own bill.
  if (finished && usage?.costUsd !== undefined && attempts.length === 1) return { costUsd: usage.costUsd, attempts };
  const known = Math.max(
    attempts.reduce((sum, { costUsd = 0 }) => sum + costUsd, 0),
    usage?.costUsd ?? 0,
  );
  const billed = finished && usage?.costUsd !== undefined;
  const ids = unbilledIds(note, billed);
  if (ids.length === 0 || target === undefined) {
    // An answer without a bill or a name was as dear as it may have been; a failure that never reached a model cost nothing.
    const assumed = (finished || unnamed) && heldUsd !== undefined ? Math.max(known, heldUsd) : orNothing(known);
    const costUsd = billed ? known : assumed;
    return { costUsd, attempts };
  }
  try {
    const found = new Map(await Promise.all(ids.map(async (id) => [id, await findGeneration(id, target, { transport, signal })] as const)));
    const filled = attempts.map((attempt): ChatAttempt => {
      const generation = attempt.generationId === undefined || attempt.costUsd !== undefined ? undefined : found.get(attempt.generationId);
      return generation === undefined ? attempt : { ...generation, ...attempt };
    });
    const sum = [...found.values()].reduce((total, generation) => total + (generation?.costUsd ?? 0), known);
    const unknown = unnamed || [...found].some(([id, generation]) => generation === undefined && !saidNothing(id, note, billed));
    return { costUsd: unknown ? Math.max(sum, heldUsd ?? 0) : sum, attempts: filled };
  } catch {
    // The bill of the answer itself is here, and a reservation can be reconciled from one generation only.
    return { costUsd: billed ? Math.max(known, heldUsd ?? 0) : "later", attempts };
  }
}

/** The generations whose bill nobody has told. */
function unbilledIds({ attempts, generationId }: AnswerNote, billed: boolean): readonly string[] {
  // The bill that came with a whole answer is the last attempt's own.
  const asked = billed ? attempts.slice(0, -1) : attempts;
  const ids = asked.flatMap((one) => (one.costUsd === undefined && one.generationId !== undefined ? [one.generationId] : []));
  const told = attempts.some((one) => one.generationId === generationId && one.costUsd !== undefined);
  if (!billed && generationId !== undefined && !told) ids.push(generationId);
  return [...new Set(ids)];
}

/** A try that gave way to another before its first word, and that the provider does not know of, cost nothing. */
function saidNothing(id: string, { attempts }: AnswerNote, billed: boolean): boolean {
  return billed && attempts.some(({ generationId, firstTokenMs }) => generationId === id && firstTokenMs === undefined);
}

function orNothing(usd: number): number | undefined {
  return usd === 0 ? undefined : usd;
}
