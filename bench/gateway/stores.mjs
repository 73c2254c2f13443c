// What the store behind the gateway costs, in one interleaved run: node bench/gateway/stores.mjs [rounds] [--program path]
// Needs apps/server/dist (npm run build), and PostgreSQL and Redis as the tests find them. CPU is the processes' own time by /proc: Linux.
import { setTimeout as wait } from "node:timers/promises";
import { readArguments } from "../../scripts/steps/read-arguments.mjs";
import { loadSource } from "../shared/load-source.mjs";
import { median } from "../shared/statistics.mjs";
import { load } from "./load.mjs";
import { cpuUs, endAll, startOurs, startUpstream, treeCpuUs } from "./processes.mjs";

const { values, positionals } = readArguments("node bench/gateway/stores.mjs [rounds] [--program path]", {
  options: { program: { type: "string" } },
  allowPositionals: true,
});
const rounds = Number(positionals[0] ?? 5);
const body = { model: "openai/gpt-4o-mini", max_tokens: 300, messages: [{ role: "user", content: "short ".repeat(50) }] };
// At once, and how many in all.
const LOADS = [
  [1, 500],
  [16, 3_000],
  [64, 6_000],
];
const engines = [];
try {
  const { startPostgres } = await loadSource("apps/server/src/store/testing/start-postgres.ts");
  const { startRedis } = await loadSource("apps/server/src/store/testing/start-redis.ts");
  const postgres = await startPostgres({ durable: true });
  engines.push(postgres);
  const redis = await startRedis();
  engines.push(redis);
  const upstream = await startUpstream();
  const start = (env) => startOurs(upstream.url, { ...values, env });
  const targets = {
    SQLite: await start({}),
    PostgreSQL: await start({ OPENCLAW_DATABASE_URL: await postgres.createDatabase() }),
    "PostgreSQL and Redis": await start({ OPENCLAW_DATABASE_URL: await postgres.createDatabase(), OPENCLAW_REDIS_URL: redis.url }),
  };
  const enginesUs = () => engines.reduce((sum, engine) => sum + treeCpuUs(engine.pid()), 0);
  const run = ({ url, key }, concurrency, count) =>
    load(`${url}/v1/chat/completions`, { body, concurrency, count, headers: { authorization: `Bearer ${key}` } });
  for (const target of Object.values(targets)) await run(target, 64, 20_000);
  console.log("a whole answer of 1 KB: CPU of the gateway, CPU of the engines, answered a second, half of them within");
  for (const [concurrency, count] of LOADS) {
    const samples = Object.fromEntries(Object.keys(targets).map((name) => [name, []]));
    for (let round = 0; round < rounds; round++) {
      for (const [name, target] of Object.entries(targets)) {
        const [before, enginesBefore] = [cpuUs(target.pid), enginesUs()];
        const { totalMs, seconds } = await run(target, concurrency, count);
        // What is booked after the answer belongs to the request too.
        await wait(50);
        samples[name].push({
          cpuUs: (cpuUs(target.pid) - before) / count,
          // Connections that have ended meanwhile took their figures along.
          enginesUs: Math.max(0, enginesUs() - enginesBefore) / count,
          perSecond: count / seconds,
          p50: median(totalMs),
        });
      }
    }
    console.log(`\n${concurrency} at once, ${rounds} rounds`);
    for (const [name, all] of Object.entries(samples)) {
      const of = (field, digits = 0) => median(all.map((sample) => sample[field])).toFixed(digits);
      console.log(
        `${name.padEnd(20)} ${of("cpuUs").padStart(5)} us ${of("enginesUs").padStart(5)} us ${of("perSecond").padStart(6)}/s ${of("p50", 2).padStart(7)} ms`,
      );
    }
  }
} finally {
  endAll();
  for (const engine of engines) await engine.remove();
}
