import pg from "pg";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { createKeys } from "../keys/create-keys.js";
import { STATE_MIGRATIONS } from "../store/migrations.js";
import { openPostgresEngine } from "../store/postgres/postgres-engine.js";
import { hasPostgres, startPostgres } from "../store/testing/start-postgres.js";
import { testClock } from "../store/testing/test-clock.js";
import { createBudgets } from "./create-budgets.js";

const DAY_MS = 86_400_000;

describe.runIf(hasPostgres)("a request that ends while another instance takes the first money of a new day", () => {
  it.each([1, 3])(
    "gives back nothing of what the new day holds, with %d of them at once",
    async (amount) => {
      const postgres = await startPostgres();
      onTestFinished(() => postgres.remove());
      const url = await postgres.createDatabase();
      const { clock, fake } = testClock(10 * DAY_MS + 1);
      const openOne = async (instanceId: string) => {
        const engine = await openPostgresEngine({ url, migrations: STATE_MIGRATIONS });
        onTestFinished(() => engine.close());
        const context = { engine, clock, instanceId };
        return { budgets: createBudgets(context), keys: createKeys(context, () => Promise.resolve("whsec_")) };
      };
      const [one, other] = [await openOne("one"), await openOne("other")];
      const keyId = (await one.keys.create({ name: "k", budgetUsd: 10, budgetWindow: "day" })).record.id;
      const names = Array.from({ length: amount }, (_, index) => `req_${index}`);
      for (const requestId of names) await one.budgets.reserve({ keyId, estimateUsd: 1, requestId });
      await fake.advance(DAY_MS);

      const admin = new pg.Client({ connectionString: url });
      await admin.connect();
      onTestFinished(() => admin.end());
      const waiting = (count: number) =>
        vi.waitFor(async () => {
          const { rows } = await admin.query("SELECT COUNT(*)::int AS n FROM pg_locks WHERE NOT granted");
          expect(rows).toEqual([{ n: count }]);
        }, 5_000);
      await admin.query("BEGIN");
      await admin.query("SELECT 1 FROM keys FOR UPDATE");
      const reserved = other.budgets.reserve({ keyId, estimateUsd: 5, requestId: "today" });
      await waiting(1);
      const ended = Promise.all(names.map((requestId) => one.budgets.settle(requestId, 0.5)));
      await waiting(2);
      await admin.query("COMMIT");

      expect(await reserved).toMatchObject({ ok: true });
      expect(await ended).toEqual(names.map(() => true));
      expect(await one.keys.get(keyId)).toMatchObject({ spentUsd: 0, reservedUsd: 5 });
    },
    60_000,
  );
});
