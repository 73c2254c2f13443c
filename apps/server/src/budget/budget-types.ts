import type { LedgerEntry } from "../ledger/ledger-types.js";

// Money that is held and spent (SRV-4).

export interface ReserveInput {
  readonly keyId: string;
  /** The most the request can cost: `estimateUsd`. It is rounded up to a nano-dollar. */
  readonly estimateUsd: number;
  readonly requestId: string;
  /**
   * When the reservation counts as left behind by a crash. Default: a minute from now; the process that made it renews it for as long as it
   * lives, so it need not cover the request.
   */
  readonly expiresAtMs?: number;
}

export type Reserved =
  | { readonly ok: true; readonly reservedUsd: number; readonly remainingUsd?: number }
  | { readonly ok: false; readonly reason: "budget_exceeded"; readonly remainingUsd: number; readonly resetsAtMs?: number }
  | { readonly ok: false; readonly reason: "key_revoked" }
  /** The request id has a reservation already. */
  | { readonly ok: false; readonly reason: "duplicate" };

export interface Budgets {
  /** Holds money before the call; concurrent calls, of other processes too, never hold more than the budget together. */
  reserve(input: ReserveInput): Promise<Reserved>;
  /** Remembers the generation of a reserved request, so that a crash after this can be reconciled from `/generation`. */
  attach(...generations: readonly { readonly requestId: string; readonly generationId: string }[]): Promise<void>;
  /**
   * Replaces the hold by what was billed, and writes the rows in the same commit. Once: a second call changes nothing and gives false. A request
   * that was settled by assumption after a crash, or released too early, is corrected.
   */
  settle(requestId: string, costUsd: number, rows?: readonly LedgerEntry[]): Promise<boolean>;
  /** Gives the hold back: nothing was billed. */
  release(requestId: string, rows?: readonly LedgerEntry[]): Promise<boolean>;
  /** What is held now, of one key or of all. */
  held(keyId?: string): Promise<HeldMoney>;
  /** Settles what crashed processes left behind; runs by itself too. `signal` ends it early, and what is not settled then is looked for later. Gives how many ended. */
  reconcile(signal?: AbortSignal): Promise<number>;
}

/** Money that is neither spent nor free. */
export interface HeldMoney {
  /** All of it, the lost included. */
  readonly usd: number;
  readonly requests: number;
  /** Of requests whose process is gone: their bill is looked for. */
  readonly lost: {
    readonly usd: number;
    readonly requests: number;
    /** When the oldest of them counts as spent, should its bill not be found. Absent: none is lost. */
    readonly countedFromMs?: number;
  };
}

/** A reservation whose process is gone. */
export interface LostReservation {
  readonly requestId: string;
  readonly keyId: string;
  readonly reservedUsd: number;
  readonly createdAtMs: number;
  readonly generationId?: string;
}

/**
 * Finds out what a lost request cost: `{costUsd}` as billed, `release` when nothing was, `later` to be asked again (at most for
 * `reconcileGraceMs`, after which the whole reservation is taken as spent, so that no budget is ever exceeded by what is not known).
 */
export type ReconcileHook = (lost: LostReservation, signal?: AbortSignal) => Promise<{ readonly costUsd: number } | "release" | "later">;
