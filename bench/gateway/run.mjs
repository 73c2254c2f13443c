// CPU and latency of the gateway against a bare baseline, in one interleaved run: node bench/gateway/run.mjs [rounds]
// Needs apps/server/dist (npm run build). CPU is the process's own time by /proc, so this runs on Linux.
import { spawn } from "node:child_process";
import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { load } from "./load.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const rounds = Number(process.argv[2] ?? 5);
const state = mkdtempSync(join(tmpdir(), "openclaw-bench-"));
const children = [];

function start(args, options = {}) {
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"], ...options });
  children.push(child);
  return child;
}

const firstLine = (child) => new Promise((resolve) => child.stdout.once("data", (data) => resolve(String(data).trim())));
const cpuMs = ({ pid }) => {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
};
const rssMb = ({ pid }) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) / 1024;
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const at = (values, share) => values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))];

const upstream = start([here("upstream.mjs"), "0"]);
const upstreamUrl = `http://127.0.0.1:${await firstLine(upstream)}`;
const skeleton = start([here("skeleton.mjs"), "0", upstreamUrl]);
const skeletonUrl = `http://127.0.0.1:${await firstLine(skeleton)}`;
writeFileSync(
  join(state, "openclaw.json"),
  JSON.stringify({ models: { providers: { openrouter: { models: [{ id: "openai/gpt-4o-mini" }] } } } }),
);
const log = openSync(join(state, "log"), "w");
const ours = start([here("../../apps/server/dist/openclaw-server.js"), "--port", "0"], {
  stdio: ["ignore", log, "inherit"],
  env: {
    PATH: process.env.PATH,
    OPENCLAW_STATE_DIR: state,
    OPENROUTER_API_KEY: "key",
    OPENROUTER_BASE_URL: `${upstreamUrl}/api/v1`,
    OPENCLAW_GATEWAY_TOKEN: "token",
  },
});
let oursUrl;
while (oursUrl === undefined) {
  await new Promise((resolve) => setTimeout(resolve, 50));
  oursUrl = /"url":"([^"]+)"/.exec(readFileSync(join(state, "log"), "utf8"))?.[1];
}

const TARGETS = {
  direct: { url: `${upstreamUrl}/api/v1/chat/completions`, child: upstream },
  skeleton: { url: `${skeletonUrl}/v1/chat/completions`, child: skeleton },
  ours: { url: `${oursUrl}/v1/chat/completions`, child: ours },
};
const ask = (content, stream) => ({
  model: "openai/gpt-4o-mini",
  stream,
  messages: [
    { role: "system", content: "You are brief. ".repeat(50) },
    { role: "user", content },
  ],
});
const SCENARIOS = {
  "whole answer of 1 KB, at most 300 tokens": { count: 2_000, concurrency: 32, body: { ...ask("short", false), max_tokens: 300 } },
  "whole answer, no limit named (40 chunks upstream)": { count: 1_000, concurrency: 32, body: ask("short", false) },
  "stream of 200 chunks": { count: 200, concurrency: 16, body: ask("long", true) },
  "stream, one at a time": { count: 40, concurrency: 1, body: ask("long", true) },
};

const headers = { authorization: "Bearer token" };
try {
  for (const [name, scenario] of Object.entries(SCENARIOS)) {
    const results = Object.fromEntries(Object.keys(TARGETS).map((target) => [target, []]));
    for (const { url } of Object.values(TARGETS)) await load(url, { ...scenario, count: scenario.count / 2, headers });
    for (let round = 0; round < rounds; round++) {
      for (const [target, { url, child }] of Object.entries(TARGETS)) {
        const before = cpuMs(child);
        const { firstMs, totalMs, seconds } = await load(url, { ...scenario, headers });
        const cpuUs = ((cpuMs(child) - before) * 1000) / scenario.count;
        results[target].push({
          cpuUs,
          perSecond: scenario.count / seconds,
          first50: at(firstMs, 0.5),
          p50: at(totalMs, 0.5),
          p99: at(totalMs, 0.99),
        });
      }
    }
    console.log(`\n${name}, ${rounds} rounds`);
    for (const [target, values] of Object.entries(results)) {
      const of = (field) => median(values.map((value) => value[field]));
      const ratio = median(values.map((value, round) => value.cpuUs / results.skeleton[round].cpuUs));
      console.log(
        `${target.padEnd(9)} CPU ${of("cpuUs").toFixed(0).padStart(5)} us (${ratio.toFixed(2)}x)  ${of("perSecond").toFixed(0).padStart(6)}/s  first byte p50 ${of("first50").toFixed(2)} ms  p50 ${of("p50").toFixed(1)} ms  p99 ${of("p99").toFixed(1)} ms`,
      );
    }
  }
  console.log(`\nRSS: skeleton ${rssMb(skeleton).toFixed(0)} MB, ours ${rssMb(ours).toFixed(0)} MB`);
} finally {
  for (const child of children) child.kill("SIGKILL");
  rmSync(state, { recursive: true, force: true });
}
