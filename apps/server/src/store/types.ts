import type { Circuits } from "@openclaw/core";
import type { WatchedCircuits } from "../live/watch-circuits.js";
import type { Sessions } from "../sessions/session-types.js";
import type { VideoJobs, Webhooks } from "./video-types.js";

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

/** Integer billionths of a US dollar: the only form in which money is added up. */
export type NanoUsd = bigint;

export type BudgetWindow = "day" | "week" | "month" | "total";

// ---- Keys (SRV-3) ----

export interface VirtualKey {
  /** `key_…`: for rows, logs and metrics; it opens nothing. */
  readonly id: string;
  readonly name: string;
  /** Last four characters, to tell keys apart. */
  readonly hint: string;
  /** Absent: no budget. */
  readonly budgetUsd?: number;
  /** UTC days, weeks from Monday, calendar months. Default `total`. */
  readonly budgetWindow: BudgetWindow;
  /** Requests a minute. */
  readonly rpm?: number;
  /** Tokens a minute. */
  readonly tpm?: number;
  /** Allowed model refs, `vendor/*` patterns included. Absent: all. */
  readonly models?: readonly string[];
  readonly createdAtMs: number;
  readonly expiresAtMs?: number;
  readonly revokedAtMs?: number;
  /** Of the running window. */
  readonly spentUsd: number;
  /** Held for requests in progress. */
  readonly reservedUsd: number;
  /** When the running window ends; absent for `total`. */
  readonly resetsAtMs?: number;
}

/** Admin input; `parseCreateKey` reads it from JSON. */
export interface CreateKeyInput {
  readonly name: string;
  readonly budgetUsd?: number | undefined;
  readonly budgetWindow?: BudgetWindow | undefined;
  readonly rpm?: number | undefined;
  readonly tpm?: number | undefined;
  readonly models?: readonly string[] | undefined;
  readonly expiresAtMs?: number | undefined;
}

/** What is named is changed; `null` takes a limit away. */
export interface PatchKeyInput {
  readonly name?: string | undefined;
  readonly budgetUsd?: number | null | undefined;
  readonly budgetWindow?: BudgetWindow | undefined;
  readonly rpm?: number | null | undefined;
  readonly tpm?: number | null | undefined;
  readonly models?: readonly string[] | null | undefined;
  readonly expiresAtMs?: number | null | undefined;
}

export interface CreatedKey {
  readonly record: VirtualKey;
  /** `sk-oc-…`: shown this once; only its SHA-256 is kept. */
  readonly key: string;
  /** `whsec_…`: signs the webhooks of this key's jobs. */
  readonly webhookSecret: string;
}

export type Authorisation =
  | { readonly ok: true; readonly key: VirtualKey }
  | { readonly ok: false; readonly reason: "unknown" | "revoked" | "expired" };

export interface Keys {
  create(input: CreateKeyInput): Promise<CreatedKey>;
  /** Newest first. */
  list(options?: {
    readonly includeRevoked?: boolean;
    readonly limit?: number;
    readonly beforeId?: string;
  }): Promise<readonly VirtualKey[]>;
  get(id: string): Promise<VirtualKey | undefined>;
  /** `undefined`: no such key. */
  patch(id: string, input: PatchKeyInput): Promise<VirtualKey | undefined>;
  /** From now on it opens nothing; its rows stay. False: no such key. */
  revoke(id: string): Promise<boolean>;
  /** Looked up by hash. On PostgreSQL an answer may be up to a second old. */
  authorise(presentedKey: string): Promise<Authorisation>;
}

// ---- Budgets (SRV-4) ----

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
  /** Settles what crashed processes left behind; runs by itself too. Gives how many ended. */
  reconcile(): Promise<number>;
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
export type ReconcileHook = (lost: LostReservation) => Promise<{ readonly costUsd: number } | "release" | "later">;

// ---- Rates (SRV-3) ----

export interface TakeInput {
  /** Key id, or any other name of a caller. */
  readonly id: string;
  readonly rpm?: number | undefined;
  readonly tpm?: number | undefined;
  /** Prompt estimate and requested maximum. */
  readonly tokens: number;
  /** Default 1. */
  readonly requests?: number | undefined;
}

export type Taken = { readonly ok: true } | { readonly ok: false; readonly limit: "rpm" | "tpm"; readonly retryAfterMs: number };

/**
 * GCRA: a caller who was idle may send a minute's worth at once; what was taken comes back evenly over a minute. Refused calls take nothing. A
 * request larger than a whole minute's tokens needs the full minute and passes then.
 */
export interface Rates {
  take(input: TakeInput): Promise<Taken>;
  /** Corrects an estimate by the tokens that were really used (`used - estimated`, may be negative). */
  adjust(input: { readonly id: string; readonly tpm: number; readonly tokens: number }): Promise<void>;
}

// ---- Ledger (SRV-5) ----

export type LedgerOutcome = "ok" | "error" | "cancelled" | "truncated" | "refused" | "assumed" | (string & {});

/** One attempt at a provider. */
export interface LedgerEntry {
  readonly requestId: string;
  /** From 1. */
  readonly attempt: number;
  /** Absent for the gateway's own token. */
  readonly keyId?: string | undefined;
  /** Such as `chat.completions`. */
  readonly endpoint: string;
  /** As asked for. */
  readonly requestedModel?: string | undefined;
  /** As answered. */
  readonly model: string;
  readonly provider?: string | undefined;
  readonly promptTokens?: number | undefined;
  readonly completionTokens?: number | undefined;
  readonly reasoningTokens?: number | undefined;
  readonly cachedTokens?: number | undefined;
  readonly cacheWriteTokens?: number | undefined;
  /** As the provider billed it. Absent: not known. */
  readonly costUsd?: number | undefined;
  readonly latencyMs: number;
  readonly firstTokenMs?: number | undefined;
  readonly outcome: LedgerOutcome;
  readonly errorCode?: string | undefined;
  readonly generationId?: string | undefined;
  /** Of the caller, when they gave one (`user`). */
  readonly user?: string | undefined;
  /** The stored conversation it was a turn of. */
  readonly sessionId?: string | undefined;
  /** Default: now. */
  readonly atMs?: number | undefined;
}

export interface LedgerRow extends LedgerEntry {
  /** Grows with time. */
  readonly id: string;
  readonly atMs: number;
}

export type LedgerGroup = "key" | "model" | "provider" | "outcome" | "endpoint" | "user" | "session" | "day" | "hour" | "month";

export interface LedgerFilter {
  /** Inclusive. */
  readonly fromMs?: number | undefined;
  /** Exclusive. */
  readonly toMs?: number | undefined;
  readonly keyId?: string | undefined;
  readonly model?: string | undefined;
  readonly requestId?: string | undefined;
  readonly outcome?: string | undefined;
  readonly endpoint?: string | undefined;
  readonly sessionId?: string | undefined;
}

/** Half, and all but one in twenty, took no longer; absent where nothing was measured. */
export interface Percentiles {
  readonly p50: number | null;
  readonly p95: number | null;
}

export interface LedgerTotals {
  readonly attempts: number;
  /** Attempts that ended in an error or broke off. */
  readonly failed: number;
  /** Distinct requests. */
  readonly requests: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly reasoningTokens: number;
  readonly cachedTokens: number;
  readonly cacheWriteTokens: number;
  /** Exact: summed as integers. */
  readonly costNanoUsd: NanoUsd;
  /** The same as a number. */
  readonly costUsd: number;
}

/** `group` holds the values of `groupBy` in its order; `null` for rows that have none. */
export interface LedgerGroupTotals extends LedgerTotals {
  readonly group: readonly (string | null)[];
}

/** How long the attempts of a group took. */
export interface LedgerGroupTimes {
  readonly group: readonly (string | null)[];
  readonly latencyMs: Percentiles;
  readonly firstTokenMs: Percentiles;
}

export interface Ledger {
  /** Resolves once the rows are durable. */
  append(rows: readonly LedgerEntry[]): Promise<void>;
  /** Oldest first, a page at a time; `afterId` is the last row's id of the page before. */
  query(filter: LedgerFilter, page?: { readonly afterId?: string; readonly limit?: number }): Promise<readonly LedgerRow[]>;
  /** Newest first; `beforeId` is the last row's id of the page before. */
  newest(
    filter: LedgerFilter,
    page?: { readonly beforeId?: string | undefined; readonly limit?: number | undefined },
  ): Promise<readonly LedgerRow[]>;
  totals(filter: LedgerFilter): Promise<LedgerTotals>;
  group(filter: LedgerFilter, groupBy: readonly LedgerGroup[]): Promise<readonly LedgerGroupTotals[]>;
  /** In the order of `group`; one entry for everything when `groupBy` is empty. */
  times(filter: LedgerFilter, groupBy: readonly LedgerGroup[]): Promise<readonly LedgerGroupTimes[]>;
  /** Rows as text pieces, with bounded memory. */
  exportCsv(filter: LedgerFilter): AsyncIterable<string>;
  exportJson(filter: LedgerFilter): AsyncIterable<string>;
  /** Groups as CSV. */
  groupCsv(filter: LedgerFilter, groupBy: readonly LedgerGroup[]): AsyncIterable<string>;
}

// ---- Idempotency (SRV-6) ----

export interface IdempotentRequest {
  /** The caller's `Idempotency-Key`, 1 to 255 characters. */
  readonly key: string;
  /** Whose it is: the virtual key's id; another tenant's same key is another record. */
  readonly scope: string;
  /** `hashBody` of method, path and body. */
  readonly bodyHash: string;
}

export interface StoredResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export type Begun =
  /** Go on; end with `complete` or `fail`. */
  | { readonly kind: "fresh" }
  | { readonly kind: "replay"; readonly response: StoredResponse }
  /** Same key, other body: 422. */
  | { readonly kind: "mismatch" }
  /** 409 with `Retry-After`. */
  | { readonly kind: "in_flight"; readonly retryAfterMs: number }
  /** The process that had it died after the paid request may have left: 409, and it is never sent again under this key. */
  | { readonly kind: "outcome_unknown" };

/** Records are kept for a day (`idempotencyRetentionMs`) and across restarts. */
export interface Idempotency {
  begin(request: IdempotentRequest): Promise<Begun>;
  /** Written before the paid request leaves; after this a crash means `outcome_unknown` and no longer a second try. */
  sending(request: IdempotentRequest): Promise<void>;
  /** The answer to replay; keep only what must not be bought twice (2xx, and failures that were billed). */
  complete(request: IdempotentRequest, response: StoredResponse): Promise<void>;
  /** It certainly cost nothing: the key may be used again. */
  fail(request: IdempotentRequest): Promise<void>;
}

// ---- Response cache ----

/** Bounded; in Redis when there is one, else in memory. A failing cache is an empty one: it never rejects. */
export interface ResponseCache {
  get(key: string): Promise<Uint8Array | undefined>;
  set(key: string, value: Uint8Array, ttlMs: number): Promise<void>;
}
