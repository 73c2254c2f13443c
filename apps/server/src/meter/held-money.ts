import { Refusal } from "../errors/refusal.js";
import type { VirtualKey } from "../keys/key-types.js";
import type { State } from "../state/state.js";
import { refuseOthers } from "./allowed-models.js";
import type { AnswerNote } from "./answer-note.js";
import type { Bill } from "./bill.js";
import { type BillFacts, boundUsd } from "./bound/bound-usd.js";
import { boundTokens, PICTURE_TOKENS } from "./bound/estimate-tokens.js";
import { readOtherWork } from "./bound/other-work.js";
import { readDocuments } from "./bound/read-documents.js";

/** Money that is held for one request, until what it cost is known (SRV-4). */
export interface Held {
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

/**
 * Lets the request in, and holds what it may cost at most.
 *
 * @throws Refusal `model_not_allowed`, `rate_limited`, `budget_exceeded`, `unauthorized`; StateUnavailable
 */
export async function holdMoney(
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

/** Holds the money of one answer more, under a name of its own. @throws Refusal `budget_exceeded`, `unauthorized`; StateUnavailable */
export async function reserve(state: State, { key, usd, advice, names }: Held, requestId: string): Promise<void> {
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

/** The generations that may stand for the holds, the newest for the newest. */
export function nameHolds({ names }: Held, note: AnswerNote): readonly { readonly requestId: string; readonly generationId: string }[] {
  const ids = new Set(note.attempts.flatMap(({ generationId }) => (generationId === undefined ? [] : [generationId])));
  if (note.generationId !== undefined) ids.add(note.generationId);
  const newest = [...ids].slice(-names.length);
  return newest.map((generationId, index) => ({ requestId: names[names.length - newest.length + index] ?? "", generationId }));
}
