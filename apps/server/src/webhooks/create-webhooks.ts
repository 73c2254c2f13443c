import { randomBytes } from "node:crypto";
import type { HostResolver } from "@openclaw/core";
import { checkResolvedHost, checkUrl, readRetryAfterMs } from "@openclaw/core/internal";
import { DEFAULT_LEASE_MS, type StateContext } from "../store/context.js";
import type { SqlRow, Step } from "../store/engine.js";
import { numberOf, optional, textOf } from "../store/sql-value.js";
import type { WebhookDelivery, Webhooks } from "./webhook-types.js";
import { postWebhook } from "./post-webhook.js";
import type { WebhookSecrets } from "./webhook-secrets.js";
import { signWebhook } from "./sign-webhook.js";

export interface WebhookOptions {
  readonly secrets: WebhookSecrets;
  /** The one address that whoever runs the server has named; it may be private. */
  readonly trustedUrl?: string | undefined;
  /** Signs what goes there, where they have named one too; asked each time, because it may be changed. */
  readonly trustedSecret?: (() => string | undefined) | undefined;
  readonly allowPrivateNetwork?: boolean | undefined;
  readonly resolveHost?: HostResolver | undefined;
  readonly random?: (() => number) | undefined;
}

export interface OwnedWebhooks extends Webhooks {
  /** The row of a new delivery, to be written in the same commit as what it tells of. */
  step(event: {
    readonly url: string;
    readonly event: string;
    readonly jobId: string;
    readonly keyId?: string | undefined;
    readonly data: unknown;
    /** Fields beside `type`, `timestamp` and `data`. */
    readonly more?: Readonly<Record<string, unknown>> | undefined;
  }): Step;
  /** Forgets deliveries of long ago. */
  prune(): Promise<void>;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
// The waits that the Standard Webhooks specification proposes; after the last one the delivery is dead.
const WAITS_MS = [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR];
const KEPT_MS = 30 * 24 * HOUR;
const MAX_AT_ONCE = 16;
// At the end, for those that are on their way: a receiver that works answers sooner.
const LEAVING_MS = 3 * SECOND;
const MAX_PAGE = 1000;

/** Webhooks of the server: signed, sent until they are taken, and then laid aside where they can be seen and sent again (SRV-6). */
export function createWebhooks(context: StateContext, options: WebhookOptions): OwnedWebhooks {
  const { engine, clock, leaseMs = DEFAULT_LEASE_MS } = context;
  const { secrets, trustedUrl, resolveHost, random = Math.random } = options;
  const mayBePrivate = (url: string): boolean => options.allowPrivateNetwork === true || url === trustedUrl;

  const claim = async (signal: AbortSignal | undefined): Promise<SqlRow | undefined> => {
    if (signal?.aborted === true) return undefined;
    const nowMs = clock.now();
    const step: Step = {
      sql: `UPDATE webhooks SET lease_until = ?, attempts = attempts + 1 WHERE seq = (
          SELECT seq FROM webhooks WHERE state = 'pending' AND next_at <= ? AND lease_until <= ? ORDER BY next_at LIMIT 1 ${engine.skipLocked})
        RETURNING *`,
      params: [nowMs + leaseMs * 2, nowMs, nowMs],
    };
    return (await engine.write([step], "plain"))?.[0]?.rows[0];
  };

  const send = async (
    row: SqlRow,
    signal: AbortSignal,
  ): Promise<{ readonly error?: string; readonly gone?: boolean; readonly waitMs?: number }> => {
    const body = textOf(row, "payload");
    try {
      const keyId = typeof row["key_id"] === "string" ? row["key_id"] : undefined;
      const url = textOf(row, "url");
      const named = url === trustedUrl ? options.trustedSecret?.() : undefined;
      const signing = named === undefined ? await secrets.secretsFor(keyId) : [named];
      const headers = signWebhook({ id: textOf(row, "id"), nowMs: clock.now(), body }, signing);
      const { status, retryAfter } = await postWebhook(url, { headers, body, allowPrivate: mayBePrivate(url), signal });
      if (status >= 200 && status < 300) return {};
      const waitMs = readRetryAfterMs(new Headers(retryAfter === undefined ? {} : { "retry-after": retryAfter }), clock.now());
      return { error: `HTTP ${status}`, gone: status === 410, ...(waitMs === undefined ? {} : { waitMs }) };
    } catch (error) {
      const { code, name } = error as { readonly code?: unknown; readonly name?: unknown };
      return { error: typeof code === "string" ? code : name === "TimeoutError" ? "timeout" : "failed", gone: code === "url_refused" };
    }
  };

  const deliver = async (row: SqlRow, signal: AbortSignal): Promise<void> => {
    const { error, gone = false, waitMs = 0 } = await send(row, signal);
    const attempts = numberOf(row, "attempts");
    if (error !== undefined && signal.aborted) {
      // Cut off on this side: whoever looks next sends it.
      const sql = "UPDATE webhooks SET attempts = attempts - 1, lease_until = 0 WHERE seq = ? AND attempts = ? AND state = 'pending'";
      await engine.write([{ sql, params: [row["seq"] ?? 0, attempts] }], "plain");
      return;
    }
    const planned = WAITS_MS[attempts - 1];
    const state = error === undefined ? "delivered" : gone || planned === undefined ? "dead" : "pending";
    // Jitter, so that what failed together does not come back together.
    const nextMs = clock.now() + Math.max(waitMs, (planned ?? 0) * (0.9 + random() * 0.2));
    // What another instance took over after a lost lease is its to judge.
    const sql =
      "UPDATE webhooks SET state = ?, last_error = ?, next_at = ?, lease_until = 0 WHERE seq = ? AND attempts = ? AND state = 'pending'";
    await engine.write([{ sql, params: [state, error ?? null, Math.round(nextMs), row["seq"] ?? 0, attempts] }], "money");
  };

  return {
    secretFor: (keyId) => secrets.secretFor(keyId),
    rotateSecret: (keyId) => secrets.rotate(keyId),
    async check(text) {
      const allowPrivate = mayBePrivate(text);
      const url = checkUrl(text, { allowPrivate });
      await checkResolvedHost(url, { allowPrivate, resolveHost });
    },
    step({ url, event, jobId, keyId, data, more }) {
      const nowMs = clock.now();
      const id = `msg_${randomBytes(16).toString("hex")}`;
      const payload = JSON.stringify({ type: event, timestamp: new Date(nowMs).toISOString(), ...more, data });
      return {
        sql: "INSERT INTO webhooks (id, key_id, job_id, url, event, payload, state, next_at, created_at) VALUES (?, ?, ?, ?, ?, ?, 'pending', ?, ?)",
        params: [id, keyId ?? null, jobId, url, event, payload, nowMs, nowMs],
      };
    },
    async work(signal) {
      const cut = new AbortController();
      let cancel = (): void => undefined;
      const onEnding = (): void => {
        cancel = clock.after(LEAVING_MS, () => cut.abort());
      };
      signal?.addEventListener("abort", onEnding, { once: true });
      try {
        let tried = 0;
        for (;;) {
          const rows: SqlRow[] = [];
          for (let row = await claim(signal); row !== undefined; row = rows.length < MAX_AT_ONCE ? await claim(signal) : undefined)
            rows.push(row);
          await Promise.all(rows.map((row) => deliver(row, cut.signal)));
          tried += rows.length;
          if (rows.length < MAX_AT_ONCE) return tried;
        }
      } finally {
        cancel();
        signal?.removeEventListener("abort", onEnding);
      }
    },
    async prune() {
      const sql = "DELETE FROM webhooks WHERE state <> 'pending' AND created_at < ?";
      await engine.write([{ sql, params: [clock.now() - KEPT_MS] }], "plain");
    },
    async listDead({ limit = 100, beforeId } = {}) {
      const before = beforeId === undefined ? "" : "AND seq < (SELECT seq FROM webhooks WHERE id = ?)";
      const rows = await engine.read(`SELECT * FROM webhooks WHERE state = 'dead' ${before} ORDER BY seq DESC LIMIT ?`, [
        ...(beforeId === undefined ? [] : [beforeId]),
        Math.min(MAX_PAGE, Math.max(1, limit)),
      ]);
      return rows.map(readDelivery);
    },
    async redeliver(id) {
      const sql = "UPDATE webhooks SET state = 'pending', attempts = 0, next_at = ?, lease_until = 0 WHERE id = ? AND state = 'dead'";
      return (await engine.write([{ sql, params: [clock.now(), id], must: true }], "money")) !== undefined;
    },
  };
}

function readDelivery(row: SqlRow): WebhookDelivery {
  return {
    id: textOf(row, "id"),
    jobId: textOf(row, "job_id"),
    url: textOf(row, "url"),
    event: textOf(row, "event"),
    state: textOf(row, "state") as WebhookDelivery["state"],
    attempts: numberOf(row, "attempts"),
    nextAtMs: numberOf(row, "next_at"),
    createdAtMs: numberOf(row, "created_at"),
    ...optional("keyId", row["key_id"], String),
    ...optional("lastError", row["last_error"], String),
  };
}
