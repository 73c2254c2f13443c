import type { ModelTarget } from "@openclaw/core";
import type { Gateway } from "../gateway/gateway.js";
import type { Exchange } from "../http/exchange.js";
import { newRequestId } from "../http/request-id.js";
import type { Logger } from "../log/logger.js";
import type { State } from "../state/state.js";
import { allowedTargets } from "./allowed-models.js";
import type { AnswerNote } from "./answer-note.js";
import type { Bill } from "./bill.js";
import { createGenerationNotes } from "./generation-notes.js";
import { type Held, holdMoney, reserve } from "./held-money.js";
import { createLedgerQueue } from "./ledger-queue.js";
import { settleAnswer } from "./settle-answer.js";
import { untilWritten } from "./until-written.js";

/** Money that is held for work whose bill somebody else settles, such as a job. */
export interface Hold {
  /** Of the reservation. */
  readonly requestId: string;
  readonly keyId: string | undefined;
  /** The candidates that the caller may use. */
  readonly targets: readonly ModelTarget[];
}

/** Lets a request in, holds its money, and settles what it cost (SRV-3 to SRV-5). */
export interface Meter {
  /** @returns the candidates that the caller may use. @throws Refusal `model_not_allowed`, `rate_limited`, `budget_exceeded`; StateUnavailable */
  begin(exchange: Exchange, bill: Bill): Promise<readonly ModelTarget[]>;
  /** The same for a job, which settles its bill by itself. Give the hold back with `budgets.release` when nothing was bought. */
  hold(exchange: Exchange, bill: Bill): Promise<Hold>;
  /**
   * Settles when everything that has ended is written, or the store has been away for five seconds more and for a last try. What is still asked of
   * the provider then is left to the next start.
   */
  close(): Promise<void>;
}

// At the end, how long what has to be written waits for a store that is away.
const LEAVING_MS = 5_000;

export function createMeter({
  state,
  gateway,
  logger,
}: {
  readonly state: State;
  readonly gateway: Gateway;
  readonly logger: Logger;
}): Meter {
  const pending = new Set<Promise<void>>();
  const closing = new AbortController();
  // Ended a little later: what waits for a store that is away has a moment more.
  const leaving = new AbortController();
  const ledger = createLedgerQueue(state.ledger, { signal: leaving.signal });
  const generations = createGenerationNotes(state.budgets);
  const settling = { state, ledger, transport: gateway.transport, ending: closing.signal, leaving: leaving.signal };
  const overridesOf = (wireId: string) => gateway.current().catalog.peek(wireId)?.priceOverrides;
  const track = (work: Promise<void>): Promise<void> => {
    const tracked = work
      .catch((error: unknown) => logger.log("error", "bill_not_written", { message: error instanceof Error ? error.message : "unknown" }))
      .finally(() => pending.delete(tracked));
    pending.add(tracked);
    return tracked;
  };

  const holdAnother = async (exchange: Exchange, held: Held): Promise<void> => {
    const [requestId = ""] = held.names;
    const before = exchange.generationId;
    const name = `${requestId}.${held.names.length + 1}`;
    await reserve(state, held, name);
    if (held.ended) {
      // The caller left meanwhile, and the answer was settled without this hold: nobody else would give it back.
      await track(untilWritten(() => state.budgets.release(name), { signal: leaving.signal }).then(() => undefined));
      return;
    }
    // Each hold is reconciled from the generation of its own try.
    if (before !== undefined) generations.fix(held.names.at(-1) ?? requestId, before);
    held.names.push(name);
    generations.add(name, {
      get generationId() {
        return exchange.generationId === before ? undefined : exchange.generationId;
      },
    });
  };

  return {
    async begin(exchange, bill) {
      const { key } = exchange.caller;
      const requestId = exchange.ownId ? exchange.id : newRequestId();
      exchange.requestId = requestId;
      const targets = key === undefined ? bill.targets : allowedTargets(key, bill.targets);
      exchange.asked = { endpoint: bill.endpoint, model: targets[0]?.model.wireId ?? "unknown", stream: bill.body["stream"] === true };
      const held = key === undefined ? undefined : await holdMoney(state, key, { bill: { ...bill, targets }, requestId, overridesOf });
      if (held !== undefined) {
        generations.add(requestId, exchange);
        exchange.holdAnother = () => holdAnother(exchange, held);
      }
      exchange.onAnswer = (note) => {
        if (held !== undefined) held.ended = true;
        for (const name of held?.names ?? []) generations.remove(name);
        exchange.billed = track(settleAnswer(withName(note, exchange), { exchange, bill, requestId, held }, settling));
      };
      return targets;
    },
    async hold(exchange, bill) {
      const { key } = exchange.caller;
      const requestId = exchange.ownId ? exchange.id : newRequestId();
      const targets = key === undefined ? bill.targets : allowedTargets(key, bill.targets);
      if (key !== undefined) await holdMoney(state, key, { bill: { ...bill, targets }, requestId, overridesOf });
      return { requestId, keyId: key?.id, targets };
    },
    async close() {
      closing.abort();
      generations.close();
      const timer = setTimeout(() => leaving.abort(), LEAVING_MS);
      while (pending.size > 0) await Promise.all(pending);
      clearTimeout(timer);
    },
  };
}

/** What was cut while it was on its way may be no attempt that anybody knows of. */
function withName(note: AnswerNote, { generationId }: Exchange): AnswerNote {
  if (note.outcome !== "cancelled" || note.generationId !== undefined || generationId === undefined) return note;
  return { ...note, generationId };
}
