import type { Circuits } from "@openclaw/core";
import type { Budgets } from "../budget/budget-types.js";
import type { WatchedCircuits } from "../circuits/watch-circuits.js";
import type { Idempotency } from "../idempotency/idempotency-types.js";
import type { VideoJobs } from "../jobs/video-job-types.js";
import type { Keys } from "../keys/key-types.js";
import type { Ledger } from "../ledger/ledger-types.js";
import type { Rates } from "../rate-limit/rate-types.js";
import type { Sessions } from "../sessions/session-types.js";
import type { ResponseCache } from "../store/response-cache.js";
import type { Webhooks } from "../webhooks/webhook-types.js";

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
