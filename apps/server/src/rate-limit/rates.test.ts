import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RedisClient, connectRedis } from "../store/redis/redis-client.js";
import { eachEngine } from "../store/testing/each-engine.js";
import { hasRedis, startRedis, type TestRedis } from "../store/testing/start-redis.js";
import { testClock } from "../store/testing/test-clock.js";
import type { Rates } from "./rate-types.js";
import { createRedisRates } from "./redis-rates.js";
import { createSqlRates } from "./sql-rates.js";

type Clocks = ReturnType<typeof testClock>;

// SRV-3, SRV-9
function rateTests(open: (clocks: Clocks) => Promise<Rates>): void {
  const start = async () => {
    const clocks = testClock();
    return { rates: await open(clocks), fake: clocks.fake };
  };

  it("lets a minute's requests through at once and then one for each share of the minute", async () => {
    const { rates, fake } = await start();
    const ask = () => rates.take({ id: "rpm", rpm: 60, tokens: 1 });
    const answers = await Promise.all(Array.from({ length: 200 }, ask));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(60);
    expect(await ask()).toEqual({ ok: false, limit: "rpm", retryAfterMs: 1000 });
    await fake.advance(999);
    expect(await ask()).toEqual({ ok: false, limit: "rpm", retryAfterMs: 1 });
    await fake.advance(1);
    expect(await ask()).toEqual({ ok: true });
    expect(await ask()).toMatchObject({ ok: false });
    await fake.advance(60_000);
    expect((await Promise.all(Array.from({ length: 70 }, ask))).filter(({ ok }) => ok)).toHaveLength(60);
  });

  it("counts tokens, takes nothing for a refused call, and names the limit that holds longest", async () => {
    const { rates, fake } = await start();
    const ask = (tokens: number) => rates.take({ id: "tpm", rpm: 10, tpm: 1000, tokens });
    expect(await ask(900)).toEqual({ ok: true });
    for (let times = 0; times < 20; times++) expect(await ask(400)).toEqual({ ok: false, limit: "tpm", retryAfterMs: 18_000 });
    await fake.advance(18_000);
    expect(await ask(400)).toEqual({ ok: true });
  });

  it("gives back tokens that were not used and takes those that were used beyond the estimate", async () => {
    const { rates } = await start();
    const ask = (tokens: number) => rates.take({ id: "adjust", tpm: 1000, tokens });
    await ask(1000);
    await rates.adjust({ id: "adjust", tpm: 1000, tokens: -400 });
    expect(await ask(400)).toEqual({ ok: true });
    await rates.adjust({ id: "adjust", tpm: 1000, tokens: 500 });
    expect(await ask(100)).toEqual({ ok: false, limit: "tpm", retryAfterMs: 36_000 });
  });

  it("lets a request larger than the limit pass when the whole minute is free, so that it is not refused for ever", async () => {
    const { rates, fake } = await start();
    const ask = () => rates.take({ id: "large", tpm: 100, tokens: 5000 });
    expect(await ask()).toEqual({ ok: true });
    expect(await ask()).toEqual({ ok: false, limit: "tpm", retryAfterMs: 60_000 });
    await fake.advance(60_000);
    expect(await ask()).toEqual({ ok: true });
  });

  it("holds a clock that is set back against nobody for longer than a minute", async () => {
    let behindMs = 0;
    const clocks = testClock(10_000_000);
    const rates = await open({ ...clocks, clock: { ...clocks.clock, now: () => clocks.clock.now() - behindMs } });
    const ask = () => rates.take({ id: "back", rpm: 2, tokens: 0 });
    expect([await ask(), await ask()]).toEqual([{ ok: true }, { ok: true }]);
    behindMs = 3_600_000;
    expect([await ask(), await ask(), await ask()]).toEqual([
      { ok: true },
      { ok: true },
      { ok: false, limit: "rpm", retryAfterMs: 30_000 },
    ]);
    await clocks.fake.advance(30_000);
    expect(await ask()).toEqual({ ok: true });
  });

  it("keeps callers apart, and asks nothing of one without limits", async () => {
    const { rates } = await start();
    expect(await rates.take({ id: "one", rpm: 1, tokens: 0 })).toEqual({ ok: true });
    expect(await rates.take({ id: "two", rpm: 1, tokens: 0 })).toEqual({ ok: true });
    expect(await rates.take({ id: "one", rpm: 1, tokens: 0 })).toMatchObject({ ok: false });
    expect(await rates.take({ id: "one", tokens: 1e9 })).toEqual({ ok: true });
  });
}

eachEngine("rates", ({ open }) => {
  rateTests(async ({ clock }) => createSqlRates(await open(), clock));

  it("forgets callers whose limits are full again", async () => {
    const engine = await open();
    const { clock, fake } = testClock();
    const rates = createSqlRates(engine, clock);
    await rates.take({ id: "one", rpm: 1, tokens: 0 });
    await rates.prune();
    expect(await engine.read("SELECT id FROM rates", [])).toHaveLength(1);
    await fake.advance(60_001);
    await rates.prune();
    expect(await engine.read("SELECT id FROM rates", [])).toHaveLength(0);
  });
});

describe.runIf(hasRedis)("rates on redis", () => {
  let server: TestRedis;
  const clients: RedisClient[] = [];
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(async () => {
    await Promise.all(clients.map((client) => client.close()));
    await server.remove();
  });
  const connect = async (): Promise<RedisClient> => {
    const client = await connectRedis(server.url);
    clients.push(client);
    return client;
  };
  rateTests(async ({ clock }) => {
    const client = await connect();
    await client.run((redis) => redis.flushall());
    return createRedisRates(client, clock);
  });

  it("counts as one over two instances", async () => {
    const { clock } = testClock();
    const both = [createRedisRates(await connect(), clock), createRedisRates(await connect(), clock)];
    const answers = await Promise.all(Array.from({ length: 100 }, (_, index) => both[index % 2]!.take({ id: "both", rpm: 30, tokens: 0 })));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(30);
  });
});
