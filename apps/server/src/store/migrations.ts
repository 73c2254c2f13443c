import type { Engine } from "./engine.js";

/** A step from one version of the tables to the next. Never changed once released: a mistake is mended by the next one. */
export interface Migration {
  readonly version: number;
  readonly statements: (engine: Engine["name"]) => readonly string[];
}

/** Times are milliseconds since 1970, money is integer billionths of a dollar. */
export const STATE_MIGRATIONS: readonly Migration[] = [
  { version: 1, statements: firstTables },
  { version: 2, statements: sessionTables },
  { version: 3, statements: namesOfCallers },
];

/** Rates alone: on SQLite they live in a file of their own, which is never synced. */
export const RATE_MIGRATIONS: readonly Migration[] = [
  {
    version: 1,
    statements: () => [rateTable],
  },
];

const rateTable = `CREATE TABLE rates (
  id TEXT PRIMARY KEY, requests_at DOUBLE PRECISION NOT NULL DEFAULT 0, tokens_at DOUBLE PRECISION NOT NULL DEFAULT 0)`;

function firstTables(engine: Engine["name"]): readonly string[] {
  const bytes = engine === "sqlite" ? "BLOB" : "BYTEA";
  const serial = engine === "sqlite" ? "INTEGER PRIMARY KEY AUTOINCREMENT" : "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY";
  return [
    `CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL)`,
    // The counters are of the window that began at window_start; they stand in the key's row, so that one UPDATE checks and takes.
    `CREATE TABLE keys (
      seq ${serial}, id TEXT NOT NULL UNIQUE, hash TEXT NOT NULL UNIQUE, hint TEXT NOT NULL, name TEXT NOT NULL,
      budget_nano BIGINT, budget_window TEXT NOT NULL, window_start BIGINT NOT NULL DEFAULT 0,
      spent_nano BIGINT NOT NULL DEFAULT 0, reserved_nano BIGINT NOT NULL DEFAULT 0,
      rpm BIGINT, tpm BIGINT, models TEXT, created_at BIGINT NOT NULL, expires_at BIGINT, revoked_at BIGINT)`,
    // What each day's reservations cost: a changed window is counted anew from these.
    `CREATE TABLE key_days (key_id TEXT NOT NULL, day BIGINT NOT NULL, spent_nano BIGINT NOT NULL, PRIMARY KEY (key_id, day))`,
    `CREATE TABLE reservations (
      request_id TEXT PRIMARY KEY, key_id TEXT NOT NULL, state TEXT NOT NULL, held_nano BIGINT NOT NULL, cost_nano BIGINT NOT NULL DEFAULT 0,
      owner TEXT NOT NULL, generation_id TEXT, created_at BIGINT NOT NULL, day BIGINT NOT NULL, expires_at BIGINT NOT NULL)`,
    `CREATE INDEX reservations_open ON reservations (expires_at) WHERE state = 'open'`,
    `CREATE INDEX reservations_ended ON reservations (created_at) WHERE state <> 'open'`,
    `CREATE TABLE ledger (
      id ${serial}, at BIGINT NOT NULL, request_id TEXT NOT NULL, attempt BIGINT NOT NULL, key_id TEXT, endpoint TEXT NOT NULL,
      requested_model TEXT, model TEXT NOT NULL, provider TEXT, prompt_tokens BIGINT, completion_tokens BIGINT, reasoning_tokens BIGINT,
      cached_tokens BIGINT, cache_write_tokens BIGINT, cost_nano BIGINT, latency_ms BIGINT NOT NULL, first_token_ms BIGINT,
      outcome TEXT NOT NULL, error_code TEXT, generation_id TEXT, caller TEXT)`,
    `CREATE INDEX ledger_at ON ledger (at)`,
    `CREATE INDEX ledger_key ON ledger (key_id, at)`,
    `CREATE INDEX ledger_request ON ledger (request_id)`,
    `CREATE TABLE idempotency (
      scope TEXT NOT NULL, key TEXT NOT NULL, body_hash TEXT NOT NULL, state TEXT NOT NULL, owner TEXT NOT NULL, lease_until BIGINT NOT NULL,
      status BIGINT, headers TEXT, body ${bytes}, created_at BIGINT NOT NULL, expires_at BIGINT NOT NULL, PRIMARY KEY (scope, key))`,
    `CREATE INDEX idempotency_expires ON idempotency (expires_at)`,
    `CREATE TABLE video_jobs (
      seq ${serial}, id TEXT NOT NULL UNIQUE, key_id TEXT, request_id TEXT NOT NULL, state TEXT NOT NULL, models TEXT NOT NULL,
      request TEXT, asked TEXT NOT NULL, provider_job TEXT, cost_nano BIGINT, error_code TEXT, error_message TEXT, files TEXT NOT NULL,
      webhook_url TEXT, lease_owner TEXT, lease_until BIGINT NOT NULL, next_at BIGINT NOT NULL, tries BIGINT NOT NULL DEFAULT 0,
      created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, completed_at BIGINT, expires_at BIGINT)`,
    `CREATE INDEX video_jobs_due ON video_jobs (next_at) WHERE state IN ('queued', 'submitting', 'running', 'fetching')`,
    `CREATE INDEX video_jobs_expires ON video_jobs (expires_at) WHERE expires_at IS NOT NULL`,
    `CREATE TABLE webhooks (
      seq ${serial}, id TEXT NOT NULL UNIQUE, key_id TEXT, job_id TEXT NOT NULL, url TEXT NOT NULL, event TEXT NOT NULL, payload TEXT NOT NULL,
      state TEXT NOT NULL, attempts BIGINT NOT NULL DEFAULT 0, last_error TEXT, next_at BIGINT NOT NULL, lease_until BIGINT NOT NULL DEFAULT 0,
      created_at BIGINT NOT NULL)`,
    `CREATE INDEX webhooks_due ON webhooks (next_at) WHERE state = 'pending'`,
    // With PostgreSQL and no Redis the rates are here.
    rateTable,
  ];
}

/** Conversations that the server keeps (CHAT-12), and which of them a ledger row belongs to. */
function sessionTables(engine: Engine["name"]): readonly string[] {
  const serial = engine === "sqlite" ? "INTEGER PRIMARY KEY AUTOINCREMENT" : "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY";
  return [
    `ALTER TABLE ledger ADD COLUMN session_id TEXT`,
    `CREATE TABLE sessions (
      seq ${serial}, id TEXT NOT NULL UNIQUE, owner TEXT NOT NULL, caller TEXT, title TEXT, model TEXT, thinking TEXT, system TEXT,
      turns BIGINT NOT NULL DEFAULT 0, cost_nano BIGINT NOT NULL DEFAULT 0,
      busy_owner TEXT, busy_until BIGINT NOT NULL DEFAULT 0, created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL)`,
    `CREATE INDEX sessions_owner ON sessions (owner, updated_at)`,
    `CREATE UNIQUE INDEX sessions_caller ON sessions (owner, caller) WHERE caller IS NOT NULL`,
    // entry is the line of a conversation's file, as the command line writes it; words is what a search reads.
    `CREATE TABLE session_messages (
      seq ${serial}, id TEXT NOT NULL UNIQUE, session_id TEXT NOT NULL, at BIGINT NOT NULL, entry TEXT NOT NULL, words TEXT NOT NULL,
      cost_nano BIGINT, partial BIGINT NOT NULL DEFAULT 0)`,
    `CREATE INDEX session_messages_of ON session_messages (session_id, seq)`,
  ];
}

/** What a caller calls its request, so that a row is found by what stands in the caller's own logs and traces. */
function namesOfCallers(): readonly string[] {
  return [
    `ALTER TABLE ledger ADD COLUMN trace_id TEXT`,
    `ALTER TABLE ledger ADD COLUMN client_request_id TEXT`,
    // Rows without one are not in it, and cost nothing.
    `CREATE INDEX ledger_client_request ON ledger (client_request_id) WHERE client_request_id IS NOT NULL`,
  ];
}
