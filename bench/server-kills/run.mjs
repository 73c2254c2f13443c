// SRV-6 at full size, run by hand: a real server is killed with SIGKILL at random moments while clients submit video jobs and post under
// idempotency keys. Writes its figures into docs/reliability.md.
//
//   node bench/server-kills/run.mjs [--jobs 100] [--posts 1000] [--kills 40] [--seed 1] [--engine sqlite|postgres]
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { readArguments } from "../../scripts/steps/read-arguments.mjs";
import { build } from "esbuild";
import { loadSource } from "../shared/load-source.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const { values } = readArguments(
  "node bench/server-kills/run.mjs [--jobs 100] [--posts 1000] [--kills 40] [--seed 1] [--engine sqlite|postgres]",
  {
    options: {
      jobs: { type: "string", default: "100" },
      posts: { type: "string", default: "1000" },
      kills: { type: "string", default: "40" },
      seed: { type: "string", default: "1" },
      engine: { type: "string", default: "sqlite" },
    },
  },
);
const [jobs, posts, kills, seed] = [values.jobs, values.posts, values.kills, values.seed].map(Number);

const folder = mkdtempSync(join(tmpdir(), "openclaw-kills-"));
let postgres;
let sandbox;
try {
  const { playKills } = await loadSource("apps/server/src/__fixtures__/kill-play.ts");
  const { createSandbox } = await loadSource("packages/sandbox/src/index.ts");
  const { seededRandom } = await loadSource("tools/testing/src/seeded-random.ts");
  const program = join(folder, "server", "openclaw-server.js");
  await build({
    entryPoints: {
      "openclaw-server": join(root, "apps/server/src/main.ts"),
      "executor-worker": join(root, "apps/server/src/store/sqlite/executor-worker.ts"),
    },
    outdir: join(folder, "server"),
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node22",
    conditions: ["openclaw-source"],
    external: ["pg-native"],
    define: { OPENCLAW_VERSION: '"0.0.0"' },
    banner: { js: 'import{createRequire as __r}from"node:module";const require=__r(import.meta.url);' },
    logLevel: "error",
  });
  writeFileSync(join(folder, "server", "package.json"), '{"type":"module"}');
  let databaseUrl;
  if (values.engine === "postgres") {
    const { startPostgres } = await loadSource("apps/server/src/store/testing/start-postgres.ts");
    postgres = await startPostgres();
    databaseUrl = await postgres.createDatabase();
  }
  const quick = { videoScale: 0.05, videoMaxSeconds: 1, videoFramesPerSecond: 1, jobPolls: 2, journalLimit: 1_000_000 };
  sandbox = await createSandbox({ tokensPerSecond: Number.POSITIVE_INFINITY, media: "in-process", ...quick });
  const facts = await playKills({
    program,
    node: process.execPath,
    baseUrl: sandbox.baseUrl,
    stateDir: join(folder, "state"),
    databaseUrl,
    jobs,
    posts,
    kills,
    lifeMs: 500,
    random: seededRandom(seed),
  });
  const row = judge(facts, sandbox.requests);
  console.table(row.figures);
  for (const problem of row.problems) console.error(problem);
  writePage(values.engine, row);
  process.exitCode = row.problems.length === 0 ? 0 : 1;
} finally {
  await sandbox?.close();
  await postgres?.remove();
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

function judge(facts, requests) {
  const bought = new Map();
  for (const { method, path, body } of requests) {
    if (method !== "POST" || !/\/(?:videos|chat\/completions)$/.test(path)) continue;
    const name = body.prompt ?? body.messages?.[0]?.content ?? "";
    bought.set(name, (bought.get(name) ?? 0) + 1);
  }
  const twice = [...bought].filter(([, times]) => times > 1).map(([name]) => name);
  const { answered, unknown, replayed, differing } = facts.posts;
  const rowsOf = (name) => facts.rows.filter(({ user }) => user === name).length;
  const completed = facts.jobs.filter(({ status, bytes }) => status === "completed" && bytes > 0);
  const failed = facts.jobs.filter(({ status }) => status === "failed");
  const unknownJobs = unknown.filter((name) => name.startsWith("job"));
  const figures = {
    "kills with SIGKILL": facts.kills,
    "posts answered": answered.length,
    "posts told that their outcome is unknown": unknown.length - unknownJobs.length,
    "answers asked for again and replayed": replayed,
    "replays that differ": differing,
    "video jobs completed, with their video": completed.length,
    "video jobs ended with an unknown outcome": failed.length + unknownJobs.length,
    "bought twice": twice.length,
    "answered and never bought": answered.filter((name) => bought.get(name) !== 1).length,
    "jobs with more or less than one ledger row": facts.jobs.filter(({ prompt }) => rowsOf(prompt) !== 1).length,
    "jobs with more or less than one webhook": facts.jobs.filter(({ id }) => facts.hooks[id]?.length !== 1).length,
    "answers without a ledger row": answered.filter((name) => rowsOf(name) === 0).length,
    "ledger rows seen between kills": facts.rowsSeen,
    "ledger rows seen and lost": facts.rowsLost,
    seconds: Math.round(facts.tookMs / 100) / 10,
  };
  const problems = [
    ...twice.map((name) => `bought twice: ${name}`),
    ...facts.jobs
      .filter(({ status, error }) => status !== "completed" && error !== "job_outcome_unknown")
      .map((job) => `job: ${JSON.stringify(job)}`),
  ];
  const zero = [
    "replays that differ",
    "answered and never bought",
    "jobs with more or less than one ledger row",
    "jobs with more or less than one webhook",
    "answers without a ledger row",
    "ledger rows seen and lost",
  ];
  for (const name of zero) if (figures[name] !== 0) problems.push(`${name}: ${figures[name]}`);
  if (answered.length + unknown.length - unknownJobs.length !== posts) problems.push("a post without an end");
  if (facts.jobs.length + unknownJobs.length !== jobs) problems.push("a job without an end");
  return { figures, problems };
}

/** Between two marks: the rest of the page is written by hand. */
function writePage(engine, { figures, problems }) {
  const page = join(root, "docs/reliability.md");
  const [open, close] = [`<!-- kills:${engine} -->`, `<!-- /kills:${engine} -->`];
  const text = readFileSync(page, "utf8");
  const at = new Date().toISOString().slice(0, 10);
  const wide = Math.max(...Object.keys(figures).map((name) => name.length));
  const wideValue = Math.max(1, ...Object.values(figures).map((value) => String(value).length));
  const lines = Object.entries(figures).map(([name, value]) => `| ${name.padEnd(wide)} | ${String(value).padStart(wideValue)} |`);
  const table = [
    `| ${engine.padEnd(wide)} | ${" ".repeat(wideValue)} |`,
    `| ${"-".repeat(wide)} | ${"-".repeat(wideValue - 1)}: |`,
    ...lines,
  ].join("\n");
  const verdict = problems.length === 0 ? "nothing bought twice, nothing lost" : `${problems.length} problems`;
  const note = `${at}, ${cpus().length} cores, Node ${process.versions.node}, seed ${seed}: ${verdict}.`;
  const before = text.slice(0, text.indexOf(open) + open.length);
  writeFileSync(page, `${before}\n\n${note}\n\n${table}\n\n${text.slice(text.indexOf(close))}`);
}
