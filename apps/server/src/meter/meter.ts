import type { ModelTarget } from "@openclaw/core";
import { Refusal } from "../errors/refusal.js";
import type { Gateway } from "../gateway/gateway.js";
import type { Exchange } from "../http/exchange.js";
import { newRequestId } from "../http/request-id.js";
import type { Logger } from "../log/logger.js";
import type { State } from "../state/state.js";
import type { VirtualKey } from "../keys/key-types.js";
import { allowedTargets, refuseOthers } from "./allowed-models.js";
import type { AnswerNote } from "./answer-note.js";
import { type BillFacts, boundUsd } from "./bound-usd.js";
import { boundTokens, PICTURE_TOKENS } from "./estimate-tokens.js";
import { findBill } from "./find-bill.js";
import { createGenerationNotes } from "./generation-notes.js";
import { createLedgerQueue } from "./ledger-queue.js";
import { readOtherWork } from "./other-work.js";
import { readDocuments } from "./read-documents.js";
import { untilWritten } from "./until-written.js";
import { writeRows } from "./write-rows.js";

/** What a request is about to ask for. */
export interface Bill {
  /** Such as `chat.completions`. */
  readonly endpoint: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly targets: readonly ModelTarget[];
  readonly maxTokens?: number | undefined;
  /** Pictures that go with it outside of the body. */
  readonly imagesIn?: number | undefined;
  /** Pictures asked for by their number. */
  readonly imagesOut?: number | undefined;
  /** The most that it can cost, where that does not follow from tokens. */
  readonly estimateUsd?: number | undefined;
}

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
  const overridesOf = (wireId: string) => gateway.current().catalog.peek(wireId)?.priceOverrides;
  const track = (work: Promise<void>): Promise<void> => {
    const tracked = work
      .catch((error: unknown) => logger.log("error", "bill_not_written", { message: error instanceof Error ? error.message : "unknown" }))
      .finally(() => pending.delete(tracked));
    pending.add(tracked);
    return tracked;
  };

  const settle = async (
    note: AnswerNote,
    facts: { readonly exchange: Exchange; readonly bill: Bill; readonly requestId: string; readonly held: Held | undefined },
  ): Promise<void> => {
    const { exchange, bill, requestId, held } = facts;
    const { transport } = gateway;
    const heldUsd = held === undefined ? undefined : held.usd * held.names.length;
    const { unnamed } = exchange;
    const { costUsd, attempts } = await findBill(note, bill.targets[0], { transport, heldUsd, unnamed, signal: closing.signal });
    if (costUsd === "later" && held !== undefined) {
      // The holds stay, and are reconciled once they have expired, each from a generation of its own.
      const named = nameHolds(held, note);
      if (named.length > 0) return untilWritten(() => state.budgets.attach(...named), { signal: leaving.signal });
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
    await untilWritten(write, { signal: leaving.signal });
    const used = note.usage?.totalTokens;
    const { tpm } = held.key;
    // Tokens that could not be given back come back by themselves, within a minute; the bill is written.
    if (tpm !== undefined) await state.rates.adjust({ id: held.key.id, tpm, tokens: (used ?? 0) - held.tokens }).catch(() => undefined);
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
      const held = key === undefined ? undefined : await hold(state, key, { bill: { ...bill, targets }, requestId, overridesOf });
      if (held !== undefined) {
        generations.add(requestId, exchange);
        exchange.holdAnother = () => holdAnother(exchange, held);
      }
      exchange.onAnswer = (note) => {
        if (held !== undefined) held.ended = true;
        for (const name of held?.names ?? []) generations.remove(name);
        exchange.billed = track(settle(withName(note, exchange), { exchange, bill, requestId, held }));
      };
      return targets;
    },
    async hold(exchange, bill) {
      const { key } = exchange.caller;
      const requestId = exchange.ownId ? exchange.id : newRequestId();
      const targets = key === undefined ? bill.targets : allowedTargets(key, bill.targets);
      if (key !== undefined) await hold(state, key, { bill: { ...bill, targets }, requestId, overridesOf });
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

interface Held {
  readonly key: VirtualKey;
  /** Of one answer. */
  readonly usd: number;
  /** How it could be less, where that is not plain. */
  readonly advice: string | undefined;
  readonly tokens: number;
  /** Of the reservations: the request's own name first, then one for each try beside a try that may be billed. */
  readonly names: string[];
  /** The answer is being settled. */
  ended: boolean;
}

async function hold(
  state: State,
  key: VirtualKey,
  { bill, requestId, overridesOf }: { readonly bill: Bill; readonly requestId: string } & Pick<BillFacts, "overridesOf">,
): Promise<Held> {
  const wireIds = bill.targets.map(({ model }) => model.wireId);
  const other = readOtherWork(bill.body, wireIds);
  refuseOthers(key, other.models);
  const { maxTokens, imagesIn = 0 } = bill;
  const promptTokens = boundTokens(bill.body) + imagesIn * PICTURE_TOKENS;
  // No request takes more than a whole minute, nor gives more back.
  const tokens = Math.min(promptTokens + (maxTokens ?? 0), key.tpm ?? Infinity);
  if (key.rpm !== undefined || key.tpm !== undefined) {
    const taken = await state.rates.take({ id: key.id, rpm: key.rpm, tpm: key.tpm, tokens });
    if (!taken.ok) {
      const seconds = String(Math.max(1, Math.ceil(taken.retryAfterMs / 1000)));
      const what = taken.limit === "rpm" ? "requests" : "tokens";
      throw new Refusal("rate_limited", `This key's limit of ${what} a minute is reached.`, { headers: { "retry-after": seconds } });
    }
  }
  const facts = { ...bill, promptTokens, documents: readDocuments(bill.body), other, overridesOf };
  const { usd, advice } = bill.estimateUsd === undefined ? boundUsd(bill.targets, facts) : { usd: bill.estimateUsd };
  const held: Held = { key, usd, advice, tokens, names: [requestId], ended: false };
  await reserve(state, held, requestId);
  return held;
}

/** @throws Refusal `budget_exceeded`, `unauthorized`; StateUnavailable */
async function reserve(state: State, { key, usd, advice, names }: Held, requestId: string): Promise<void> {
  const reserved = await state.budgets.reserve({ keyId: key.id, estimateUsd: usd, requestId });
  if (reserved.ok) return;
  if (reserved.reason !== "budget_exceeded") throw new Refusal("unauthorized", "Unauthorized");
  const what = requestId === names[0] ? "the request" : "another try after the one that broke off";
  const less = advice === undefined ? "ask for less" : `${advice}, ask for less`;
  throw new Refusal(
    "budget_exceeded",
    `This key has ${reserved.remainingUsd} USD left, and ${what} may cost up to ${usd}: ${less}, or raise its budget.`,
  );
}

/** What was cut while it was on its way may be no attempt that anybody knows of. */
function withName(note: AnswerNote, { generationId }: Exchange): AnswerNote {
  if (note.outcome !== "cancelled" || note.generationId !== undefined || generationId === undefined) return note;
  return { ...note, generationId };
}

/** The generations that may stand for the holds, the newest for the newest. */
function nameHolds({ names }: Held, note: AnswerNote): readonly { readonly requestId: string; readonly generationId: string }[] {
  const ids = new Set(note.attempts.flatMap(({ generationId }) => (generationId === undefined ? [] : [generationId])));
  if (note.generationId !== undefined) ids.add(note.generationId);
  const newest = [...ids].slice(-names.length);
  return newest.map((generationId, index) => ({ requestId: names[names.length - newest.length + index] ?? "", generationId }));
}
