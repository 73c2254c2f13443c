import type { Transport } from "@openclaw/core";
import type { Exchange } from "../http/exchange.js";
import type { State } from "../state/state.js";
import type { AnswerNote } from "./answer-note.js";
import type { Bill } from "./bill.js";
import { findBill } from "./find-bill.js";
import { type Held, nameHolds } from "./held-money.js";
import type { LedgerQueue } from "./ledger-queue.js";
import { untilWritten } from "./until-written.js";
import { writeRows } from "./write-rows.js";

/** What every answer is settled with. */
export interface Settling {
  readonly state: State;
  readonly ledger: LedgerQueue;
  /** Asks the provider for bills that did not come with their answer. */
  readonly transport: Transport;
  /** Aborted when the server ends: what is still asked of the provider then is left to the next start. */
  readonly ending: AbortSignal;
  /** Aborted a little later: what waits for a store that is away has a moment more. */
  readonly leaving: AbortSignal;
}

/** Writes down what an answer cost, and gives back what was held for it and not used (SRV-4, SRV-5). */
export async function settleAnswer(
  note: AnswerNote,
  facts: { readonly exchange: Exchange; readonly bill: Bill; readonly requestId: string; readonly held: Held | undefined },
  { state, ledger, transport, ending, leaving }: Settling,
): Promise<void> {
  const { exchange, bill, requestId, held } = facts;
  const heldUsd = held === undefined ? undefined : held.usd * held.names.length;
  const { unnamed } = exchange;
  const { costUsd, attempts } = await findBill(note, bill.targets[0], { transport, heldUsd, unnamed, signal: ending });
  if (costUsd === "later" && held !== undefined) {
    // The holds stay, and are reconciled once they have expired, each from a generation of its own.
    const named = nameHolds(held, note);
    if (named.length > 0) return untilWritten(() => state.budgets.attach(...named), { signal: leaving });
  }
  const { model, user } = bill.body;
  const rows = writeRows(
    { ...note, attempts },
    {
      requestId,
      keyId: held?.key.id,
      endpoint: bill.endpoint,
      requestedModel: typeof model === "string" ? model.slice(0, 200) : undefined,
      user: typeof user === "string" ? user.slice(0, 200) : undefined,
      sessionId: exchange.sessionId,
      traceId: exchange.traceId,
      clientRequestId: exchange.ownId ? undefined : exchange.id,
      costUsd: costUsd === "later" ? undefined : costUsd,
      latencyMs: Math.round(performance.now() - exchange.startedAtMs),
    },
  );
  if (held === undefined) return ledger.append(rows);
  const billed = costUsd === "later" ? held.usd * held.names.length : (costUsd ?? 0);
  const others = held.names.slice(1);
  // Together: they become one commit.
  const write = () =>
    Promise.all([
      billed === 0 ? state.budgets.release(requestId, rows) : state.budgets.settle(requestId, billed, rows),
      ...others.map((name) => state.budgets.release(name)),
    ]);
  await untilWritten(write, { signal: leaving });
  const used = note.usage?.totalTokens;
  const { tpm } = held.key;
  // Tokens that could not be given back come back by themselves, within a minute; the bill is written.
  if (tpm !== undefined) await state.rates.adjust({ id: held.key.id, tpm, tokens: (used ?? 0) - held.tokens }).catch(() => undefined);
}
