import type { Circuits } from "@openclaw/core";
import type { WatchedCircuits } from "../live/watch-circuits.js";
import type { Sessions } from "../sessions/session-types.js";
import type { Budgets } from "./budget-types.js";
import type { Idempotency } from "./idempotency-types.js";
import type { Keys } from "./key-types.js";
import type { Ledger } from "./ledger-types.js";
import type { Rates } from "./rate-types.js";
import type { VideoJobs, Webhooks } from "./video-types.js";

export type { NanoUsd } from "../budget/nano-usd.js";
export type { Budgets, HeldMoney, LostReservation, ReconcileHook, Reserved } from "./budget-types.js";
export type { Begun, Idempotency, IdempotentRequest, StoredResponse } from "./idempotency-types.js";
export type { Authorisation, BudgetWindow, CreatedKey, CreateKeyInput, Keys, PatchKeyInput, VirtualKey } from "./key-types.js";
export type {
  Ledger,
  LedgerEntry,
  LedgerFilter,
  LedgerGroup,
  LedgerGroupTotals,
  LedgerRow,
  LedgerTotals,
  Percentiles,
} from "./ledger-types.js";
export type { Rates, Taken } from "./rate-types.js";
export type {
  OwnedVideoJob,
  StoredFile,
  SubmitVideoInput,
  VideoContent,
  VideoJobState,
  VideoJobs,
  WebhookDelivery,
  Webhooks,
} from "./video-types.js";

/**
 * What the server keeps, as the HTTP side sees it (SRV-3 to SRV-6, SRV-9). One interface for every engine: SQLite in a folder, or PostgreSQL, with
 * Redis beside either for rates, circuits and the response cache. Made by `openState`.
 *
 * Every method that cannot reach its engine rejects with `StateUnavailable` (HTTP 503); the next call tries again, so nothing needs a restart.
 */
export interface State {
  readonly keys: Keys;
  readonly budgets: Budgets;
  readonly rates: Rates;
  readonly ledger: Ledger;
  readonly idempotency: Idempotency;
  readonly sessions: Sessions;
  readonly jobs: VideoJobs;
  readonly webhooks: Webhooks;
  /** One memory of failures for all instances where there is a Redis, else for this process. */
  readonly circuits: Circuits;
  /** This process's view of them. */
  readonly watched: Pick<WatchedCircuits, "resting" | "because">;
  readonly cache: ResponseCache;
  /** Asks every engine whether it answers: for `/readyz`. Never rejects. */
  check(): Promise<StateHealth>;
  /** Stops the background work, waits for writes on their way, closes the engines. */
  close(): Promise<void>;
}

export interface StateHealth {
  readonly ok: boolean;
  readonly engines: readonly { readonly name: "sqlite" | "postgres" | "redis"; readonly ok: boolean; readonly error?: string }[];
}

/** Bounded; in Redis when there is one, else in memory. A failing cache is an empty one: it never rejects. */
export interface ResponseCache {
  get(key: string): Promise<Uint8Array | undefined>;
  set(key: string, value: Uint8Array, ttlMs: number): Promise<void>;
}
