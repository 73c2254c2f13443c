// SRV-4, SRV-5, SRV-9 at length, run by hand: three real instances on PostgreSQL and Redis race for one key's budget, and one of them is killed
// with SIGKILL in the middle and started again, round after round. Writes its figures into docs/reliability.md.
//
//   node bench/server-instances/run.mjs [--rounds 20] [--requests 500]
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { readArguments } from "../../scripts/steps/read-arguments.mjs";
import { loadSource } from "../shared/load-source.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const { values } = readArguments("node bench/server-instances/run.mjs [--rounds 20] [--requests 500]", {
  options: { rounds: { type: "string", default: "20" }, requests: { type: "string", default: "500" } },
});
const [rounds, requests] = [values.rounds, values.requests].map(Number);
const TOKEN = "gateway-token-of-the-race";
const folder = mkdtempSync(join(tmpdir(), "openclaw-race-"));
const own = [];
let engines = [];
let sandbox;

async function startInstance(program, env) {
  const child = spawn(process.execPath, ["--no-warnings", program, "--port", "0"], { env, stdio: ["ignore", "pipe", "inherit"] });
  own.push(child);
  let output = "";
  child.stdout.on("data", (piece) => (output = (output + piece).slice(-4_000)));
  for (;;) {
    const url = /"event":"listening","url":"([^"]+)"/.exec(output)?.[1];
    if (url !== undefined) return { child, url };
    if (child.exitCode !== null) throw new Error(`An instance did not start:\n${output}`);
    await wait(20);
  }
}

const nano = (usd) => BigInt(Math.round(usd * 1e9));
const operator = { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" };
const read = async (url, init) => (await fetch(url, { headers: operator, ...init })).json();
const ask = async (url, key) => {
  const body = JSON.stringify({ model: "openai/gpt-4o-mini", max_tokens: 50, messages: [{ role: "user", content: "count to 5" }] });
  try {
    const reply = await fetch(`${url}/v1/chat/completions`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body,
    });
    await reply.arrayBuffer();
    return reply.status;
  } catch {
    return "cut";
  }
};

try {
  const { startPostgres } = await loadSource("apps/server/src/store/testing/start-postgres.ts");
  const { startRedis } = await loadSource("apps/server/src/store/testing/start-redis.ts");
  const { createSandbox } = await loadSource("packages/sandbox/src/index.ts");
  // As it is shipped: `npm run build` comes first.
  const program = join(root, "apps/server/dist/openclaw-server.js");
  engines = [await startPostgres(), await startRedis()];
  sandbox = await createSandbox({
    tokensPerSecond: Number.POSITIVE_INFINITY,
    media: "in-process",
    generationDelayMs: 0,
    journalLimit: 1_000,
  });
  const env = (index) => ({
    PATH: process.env.PATH,
    OPENCLAW_STATE_DIR: join(folder, `state-${index}`),
    OPENROUTER_API_KEY: "sk-or-v1-any",
    OPENROUTER_BASE_URL: sandbox.baseUrl,
    OPENCLAW_GATEWAY_TOKEN: TOKEN,
    OPENCLAW_DATABASE_URL: databaseUrl,
    OPENCLAW_REDIS_URL: engines[1].url,
    OPENCLAW_SERVER_LEASE_MS: "2000",
  });
  const databaseUrl = await engines[0].createDatabase();
  const instances = await Promise.all([0, 1, 2].map((index) => startInstance(program, env(index))));
  const makeKey = (budgetUsd) => read(`${instances[0].url}/admin/keys`, { method: "POST", body: JSON.stringify({ name: "k", budgetUsd }) });
  const probe = await makeKey(1);
  await ask(instances[0].url, probe.key);
  let each = 0;
  while (each === 0) each = (await read(`${instances[0].url}/admin/keys/${probe.id}`)).spentUsd;

  const total = { answered: 0, refused: 0, away: 0, cut: 0, over: 0, unbooked: 0, heldNano: 0n, boughtNano: 0n, bookedNano: 0n };
  const startedMs = performance.now();
  for (let round = 0; round < rounds; round++) {
    const before = nano(sandbox.spentUsd);
    const budget = nano(200 * each);
    const key = await makeKey(Number(budget) / 1e9);
    const victim = round % 3;
    const killAt = 5 + Math.floor(Math.random() * 60);
    let answered = 0;
    const statuses = await Promise.all(
      Array.from({ length: requests }, async (_, index) => {
        const status = await ask(instances[index % 3].url, key.key);
        if (status === 200 && ++answered === killAt) instances[victim].child.kill("SIGKILL");
        return status;
      }),
    );
    instances[victim].child.kill("SIGKILL");
    instances[victim] = await startInstance(program, env(victim));
    let money = {};
    const good = statuses.filter((status) => status === 200).length;
    // An answer of the killed one may have left before it was written down: its money is still held then.
    const living = statuses.filter((status, index) => status === 200 && index % 3 !== victim).length;
    // Until what the living ones began is in the books.
    for (let tries = 0; tries < 100; tries++) {
      money = await read(`${instances[0].url}/admin/keys/${key.id}`);
      if (nano(money.spentUsd) >= nano(each * living)) break;
      await wait(100);
    }
    const [spent, held, bought] = [nano(money.spentUsd), nano(money.reservedUsd), nano(sandbox.spentUsd) - before];
    total.answered += good;
    total.refused += statuses.filter((status) => status === 402).length;
    total.away += statuses.filter((status) => status === 503).length;
    total.cut += statuses.filter((status) => status === "cut").length;
    total.over += spent + held > budget || bought > budget ? 1 : 0;
    total.unbooked += spent < nano(each * living) || bought > spent + held ? 1 : 0;
    if (spent < nano(each * living) || bought > spent + held)
      console.error({ round, victim, spent, held, bought, living: nano(each * living), good });
    total.heldNano += held;
    total.boughtNano += bought;
    total.bookedNano += spent;
  }
  const figures = {
    "rounds, one instance killed in each": rounds,
    requests: rounds * requests,
    answered: total.answered,
    "refused, the budget being spent or held": total.refused,
    "told that the database was away (503)": total.away,
    "cut by a kill, or sent to the dead instance": total.cut,
    "rounds over budget": total.over,
    "rounds with an answer that is not in the books": total.unbooked,
    "sold by the provider, in USD": Number(total.boughtNano) / 1e9,
    "booked, in USD": Number(total.bookedNano) / 1e9,
    "still held for what the killed ones began, in USD": Number(total.heldNano) / 1e9,
    seconds: Math.round((performance.now() - startedMs) / 100) / 10,
  };
  console.table(figures);
  const failed = total.over + total.unbooked;
  const rows = Object.entries(figures).map(([name, value]) => `| ${name} | ${value} |`);
  const head = `${new Date().toISOString().slice(0, 10)}, ${cpus().length} cores, Node ${process.versions.node}: ${failed === 0 ? "never over budget, no answer outside the books" : `${failed} rounds failed`}.`;
  const block = ["<!-- instances -->", "", head, "", "| three instances | |", "| --- | ---: |", ...rows, "", "<!-- /instances -->"].join(
    "\n",
  );
  const page = join(root, "docs", "reliability.md");
  writeFileSync(page, readFileSync(page, "utf8").replace(/<!-- instances -->[^]*<!-- \/instances -->/, block));
  process.exitCode = failed === 0 ? 0 : 1;
} finally {
  for (const child of own) child.kill("SIGKILL");
  await sandbox?.close();
  for (const engine of engines) await engine.remove();
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
