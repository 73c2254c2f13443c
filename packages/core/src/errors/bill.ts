import { defined } from "../json.js";

/** What a request that failed was billed all the same. */
export interface Bill {
  readonly costUsd?: number;
  /** Under which name it can be asked for. */
  readonly generationId?: string;
}

const BILLS = new WeakMap<object, Bill>();
/** An error behind an error behind an error: no failure here is wrapped more often. */
const MAX_CAUSES = 4;

/** Puts what was billed to the failure that it was billed for; `failedAttempt` takes it over (FAIL-6). Returns the error. */
export function withBill(error: unknown, bill: { readonly [Name in keyof Bill]: Bill[Name] | undefined }): unknown {
  if (typeof error === "object" && error !== null) BILLS.set(error, defined(bill));
  return error;
}

/** What was billed for a failure, or for one of its causes; empty where nobody told. */
export function billOf(error: unknown): Bill {
  let cause = error;
  for (let depth = 0; depth <= MAX_CAUSES && typeof cause === "object" && cause !== null; depth += 1) {
    const bill = BILLS.get(cause);
    if (bill !== undefined) return bill;
    cause = (cause as { readonly cause?: unknown }).cause;
  }
  return {};
}
