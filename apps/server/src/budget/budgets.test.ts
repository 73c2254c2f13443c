import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { tempDir } from "@openclaw/testing";
import { expect, it, onTestFinished } from "vitest";
import { createKeys } from "../keys/create-keys.js";
import { createLedger } from "../ledger/create-ledger.js";
import type { Engine } from "../store/engine.js";
import { STATE_MIGRATIONS } from "../store/migrations.js";
import { openSqliteEngine } from "../store/sqlite/sqlite-engine.js";
import { eachEngine } from "../store/testing/each-engine.js";
import { testClock } from "../store/testing/test-clock.js";
import type { CreateKeyInput } from "../keys/key-types.js";
import type { ReconcileHook } from "./budget-types.js";
import { createBudgets } from "./create-budgets.js";

const noSecret = () => Promise.resolve("whsec_");

function over(
  engine: Engine,
  options: { readonly startMs?: number; readonly reconcile?: ReconcileHook; readonly instanceId?: string; readonly graceMs?: number } = {},
) {
  const { clock, fake } = testClock(options.startMs);
  const context = { engine, clock, instanceId: options.instanceId ?? "one" };
  const keys = createKeys(context, noSecret);
  return {
    fake,
    keys,
    ledger: createLedger(context),
    budgets: createBudgets(context, { reconcile: options.reconcile, graceMs: options.graceMs }),
    createKey: async (input: Partial<CreateKeyInput> = {}) => (await keys.create({ name: "k", ...input })).record.id,
    left: async (id: string) => {
      const key = await keys.get(id);
      return [key?.spentUsd, key?.reservedUsd];
    },
  };
}

let count = 0;
const requestId = (): string => `req_${++count}`;

// SRV-4
eachEngine("budgets", ({ name, open, place, openAt }) => {
  it("lets through of 500 concurrent requests exactly those that there is money for", async () => {
    const { budgets, createKey, left } = over(await open());
    const keyId = await createKey({ budgetUsd: 20 * 0.0173 });
    const answers = await Promise.all(
      Array.from({ length: 500 }, () => budgets.reserve({ keyId, estimateUsd: 0.0173, requestId: requestId() })),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(20);
    expect(answers.find(({ ok }) => !ok)).toEqual({ ok: false, reason: "budget_exceeded", remainingUsd: 0 });
    expect(await left(keyId)).toEqual([0, 0.346]);
  });

  it("never holds and spends more than the budget, whatever is reserved, settled and released in between", async () => {
    const first = over(await open());
    const keyId = await first.createKey({ budgetUsd: 1 });
    let seed = 7;
    const random = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
    let billed = 0n;
    const one = async (): Promise<void> => {
      const estimateUsd = Math.round(random() * 2e8) / 1e9;
      const id = requestId();
      const reserved = await first.budgets.reserve({ keyId, estimateUsd, requestId: id });
      if (!reserved.ok) return;
      const [spent = 0, held = 0] = await first.left(keyId);
      expect(spent + held).toBeLessThanOrEqual(1);
      if (random() < 0.4) await first.budgets.release(id);
      else {
        const cost = Math.floor(estimateUsd * random() * 1e9);
        billed += BigInt(cost);
        await first.budgets.settle(id, cost / 1e9, [
          { requestId: id, attempt: 1, keyId, endpoint: "chat", model: "m", latencyMs: 1, outcome: "ok", costUsd: cost / 1e9 },
        ]);
      }
    };
    await Promise.all(Array.from({ length: 120 }, one));
    const [spent, held] = await first.left(keyId);
    expect(held).toBe(0);
    expect(spent).toBe(Number(billed) / 1e9);
    expect((await first.ledger.totals({ keyId })).costNanoUsd).toBe(billed);
  });

  it("settles once, however often and however concurrently it is told to", async () => {
    const { budgets, createKey, left, ledger } = over(await open());
    const keyId = await createKey({ budgetUsd: 1 });
    const id = requestId();
    await budgets.reserve({ keyId, estimateUsd: 0.5, requestId: id });
    const row = { requestId: id, attempt: 1, keyId, endpoint: "chat", model: "m", latencyMs: 1, outcome: "ok", costUsd: 0.1 };
    const settled = await Promise.all(Array.from({ length: 10 }, () => budgets.settle(id, 0.1, [row])));
    expect(settled.filter(Boolean)).toHaveLength(1);
    expect(await budgets.release(id)).toBe(false);
    expect(await left(keyId)).toEqual([0.1, 0]);
    expect((await ledger.totals({ requestId: id })).attempts).toBe(1);
  });

  it("charges what is billed after the money was given back too early", async () => {
    const { budgets, createKey, left } = over(await open());
    const keyId = await createKey({ budgetUsd: 1 });
    await budgets.reserve({ keyId, estimateUsd: 0.5, requestId: "early" });
    expect(await budgets.release("early")).toBe(true);
    expect(await left(keyId)).toEqual([0, 0]);
    expect(await budgets.settle("early", 0.2)).toBe(true);
    expect(await budgets.settle("early", 0.2)).toBe(false);
    expect(await left(keyId)).toEqual([0.2, 0]);
  });

  it("refuses a second reservation under the same request id and holds nothing for it", async () => {
    const { budgets, createKey, left } = over(await open());
    const keyId = await createKey({ budgetUsd: 1 });
    await budgets.reserve({ keyId, estimateUsd: 0.5, requestId: "same" });
    expect(await budgets.reserve({ keyId, estimateUsd: 0.1, requestId: "same" })).toEqual({ ok: false, reason: "duplicate" });
    expect(await left(keyId)).toEqual([0, 0.5]);
  });

  it("takes what is billed beyond the estimate from the budget, so that the next request is refused", async () => {
    const { budgets, createKey } = over(await open());
    const keyId = await createKey({ budgetUsd: 1 });
    await budgets.reserve({ keyId, estimateUsd: 0.5, requestId: "dear" });
    await budgets.settle("dear", 1.2);
    expect(await budgets.reserve({ keyId, estimateUsd: 0, requestId: "next" })).toMatchObject({
      reason: "budget_exceeded",
      remainingUsd: 0,
    });
  });

  it("refuses a revoked key even when its reservation was on its way", async () => {
    const { budgets, createKey, keys } = over(await open());
    const keyId = await createKey();
    await keys.revoke(keyId);
    expect(await budgets.reserve({ keyId, estimateUsd: 0, requestId: requestId() })).toEqual({ ok: false, reason: "key_revoked" });
  });

  it.each([
    ["day", Date.UTC(2026, 4, 20, 23, 59, 59), Date.UTC(2026, 4, 21)],
    ["week", Date.UTC(2026, 4, 24, 23, 59, 59), Date.UTC(2026, 4, 25)],
    ["month", Date.UTC(2026, 11, 31, 23, 59, 59), Date.UTC(2027, 0, 1)],
  ] as const)("starts anew with the next %s in UTC, and says when that is", async (budgetWindow, startMs, resetsAtMs) => {
    const { budgets, createKey, fake, left } = over(await open(), { startMs });
    const keyId = await createKey({ budgetUsd: 1, budgetWindow });
    await budgets.reserve({ keyId, estimateUsd: 0.6, requestId: `${budgetWindow}-1` });
    await budgets.reserve({ keyId, estimateUsd: 0.4, requestId: `${budgetWindow}-2` });
    await budgets.settle(`${budgetWindow}-1`, 0.6);
    expect(await budgets.reserve({ keyId, estimateUsd: 0.1, requestId: `${budgetWindow}-3` })).toMatchObject({
      reason: "budget_exceeded",
      resetsAtMs,
    });
    await fake.advance(1000);
    expect(await left(keyId)).toEqual([0, 0]);
    expect(await budgets.reserve({ keyId, estimateUsd: 0.9, requestId: `${budgetWindow}-4` })).toMatchObject({ ok: true });
    // Its money was held in the window before: it is not taken from this one.
    await budgets.settle(`${budgetWindow}-2`, 0.4);
    expect(await left(keyId)).toEqual([0, 0.9]);
  });

  it("never renews a total budget", async () => {
    const { budgets, createKey, fake } = over(await open());
    const keyId = await createKey({ budgetUsd: 1 });
    await budgets.reserve({ keyId, estimateUsd: 1, requestId: "all" });
    await fake.advance(400 * 86_400_000);
    expect(await budgets.reserve({ keyId, estimateUsd: 0.1, requestId: "more" })).toEqual({
      ok: false,
      reason: "budget_exceeded",
      remainingUsd: 0,
    });
  });

  it("counts a changed window anew from what was spent and is held in it", async () => {
    const { budgets, createKey, fake, keys } = over(await open(), { startMs: Date.UTC(2026, 4, 20, 12) });
    const keyId = await createKey({ budgetUsd: 10, budgetWindow: "day" });
    await budgets.reserve({ keyId, estimateUsd: 1, requestId: "yesterday" });
    await budgets.settle("yesterday", 1);
    await fake.advance(86_400_000);
    await budgets.reserve({ keyId, estimateUsd: 2, requestId: "today" });
    await budgets.settle("today", 2);
    await budgets.reserve({ keyId, estimateUsd: 3, requestId: "open" });
    expect(await keys.get(keyId)).toMatchObject({ spentUsd: 2, reservedUsd: 3 });
    expect(await keys.patch(keyId, { budgetWindow: "month" })).toMatchObject({ spentUsd: 3, reservedUsd: 3 });
    expect(await keys.patch(keyId, { budgetWindow: "day" })).toMatchObject({ spentUsd: 2, reservedUsd: 3 });
    await budgets.settle("open", 1);
    expect(await keys.get(keyId)).toMatchObject({ spentUsd: 3, reservedUsd: 0 });
  });

  it("settles what a dead process left behind with what /generation says, once, whoever of two finds it", async () => {
    const asked: string[] = [];
    const reconcile: ReconcileHook = async (lost) => {
      asked.push(`${lost.requestId} ${lost.generationId}`);
      return { costUsd: 0.2 };
    };
    const engine = await open();
    const dead = over(engine, { instanceId: "dead" });
    const keyId = await dead.createKey({ budgetUsd: 1 });
    await dead.budgets.reserve({ keyId, estimateUsd: 0.7, requestId: "lost" });
    await dead.budgets.attach({ requestId: "lost", generationId: "gen-1" });
    const later = { startMs: dead.fake.now() + 61_000, reconcile };
    const [one, two] = [over(engine, { ...later, instanceId: "one" }), over(engine, { ...later, instanceId: "two" })];
    const ended = await Promise.all([one.budgets.reconcile(), two.budgets.reconcile()]);
    expect(ended.toSorted((a, b) => a - b)).toEqual([0, 1]);
    expect(asked).toEqual(["lost gen-1"]);
    expect(await one.left(keyId)).toEqual([0.2, 0]);
    expect(await one.ledger.query({ requestId: "lost" })).toMatchObject([{ outcome: "reconciled", costUsd: 0.2, generationId: "gen-1" }]);
  });

  it("takes the whole reservation as spent when nobody can say what it cost, and corrects that when somebody can", async () => {
    const { budgets, createKey, fake, left, ledger } = over(await open(), { reconcile: async () => "later" });
    const keyId = await createKey({ budgetUsd: 1 });
    await budgets.reserve({ keyId, estimateUsd: 0.7, requestId: "unknown" });
    await fake.advance(61_000);
    expect(await budgets.reconcile()).toBe(0);
    expect(await left(keyId)).toEqual([0, 0.7]);
    await fake.advance(600_000);
    expect(await budgets.reconcile()).toBe(1);
    expect(await left(keyId)).toEqual([0.7, 0]);
    expect((await ledger.totals({ keyId })).costUsd).toBe(0.7);
    const row = { requestId: "unknown", attempt: 1, keyId, endpoint: "chat", model: "m", latencyMs: 1, outcome: "ok", costUsd: 0.3 };
    expect(await budgets.settle("unknown", 0.3, [row])).toBe(true);
    expect(await left(keyId)).toEqual([0.3, 0]);
    expect((await ledger.totals({ keyId })).costUsd).toBe(0.3);
  });

  it("ends looking when it is told to, and takes nothing for spent whose bill it has not asked for to the end", async () => {
    const ending = new AbortController();
    const asked: string[] = [];
    const reconcile: ReconcileHook = (lost, signal) =>
      new Promise((_resolve, reject) => {
        asked.push(lost.requestId);
        signal?.addEventListener("abort", () => reject(new Error("cut off")), { once: true });
        ending.abort();
      });
    const { budgets, createKey, fake, left } = over(await open(), { reconcile });
    const keyId = await createKey({ budgetUsd: 1 });
    for (const name of ["one", "two"]) await budgets.reserve({ keyId, estimateUsd: 0.3, requestId: name });
    // Long after they would count as spent.
    await fake.advance(700_000);
    expect(await budgets.reconcile(ending.signal)).toBe(0);
    expect(asked).toEqual(["one"]);
    expect(await left(keyId)).toEqual([0, 0.6]);
  });

  it("shows what is held, what of it a dead process left behind, and when that counts as spent, as long as it is told to wait", async () => {
    const engine = await open();
    const { budgets, createKey, fake, left } = over(engine, { reconcile: async () => "later", graceMs: 120_000 });
    const [keyId, other] = [await createKey({ budgetUsd: 1 }), await createKey({ budgetUsd: 1 })];
    const nothing = { usd: 0, requests: 0 };
    expect(await budgets.held()).toEqual({ ...nothing, lost: nothing });
    const madeAtMs = fake.now();
    await budgets.reserve({ keyId, estimateUsd: 0.7, requestId: "lost" });
    await fake.advance(30_000);
    await budgets.reserve({ keyId, estimateUsd: 0.1, requestId: "running" });
    await budgets.reserve({ keyId: other, estimateUsd: 0.05, requestId: "other" });
    await fake.advance(31_000);
    const lost = { usd: 0.7, requests: 1, countedFromMs: madeAtMs + 120_000 };
    // Before anybody has looked for it, and while it is looked for.
    expect(await budgets.held()).toEqual({ usd: 0.85, requests: 3, lost });
    expect(await budgets.reconcile()).toBe(0);
    expect(await budgets.held(keyId)).toEqual({ usd: 0.8, requests: 2, lost });
    await budgets.renew();
    await fake.advance(58_000);
    expect(await budgets.reconcile()).toBe(0);
    await budgets.renew();
    // The claim of the look before has run out.
    await fake.advance(31_000);
    expect(await budgets.reconcile()).toBe(1);
    expect(await left(keyId)).toEqual([0.7, 0.1]);
    expect(await budgets.held()).toEqual({ usd: 0.15, requests: 2, lost: nothing });
  });

  it("gives back what was certainly not billed, and leaves alone what a living process renews", async () => {
    const { budgets, createKey, fake, left } = over(await open(), { reconcile: async () => "release" });
    const keyId = await createKey({ budgetUsd: 1 });
    await budgets.reserve({ keyId, estimateUsd: 0.7, requestId: "alive" });
    for (let minutes = 0; minutes < 3; minutes++) {
      await fake.advance(40_000);
      await budgets.renew();
      expect(await budgets.reconcile()).toBe(0);
    }
    await fake.advance(61_000);
    expect(await budgets.reconcile()).toBe(1);
    expect(await left(keyId)).toEqual([0, 0]);
  });

  it(`counts as one over several instances on one ${name} database`, async () => {
    const at = await place();
    const instances = [over(await openAt(at)), over(await openAt(at), { instanceId: "two" })];
    const keyId = await instances[0]!.createKey({ budgetUsd: 0.2 });
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        instances[index % 2]!.budgets.reserve({ keyId, estimateUsd: 0.01, requestId: requestId() }),
      ),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(20);
  });
});

it("waits for another process that has SQLite's file no longer for those who came while others waited (SRV-9)", async () => {
  const path = join(tempDir(), "state.sqlite");
  const engine = await openSqliteEngine({ path, migrations: STATE_MIGRATIONS, busyMs: 1_000 });
  onTestFinished(() => engine.close());
  const { budgets, createKey } = over(engine);
  const keyId = await createKey({ budgetUsd: 10 });
  const other = new DatabaseSync(path);
  onTestFinished(() => other.close());
  other.exec("BEGIN IMMEDIATE");
  const waited = async (): Promise<number> => {
    const startMs = performance.now();
    const reserving = budgets.reserve({ keyId, estimateUsd: 1, requestId: requestId() });
    await expect(reserving).rejects.toMatchObject({ code: "state_unavailable" });
    return performance.now() - startMs;
  };
  const first = waited();
  // The first group is on its way.
  for (let turns = 0; turns < 3; turns++) await new Promise(setImmediate);
  const later = Promise.all([waited(), waited()]);
  for (const tookMs of [await first, ...(await later)]) expect(tookMs).toBeLessThan(1_600);
}, 15_000);
