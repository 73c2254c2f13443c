import { DEFAULT_LEASE_MS, type StateContext } from "../store/context.js";
import type { SqlRow, Step } from "../store/engine.js";
import { numberOf, textOf } from "../store/sql-value.js";
import type { Begun, Idempotency, IdempotentRequest, StoredResponse } from "./idempotency-types.js";

export interface OwnedIdempotency extends Idempotency {
  /** Keeps this process's requests from counting as left behind. */
  renew(): Promise<void>;
  /** Forgets what is past its time. */
  prune(): Promise<void>;
}

const RETENTION_MS = 24 * 3_600_000;
const RETRY_MS = 1000;
const MAX_TRIES = 20;

const INSERT = `INSERT INTO idempotency (scope, key, body_hash, state, owner, lease_until, created_at, expires_at)
  VALUES (?, ?, ?, 'begun', ?, ?, ?, ?) ON CONFLICT DO NOTHING`;

/** `Idempotency-Key` on paid requests: nothing is bought twice, whoever dies when (SRV-6). Failing closed: what is not known is not sent again. */
export function createIdempotency(context: StateContext, options: { readonly retentionMs?: number | undefined } = {}): OwnedIdempotency {
  const { engine, clock, instanceId, leaseMs = DEFAULT_LEASE_MS } = context;
  const { retentionMs = RETENTION_MS } = options;

  const insert = ({ key, scope, bodyHash }: IdempotentRequest): Step => {
    const nowMs = clock.now();
    return { sql: INSERT, params: [scope, key, bodyHash, instanceId, nowMs + leaseMs, nowMs, nowMs + retentionMs], must: true };
  };

  const judge = async (request: IdempotentRequest, row: SqlRow): Promise<Begun | undefined> => {
    if (textOf(row, "body_hash") !== request.bodyHash) return { kind: "mismatch" };
    const state = textOf(row, "state");
    if (state === "done") return { kind: "replay", response: readResponse(row) };
    if (clock.now() < numberOf(row, "lease_until")) return { kind: "in_flight", retryAfterMs: RETRY_MS };
    if (state === "sending") return { kind: "outcome_unknown" };
    // It was begun by a process that died before anything left: whoever takes the row over goes on.
    const taken = await engine.write(
      [
        {
          sql: `UPDATE idempotency SET owner = ?, lease_until = ? WHERE scope = ? AND key = ? AND state = 'begun' AND lease_until = ?`,
          params: [instanceId, clock.now() + leaseMs, request.scope, request.key, numberOf(row, "lease_until")],
          must: true,
        },
      ],
      "money",
    );
    return taken === undefined ? undefined : { kind: "fresh" };
  };

  const mine = ({ scope, key }: IdempotentRequest): readonly string[] => [scope, key, instanceId];
  const WHERE_MINE = "WHERE scope = ? AND key = ? AND owner = ? AND state <> 'done'";

  return {
    async begin(request) {
      for (let tries = 0; tries < MAX_TRIES; tries++) {
        const expired = {
          sql: "DELETE FROM idempotency WHERE scope = ? AND key = ? AND expires_at <= ?",
          params: [request.scope, request.key, clock.now()],
        };
        if ((await engine.write([expired, insert(request)], "money")) !== undefined) return { kind: "fresh" };
        const [row] = await engine.read("SELECT * FROM idempotency WHERE scope = ? AND key = ?", [request.scope, request.key]);
        // Gone or taken in between: look again.
        const begun = row === undefined ? undefined : await judge(request, row);
        if (begun !== undefined) return begun;
      }
      return { kind: "in_flight", retryAfterMs: RETRY_MS };
    },
    async sending(request) {
      const step = {
        sql: `UPDATE idempotency SET state = 'sending', lease_until = ? ${WHERE_MINE}`,
        params: [clock.now() + leaseMs, ...mine(request)],
        must: true,
      };
      if ((await engine.write([step], "money")) === undefined) throw new Error("This request does not hold its idempotency key.");
    },
    async complete(request, { status, headers, body }) {
      const sql = `UPDATE idempotency SET state = 'done', status = ?, headers = ?, body = ? ${WHERE_MINE}`;
      await engine.write([{ sql, params: [status, JSON.stringify(headers), body, ...mine(request)] }], "money");
    },
    async fail(request) {
      await engine.write([{ sql: `DELETE FROM idempotency ${WHERE_MINE}`, params: mine(request) }], "money");
    },
    async renew() {
      const nowMs = clock.now();
      await engine.write(
        [
          {
            sql: "UPDATE idempotency SET lease_until = ? WHERE owner = ? AND state <> 'done' AND lease_until > ?",
            params: [nowMs + leaseMs, instanceId, nowMs],
          },
        ],
        "plain",
      );
    },
    async prune() {
      await engine.write([{ sql: "DELETE FROM idempotency WHERE expires_at <= ?", params: [clock.now()] }], "plain");
    },
  };
}

function readResponse(row: SqlRow): StoredResponse {
  const body = row["body"];
  return {
    status: numberOf(row, "status"),
    headers: JSON.parse(textOf(row, "headers") || "{}") as Record<string, string>,
    body: body instanceof Uint8Array ? body : new Uint8Array(),
  };
}
