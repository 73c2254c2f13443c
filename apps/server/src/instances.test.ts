import { createSandbox, type Sandbox, type SandboxOptions } from "@openclaw/sandbox";
import { type RunningProcess, startProcess, tempDir } from "@openclaw/testing";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { buildServer } from "./__fixtures__/build-server.js";
import { hasPostgres, startPostgres, type TestPostgres } from "./store/testing/start-postgres.js";
import { hasRedis, startRedis, type TestRedis } from "./store/testing/start-redis.js";

// SRV-4, SRV-5, SRV-9: real processes on one PostgreSQL and one Redis.
const TOKEN = "gateway-token-of-three";
const MODEL = "openai/gpt-4o-mini";
const operator = { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" };

interface Instance {
  readonly url: string;
  readonly process: RunningProcess;
}

interface Key {
  readonly id: string;
  readonly key: string;
  readonly spentUsd: number;
  readonly reservedUsd: number;
}

describe.runIf(hasPostgres && hasRedis)("three instances on PostgreSQL and Redis", () => {
  let program: string;
  let postgres: TestPostgres;
  let redis: TestRedis;
  beforeAll(async () => {
    [program, postgres, redis] = await Promise.all([buildServer(tempDir()), startPostgres(), startRedis()]);
  }, 60_000);
  afterAll(async () => {
    await Promise.all([postgres.remove(), redis.remove()]);
  });

  const startSandbox = async (options: SandboxOptions = {}): Promise<Sandbox> => {
    const sandbox = await createSandbox({
      tokensPerSecond: Infinity,
      media: "in-process",
      generationDelayMs: 0,
      journalLimit: 2_000,
      ...options,
    });
    onTestFinished(() => sandbox.close());
    return sandbox;
  };
  const start = async (count: number, sandbox: Sandbox, given?: string): Promise<readonly Instance[]> => {
    const databaseUrl = given ?? (await postgres.createDatabase());
    const started = Array.from({ length: count }, () =>
      startProcess("node", ["--no-warnings", program, "--port", "0"], {
        timeoutMs: 60_000,
        env: {
          OPENCLAW_STATE_DIR: tempDir(),
          OPENROUTER_API_KEY: "sk-or-v1-any",
          OPENROUTER_BASE_URL: sandbox.baseUrl,
          OPENCLAW_GATEWAY_TOKEN: TOKEN,
          OPENCLAW_DATABASE_URL: databaseUrl,
          OPENCLAW_REDIS_URL: redis.url,
          OPENCLAW_SERVER_LEASE_MS: "1000",
        },
      }),
    );
    return Promise.all(
      started.map(async (process) => ({ process, url: (await process.waitFor(/"event":"listening","url":"([^"]+)"/))[1] ?? "" })),
    );
  };
  const makeKey = async ({ url }: Instance, limits: object): Promise<Key> =>
    (await (
      await fetch(`${url}/admin/keys`, { method: "POST", headers: operator, body: JSON.stringify({ name: "k", ...limits }) })
    ).json()) as Key;
  const keyOf = async ({ url }: Instance, { id }: Key): Promise<Key> =>
    (await (await fetch(`${url}/admin/keys/${id}`, { headers: operator })).json()) as Key;
  const ask = (url: string, { key }: Key, more: object = {}): Promise<Response> =>
    fetch(`${url}/v1/chat/completions`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body: JSON.stringify({ model: MODEL, max_tokens: 50, messages: [{ role: "user", content: "count to 5" }], ...more }),
    });
  const ledgerNano = async ({ url }: Instance): Promise<bigint> => {
    const rows = (await (await fetch(`${url}/admin/ledger.json`, { headers: operator })).json()) as { cost_usd?: string }[];
    return rows.reduce((sum, { cost_usd: cost = "0" }) => sum + BigInt(Math.round(Number(cost) * 1e9)), 0n);
  };
  const nano = (usd: number): bigint => BigInt(Math.round(usd * 1e9));

  it("spend together what one key has for 20 requests, and never a cent more, asked 500 times at once", async () => {
    const sandbox = await startSandbox();
    const instances = await start(3, sandbox);
    const [first] = instances as [Instance];
    // What one request holds: seen from a key that has enough.
    const probe = await makeKey(first, { budgetUsd: 1 });
    expect((await ask(first.url, probe)).status).toBe(200);
    await vi.waitFor(async () => expect((await keyOf(first, probe)).reservedUsd).toBe(0), { timeout: 5_000 });
    const { spentUsd: each } = await keyOf(first, probe);
    const budgetUsd = Number((20 * each).toFixed(9));
    const key = await makeKey(first, { budgetUsd });
    const statuses = await Promise.all(
      Array.from({ length: 500 }, async (_, index) => (await ask(instances[index % 3]?.url ?? "", key)).status),
    );
    expect(new Set(statuses)).toEqual(new Set([200, 402]));
    const answered = statuses.filter((status) => status === 200).length;
    await vi.waitFor(async () => expect((await keyOf(first, key)).reservedUsd).toBe(0), { timeout: 10_000 });
    const { spentUsd } = await keyOf(first, key);
    expect(spentUsd).toBeLessThanOrEqual(budgetUsd);
    expect(nano(spentUsd)).toBe(nano(each * answered));
    expect(answered).toBeGreaterThan(0);
    expect(await ledgerNano(first)).toBe(nano(sandbox.spentUsd));
  }, 30_000);

  it("stay within it also when one of them is killed in the middle of 500 requests, and lose no answer from the books", async () => {
    const sandbox = await startSandbox();
    const instances = await start(3, sandbox);
    const [first, second, third] = instances as [Instance, Instance, Instance];
    const probe = await makeKey(first, { budgetUsd: 1 });
    expect((await ask(first.url, probe)).status).toBe(200);
    await vi.waitFor(async () => expect((await keyOf(first, probe)).reservedUsd).toBe(0), { timeout: 10_000 });
    const each = (await keyOf(first, probe)).spentUsd;
    const before = sandbox.spentUsd;
    const budgetUsd = Number((200 * each).toFixed(9));
    const key = await makeKey(first, { budgetUsd });
    let answered = 0;
    const statuses = await Promise.all(
      Array.from({ length: 500 }, async (_, index) => {
        const { url } = [first, second, third][index % 3] ?? first;
        const status = await ask(url, key).then(
          async (response) => {
            if (response.status === 200) return "200";
            return `${response.status} ${((await response.json()) as { error: { code: string } }).error.code}`;
          },
          () => "cut",
        );
        // In the middle of it: some have their answers, most do not.
        if (status === "200" && ++answered === 20) third.process.kill("SIGKILL");
        return status;
      }),
    );
    await third.process.exited;
    // On a machine that is busy enough the database may be told to be away for a request; nothing is bought then.
    const seen = new Set(statuses.filter((status) => status !== "503 state_unavailable"));
    expect(seen).toEqual(new Set(["200", "402 budget_exceeded", "cut"]));
    // An answer of the killed one may have left before it was written down: its money is still held then.
    const living = statuses.filter((status, index) => status === "200" && index % 3 !== 2).length;
    const bought = nano(sandbox.spentUsd) - nano(before);
    // What the two others began is settled; what the killed one began is held until the provider has told of it, and counts until then.
    let books = { spent: 0n, reserved: 0n, ledger: 0n };
    await vi.waitFor(
      async () => {
        const { spentUsd, reservedUsd } = await keyOf(first, key);
        books = { spent: nano(spentUsd), reserved: nano(reservedUsd), ledger: (await ledgerNano(second)) - nano(before) };
        expect(books.spent).toBe(books.ledger);
        expect(books.ledger).toBeGreaterThanOrEqual(nano(each * living));
      },
      { timeout: 15_000, interval: 200 },
    );
    expect(books.spent + books.reserved).toBeLessThanOrEqual(nano(budgetUsd));
    expect(bought).toBeLessThanOrEqual(books.spent + books.reserved);
    expect(bought).toBeLessThanOrEqual(nano(budgetUsd));
  }, 60_000);

  it("settle from /generation what an instance owed that was killed in mid-stream, and stay within the budget", async () => {
    const sandbox = await startSandbox({ tokensPerSecond: 30 });
    const databaseUrl = await postgres.createDatabase();
    const [first, second] = (await start(2, sandbox, databaseUrl)) as [Instance, Instance];
    const database = new pg.Client(databaseUrl);
    await database.connect();
    onTestFinished(() => database.end());
    const key = await makeKey(first, { budgetUsd: 0.01 });
    const streams = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        ask((index % 2 === 0 ? first : second).url, key, {
          stream: true,
          max_tokens: 200,
          messages: [{ role: "user", content: "count to 60" }],
        }),
      ),
    );
    const readers = streams.map((response) => response.text().catch(() => "cut"));
    // Until the names of the answers are written down.
    const named = "SELECT COUNT(*) AS named FROM reservations WHERE generation_id IS NOT NULL";
    await vi.waitFor(async () => expect((await database.query<{ named: string }>(named)).rows).toEqual([{ named: "12" }]), {
      timeout: 10_000,
    });
    first.process.kill("SIGKILL");
    const texts = await Promise.all(readers);
    expect(texts.filter((text) => text.includes("[DONE]"))).toHaveLength(6);
    await vi.waitFor(async () => expect((await keyOf(second, key)).reservedUsd).toBe(0), { timeout: 15_000, interval: 100 });
    const { spentUsd } = await keyOf(second, key);
    expect(spentUsd).toBeLessThanOrEqual(0.01);
    expect(nano(spentUsd)).toBe(nano(sandbox.spentUsd));
    expect(await ledgerNano(second)).toBe(nano(sandbox.spentUsd));
  }, 40_000);

  it("count a key's rate, and rest a model that fails, as one", async () => {
    const sandbox = await startSandbox();
    const instances = await start(3, sandbox);
    const [first, second, third] = instances as [Instance, Instance, Instance];
    const key = await makeKey(first, { rpm: 3 });
    const statuses: number[] = [];
    for (const { url } of [first, second, third, first, second, third]) statuses.push((await ask(url, key)).status);
    expect(statuses).toEqual([200, 200, 200, 429, 429, 429]);
    sandbox.setFault({ name: "status-502", path: "/chat/completions" });
    const other = await makeKey(first, {});
    await ask(first.url, other);
    const seen = async ({ url }: Instance): Promise<unknown> =>
      ((await (await fetch(`${url}/admin/live`, { headers: operator })).json()) as { circuits: unknown }).circuits;
    for (const instance of instances)
      await vi.waitFor(async () => expect(await seen(instance)).toMatchObject([{ model: MODEL, state: "open" }]), { timeout: 5_000 });
  }, 30_000);

  it("say 503 while PostgreSQL or Redis is away, and work again without a restart", async () => {
    const sandbox = await startSandbox();
    const [first, second] = (await start(2, sandbox)) as [Instance, Instance];
    const key = await makeKey(first, { budgetUsd: 5, rpm: 100_000 });
    const ending = new AbortController();
    const seen = new Map<string, number>();
    const waits = new Set<string | null>();
    const load = Array.from({ length: 8 }, async (_, lane) => {
      while (!ending.signal.aborted) {
        const response = await ask((lane % 2 === 0 ? first : second).url, key);
        const name =
          response.status === 200 ? "200" : `${response.status} ${((await response.json()) as { error: { code: string } }).error.code}`;
        seen.set(name, (seen.get(name) ?? 0) + 1);
        if (response.status !== 200) {
          waits.add(response.headers.get("retry-after"));
          await new Promise((resolve) => void setTimeout(resolve, 20));
        } else await response.body?.cancel();
      }
    });
    const count = (name: string): number => seen.get(name) ?? 0;
    for (const engine of [postgres, redis]) {
      await vi.waitFor(() => expect(count("200")).toBeGreaterThan(10), { timeout: 10_000 });
      const refused = count("503 state_unavailable");
      await engine.stop();
      await vi.waitFor(() => expect(count("503 state_unavailable")).toBeGreaterThan(refused + 5), { timeout: 10_000 });
      expect((await fetch(`${first.url}/readyz`)).status).toBe(503);
      expect((await fetch(`${first.url}/healthz`)).status).toBe(200);
      await engine.start();
      const good = count("200");
      await vi.waitFor(() => expect(count("200")).toBeGreaterThan(good + 20), { timeout: 15_000 });
      await vi.waitFor(async () => expect((await fetch(`${first.url}/readyz`)).status).toBe(200), { timeout: 5_000 });
    }
    ending.abort();
    await Promise.all(load);
    expect([...waits]).toEqual(["1"]);
    expect([...seen.keys()].toSorted((a, b) => a.localeCompare(b))).toEqual(["200", "503 state_unavailable"]);
  }, 60_000);
});
