import { randomBytes } from "node:crypto";
import { tokenDigest } from "./token-digest.js";
import { toNanoUsd } from "../store/nano-usd.js";
import { windowStartMs } from "../budget/window.js";
import type { StateContext } from "../store/context.js";
import type { SqlValue, Step } from "../store/engine.js";
import { textOf } from "../store/sql-value.js";
import type { Authorisation, CreatedKey, Keys, PatchKeyInput, VirtualKey } from "./key-types.js";
import { createRecentRows } from "./recent-rows.js";
import { KEY_COLUMNS, readKeyRow } from "./key-row.js";

/**
 * A looked-up key is believed for so long, so that a busy key does not ask for its row at every request. What another process changes counts after
 * that at the latest; a revoked key buys nothing even before, because every reservation asks the row.
 */
const BELIEVED_MS = 1000;
const MAX_PAGE = 1000;

/** Virtual keys: shown once, kept as SHA-256 (the key is 256 random bits, so a slow hash would guard nothing) (SRV-3). */
export function createKeys(context: StateContext, secretFor: (keyId: string) => Promise<string>): Keys {
  const { engine, clock } = context;
  const recent = createRecentRows<VirtualKey>({ forMs: BELIEVED_MS, clock });

  const get = async (id: string): Promise<VirtualKey | undefined> => {
    const [row] = await engine.read(`SELECT ${KEY_COLUMNS} FROM keys WHERE id = ?`, [id]);
    return row === undefined ? undefined : readKeyRow(row, clock.now());
  };

  return {
    get,
    async create(input): Promise<CreatedKey> {
      const key = `sk-oc-${randomBytes(32).toString("base64url")}`;
      const id = `key_${randomBytes(12).toString("hex")}`;
      const nowMs = clock.now();
      const window = input.budgetWindow ?? "total";
      const values: Readonly<Record<string, SqlValue>> = {
        id,
        hash: hashKey(key),
        hint: key.slice(-4),
        name: input.name,
        budget_nano: nullable(input.budgetUsd, (usd: number) => toNanoUsd(usd)),
        budget_window: window,
        window_start: windowStartMs(window, nowMs),
        rpm: input.rpm ?? null,
        tpm: input.tpm ?? null,
        models: nullable(input.models, (models) => JSON.stringify(models)),
        created_at: nowMs,
        expires_at: input.expiresAtMs ?? null,
      };
      const columns = Object.keys(values);
      await engine.write(
        [
          {
            sql: `INSERT INTO keys (${columns.join(", ")}) VALUES (${columns.map(() => "?").join(", ")})`,
            params: Object.values(values),
          },
        ],
        "money",
      );
      const record = await get(id);
      if (record === undefined) throw new Error("A key that was just made is not there.");
      return { record, key, webhookSecret: await secretFor(id) };
    },
    async list({ includeRevoked = false, limit = 100, beforeId } = {}) {
      const where = [
        includeRevoked ? "1 = 1" : "revoked_at IS NULL",
        ...(beforeId === undefined ? [] : ["seq < (SELECT seq FROM keys WHERE id = ?)"]),
      ];
      const rows = await engine.read(`SELECT ${KEY_COLUMNS} FROM keys WHERE ${where.join(" AND ")} ORDER BY seq DESC LIMIT ?`, [
        ...(beforeId === undefined ? [] : [beforeId]),
        Math.min(MAX_PAGE, Math.max(1, limit)),
      ]);
      return rows.map((row) => readKeyRow(row, clock.now()));
    },
    async patch(id, input) {
      const changed = patchStep(id, input, clock.now());
      if (changed !== undefined) {
        // Takes the row first: the sums of a changed window must see every reservation that came before.
        const lock: Step = { sql: "UPDATE keys SET id = id WHERE id = ?", params: [id], must: true };
        if ((await engine.write([lock, changed], "money")) === undefined) return undefined;
        recent.clear();
      }
      return get(id);
    },
    async revoke(id) {
      const step: Step = {
        sql: "UPDATE keys SET revoked_at = COALESCE(revoked_at, ?) WHERE id = ?",
        params: [clock.now(), id],
        must: true,
      };
      const done = await engine.write([step], "money");
      recent.clear();
      return done !== undefined;
    },
    async authorise(presentedKey): Promise<Authorisation> {
      const key = await recent.get(hashKey(presentedKey), async (hash) => {
        const [found] = await engine.read(`SELECT ${KEY_COLUMNS}, hash FROM keys WHERE hash = ?`, [hash]);
        return found === undefined || textOf(found, "hash") !== hash ? undefined : readKeyRow(found, clock.now());
      });
      if (key === undefined) return { ok: false, reason: "unknown" };
      if (key.revokedAtMs !== undefined) return { ok: false, reason: "revoked" };
      if (key.expiresAtMs !== undefined && key.expiresAtMs <= clock.now()) return { ok: false, reason: "expired" };
      return { ok: true, key };
    },
  };
}

function hashKey(key: string): string {
  return tokenDigest(key).toString("hex");
}

function patchStep(id: string, input: PatchKeyInput, nowMs: number): Step | undefined {
  const sets: string[] = [];
  const params: SqlValue[] = [];
  const set = (column: string, value: SqlValue | undefined): void => {
    if (value === undefined) return;
    sets.push(`${column} = ?`);
    params.push(value);
  };
  set("name", input.name);
  set("budget_nano", input.budgetUsd === undefined ? undefined : nullable(input.budgetUsd, (usd: number) => toNanoUsd(usd)));
  set("rpm", input.rpm);
  set("tpm", input.tpm);
  set("models", input.models === undefined ? undefined : nullable(input.models, (models) => JSON.stringify(models)));
  set("expires_at", input.expiresAtMs);
  if (input.budgetWindow !== undefined) {
    const startMs = windowStartMs(input.budgetWindow, nowMs);
    set("budget_window", input.budgetWindow);
    set("window_start", startMs);
    sets.push(
      "spent_nano = (SELECT COALESCE(SUM(d.spent_nano), 0) FROM key_days d WHERE d.key_id = keys.id AND d.day >= ?)",
      "reserved_nano = (SELECT COALESCE(SUM(r.held_nano), 0) FROM reservations r WHERE r.key_id = keys.id AND r.state = 'open' AND r.created_at >= ?)",
    );
    params.push(startMs, startMs);
  }
  return sets.length === 0 ? undefined : { sql: `UPDATE keys SET ${sets.join(", ")} WHERE id = ?`, params: [...params, id], must: true };
}

function nullable<Value, Stored extends SqlValue>(value: Value | null | undefined, store: (value: Value) => Stored): Stored | null {
  return value === undefined || value === null ? null : store(value);
}
