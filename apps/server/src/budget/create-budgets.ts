import type { StateContext } from "../store/context.js";
import type { Step } from "../store/engine.js";
import { gather } from "../store/gather.js";
import { NO_LIVE_JOB, readHeld } from "./read-held.js";
import { bigintOf, numberOf, optional, textOf } from "../store/sql-value.js";
import type { Budgets, LostReservation, ReconcileHook, Reserved } from "./budget-types.js";
import type { BudgetWindow } from "../keys/key-types.js";
import { type Ending, endOne, endTogether } from "./end-together.js";
import { toNanoUsd, toUsd } from "../store/nano-usd.js";
import { type Hold, reservationMsOf, reserveTogether } from "./reserve-together.js";
import { windowEndMs, windowStartMs } from "./window.js";

export interface BudgetOptions {
  /** Asks `/generation` what a lost request cost. Without it every lost request counts as fully spent. */
  readonly reconcile?: ReconcileHook | undefined;
  /** How long the hook may answer `later`, from when the money was held. Default 10 minutes. */
  readonly graceMs?: number | undefined;
}

export interface OwnedBudgets extends Budgets {
  /** Keeps this process's reservations from counting as lost. */
  renew(): Promise<void>;
  /** Forgets ended reservations, so that the table stays small. */
  prune(): Promise<void>;
}

/** For so long the bill of a lost request is looked for; then its hold counts as spent. */
const LOST_HOLD_MS = 600_000;
/** No request runs this long: whatever is still held then has been forgotten. */
const MAX_REQUEST_MS = 2 * 3_600_000;
const CLAIM_MS = 30_000;
const ENDED_KEPT_MS = 2 * 86_400_000;

// Of bookings nobody waits for: long enough for those of many requests to become one write.
const ENDINGS_GATHER_MS = 5;
const MAX_TOGETHER = 32;

interface Asked extends Hold {
  readonly keyId: string;
}

/** Money is held before the call and settled after it (SRV-4); see `Budgets`. */
export function createBudgets(context: StateContext, options: BudgetOptions = {}): OwnedBudgets {
  const { engine, clock, instanceId } = context;
  const { reconcile: hook, graceMs = LOST_HOLD_MS } = options;

  const explainRefusal = async (keyId: string, requestId: string): Promise<Reserved> => {
    const [held] = await engine.read("SELECT state FROM reservations WHERE request_id = ?", [requestId]);
    if (held !== undefined) return { ok: false, reason: "duplicate" };
    const [key] = await engine.read(
      "SELECT budget_nano, budget_window, window_start, spent_nano, reserved_nano, revoked_at FROM keys WHERE id = ?",
      [keyId],
    );
    if (key === undefined || key["revoked_at"] !== null) return { ok: false, reason: "key_revoked" };
    const window = textOf(key, "budget_window") as BudgetWindow;
    const current = numberOf(key, "window_start") >= windowStartMs(window, clock.now());
    const used = current ? bigintOf(key, "spent_nano") + bigintOf(key, "reserved_nano") : 0n;
    const left = bigintOf(key, "budget_nano") - used;
    const resetsAtMs = windowEndMs(window, clock.now());
    return {
      ok: false,
      reason: "budget_exceeded",
      remainingUsd: toUsd(left > 0n ? left : 0n),
      ...(resetsAtMs === undefined ? {} : { resetsAtMs }),
    };
  };

  const reserve = gather<Asked, Reserved>({
    gatherMs: 0,
    maxCalls: MAX_TOGETHER,
    // All of them change the same row of the key.
    oneAtATime: true,
    groupOf: ({ keyId }) => keyId,
    run: async (asked, waited) => reserveTogether(context, asked[0]?.keyId ?? "", asked, waited),
    async runOne(asked, waited) {
      const reserved = await reserveTogether(context, asked.keyId, [asked], waited);
      return reserved?.[0] ?? explainRefusal(asked.keyId, asked.requestId);
    },
  });
  const end = gather<Ending, boolean>({
    groupOf: () => "endings",
    gatherMs: ENDINGS_GATHER_MS,
    maxCalls: MAX_TOGETHER,
    run: async (endings) => ((await endTogether(context, endings)) ? endings.map(() => true) : undefined),
    // Nearly all are open, and then a group of one is the shorter way too.
    runOne: async (ending) => (await endTogether(context, [ending])) || endOne(context, ending),
  });

  const claimLost = async (signal: AbortSignal | undefined): Promise<LostReservation | undefined> => {
    if (signal?.aborted === true) return undefined;
    const nowMs = clock.now();
    const step: Step = {
      sql: `UPDATE reservations SET owner = 'reconcile', expires_at = ? WHERE request_id = (
          SELECT r.request_id FROM reservations r WHERE r.state = 'open' AND r.expires_at <= ? AND ${NO_LIVE_JOB}
          ORDER BY r.expires_at LIMIT 1 ${engine.skipLocked}) AND state = 'open'
        RETURNING request_id, key_id, held_nano, created_at, generation_id`,
      params: [nowMs + CLAIM_MS, nowMs],
    };
    const row = (await engine.write([step], "plain"))?.[0]?.rows[0];
    if (row === undefined) return undefined;
    return {
      requestId: textOf(row, "request_id"),
      keyId: textOf(row, "key_id"),
      reservedUsd: toUsd(bigintOf(row, "held_nano")),
      createdAtMs: numberOf(row, "created_at"),
      ...optional("generationId", row["generation_id"], String),
    };
  };

  const settleLost = async (lost: LostReservation, signal: AbortSignal | undefined): Promise<boolean> => {
    const verdict = hook === undefined ? "later" : await hook(lost, signal).catch(() => "later" as const);
    // Not asked to the end: nothing follows from that. The claim runs out, and somebody looks again.
    if (verdict === "later" && signal?.aborted === true) return false;
    const { requestId, keyId, generationId, createdAtMs } = lost;
    const row = {
      requestId,
      attempt: 1,
      keyId,
      endpoint: "unknown",
      model: "unknown",
      latencyMs: 0,
      ...(generationId === undefined ? {} : { generationId }),
    };
    if (verdict === "release") return endOne(context, { requestId, cost: 0n, state: "released", rows: [], from: "state = 'open'" });
    if (verdict !== "later") {
      const rows = [{ ...row, costUsd: verdict.costUsd, outcome: "reconciled" }];
      return endOne(context, { requestId, cost: toNanoUsd(verdict.costUsd), state: "settled", rows, from: "state = 'open'" });
    }
    if (hook !== undefined && clock.now() < createdAtMs + graceMs) return false;
    const rows = [{ ...row, costUsd: lost.reservedUsd, outcome: "assumed", errorCode: "outcome_unknown" }];
    return endOne(context, { requestId, cost: toNanoUsd(lost.reservedUsd), state: "assumed", rows, from: "state = 'open'" });
  };

  return {
    reserve: async ({ estimateUsd, ...asked }) => reserve({ ...asked, amount: toNanoUsd(estimateUsd, "up") }),
    async attach(...generations) {
      const sql = "UPDATE reservations SET generation_id = ? WHERE request_id = ? AND state = 'open'";
      await engine.write(
        generations.map(({ requestId, generationId }) => ({ sql, params: [generationId, requestId] })),
        "plain",
      );
    },
    // A bill counts even after the money was given back: the provider's word is the last one.
    settle: async (requestId, costUsd, rows = []) =>
      end({ requestId, cost: toNanoUsd(costUsd), state: "settled", rows, from: "state IN ('open', 'assumed', 'released')" }),
    release: async (requestId, rows = []) => end({ requestId, cost: 0n, state: "released", rows, from: "state IN ('open', 'assumed')" }),
    held: (keyId) => readHeld(context, { graceMs, keyId }),
    async reconcile(signal) {
      let ended = 0;
      for (let lost = await claimLost(signal); lost !== undefined; lost = await claimLost(signal))
        if (await settleLost(lost, signal)) ended++;
      return ended;
    },
    async renew() {
      const nowMs = clock.now();
      const sql = "UPDATE reservations SET expires_at = ? WHERE owner = ? AND state = 'open' AND created_at > ? AND expires_at < ?";
      const untilMs = nowMs + reservationMsOf(context);
      await engine.write([{ sql, params: [untilMs, instanceId, nowMs - MAX_REQUEST_MS, untilMs] }], "plain");
    },
    async prune() {
      await engine.write(
        [{ sql: "DELETE FROM reservations WHERE state <> 'open' AND created_at < ?", params: [clock.now() - ENDED_KEPT_MS] }],
        "plain",
      );
    },
  };
}
