// CPU and latency of the gateway against a bare baseline and Portkey, in one interleaved run: node bench/gateway/run.mjs [rounds] [--program path]
// Needs apps/server/dist (npm run build). CPU is the process's own time by /proc, so this runs on Linux.
import { readArguments } from "../../scripts/steps/read-arguments.mjs";
import { setTimeout as wait } from "node:timers/promises";
import { median } from "../shared/statistics.mjs";
import { load } from "./load.mjs";
import { startNginx } from "./nginx.mjs";
import { portkeyHeaders, startPortkey } from "./portkey.mjs";
import { cpuUs, endAll, rssMb, startOurs, startSkeleton, startUpstream } from "./processes.mjs";

const { values, positionals } = readArguments("node bench/gateway/run.mjs [rounds] [--program path]", {
  options: { program: { type: "string" } },
  allowPositionals: true,
});
const rounds = Number(positionals[0] ?? 5);
const at = (numbers, share) => numbers.toSorted((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(numbers.length * share))];
const ask = (content, stream) => ({
  model: "openai/gpt-4o-mini",
  stream,
  messages: [
    { role: "system", content: "You are brief. ".repeat(50) },
    { role: "user", content },
  ],
});
// Optimized code comes after thousands of requests: a gateway runs for weeks, and is measured as it runs then.
const SCENARIOS = {
  "whole answer of 1 KB, at most 300 tokens": {
    warm: 10_000,
    count: 5_000,
    concurrency: 32,
    body: { ...ask("short", false), max_tokens: 300 },
  },
  "whole answer, one at a time": { warm: 10_000, count: 1_000, concurrency: 1, body: { ...ask("short", false), max_tokens: 300 } },
  "whole answer, no limit named (40 chunks upstream)": { warm: 6_000, count: 2_500, concurrency: 32, body: ask("short", false) },
  "stream of 200 chunks": { warm: 2_000, count: 500, concurrency: 16, body: ask("long", true) },
  "stream, one at a time": { warm: 1_000, count: 150, concurrency: 1, body: ask("long", true) },
};

const goals = [];
/** What the figures of a scenario were to be; bench/run.mjs shows them on the page. */
function goalsOf(name, { direct, ours, skeleton, portkey }) {
  const ratio = (samples, field, others) => median(samples.map((sample, round) => sample[field] / others[round][field]));
  const upTo = (what, goal, figure, unit) =>
    goals.push({
      what: `${name}: ${what}`,
      goal: `${Number(goal.toFixed(2))}${unit} at most`,
      figure: `${figure.toFixed(2)}${unit}`,
      met: figure <= goal,
    });
  upTo("CPU against the skeleton", name.startsWith("stream") ? 1.3 : 1.6, ratio(ours, "cpuUs", skeleton), "x");
  if (name.startsWith("stream")) {
    const later = median(ours.map((sample, round) => sample.first50 - skeleton[round].first50));
    upTo("first byte after the skeleton's, p50", 2, later, " ms");
  }
  if (portkey === undefined) return;
  upTo("CPU against Portkey", 1 / 7, ratio(ours, "cpuUs", portkey), "x");
  if (name.startsWith("stream")) return;
  const added = (samples, field) => median(samples.map((sample, round) => sample[field] - direct[round][field]));
  for (const field of ["p50", "p99"]) {
    upTo(`added latency against Portkey's, ${field}`, 1 / 5, added(ours, field) / added(portkey, field), "x");
  }
}

try {
  const upstream = await startUpstream();
  const skeleton = await startSkeleton(upstream.url);
  const ours = await startOurs(upstream.url, values);
  const nginx = await startNginx(upstream.url);
  const portkey = await startPortkey();
  const bearer = (key) => ({ authorization: `Bearer ${key}` });
  const targets = {
    direct: { ...upstream, path: "/api/v1/chat/completions", headers: bearer("key") },
    ...(nginx === undefined ? {} : { nginx: { ...nginx, path: "/v1/chat/completions", headers: bearer("key") } }),
    skeleton: { ...skeleton, path: "/v1/chat/completions", headers: bearer("key") },
    ours: { ...ours, path: "/v1/chat/completions", headers: bearer(ours.key) },
    ...(portkey === undefined
      ? {}
      : { portkey: { ...portkey, path: "/v1/chat/completions", headers: { ...bearer("key"), ...portkeyHeaders(upstream.url) } } }),
  };
  if (nginx === undefined) console.log("nginx is not installed here and is left out.");
  if (portkey === undefined) console.log("Portkey could not be installed here and is left out.");
  for (const [name, scenario] of Object.entries(SCENARIOS)) {
    const results = Object.fromEntries(Object.keys(targets).map((target) => [target, []]));
    const run = ({ url, path, headers }, count) => load(url + path, { ...scenario, count, headers });
    // What is measured is the work, not the compiler.
    for (const target of Object.values(targets)) await run(target, scenario.warm);
    for (let round = 0; round < rounds; round++) {
      for (const [target, subject] of Object.entries(targets)) {
        const before = cpuUs(subject.pid);
        const { firstMs, totalMs, seconds } = await run(subject, scenario.count);
        // What is booked after the answer belongs to the request too.
        await wait(50);
        results[target].push({
          cpuUs: (cpuUs(subject.pid) - before) / scenario.count,
          perSecond: scenario.count / seconds,
          first50: at(firstMs, 0.5),
          p50: at(totalMs, 0.5),
          p99: at(totalMs, 0.99),
        });
      }
    }
    console.log(`\n${name}, ${rounds} rounds`);
    for (const [target, samples] of Object.entries(results)) {
      const of = (field) => median(samples.map((sample) => sample[field]));
      const against = (other, field) => median(samples.map((sample, round) => sample[field] / results[other][round][field]));
      const added = (field) => median(samples.map((sample, round) => sample[field] - results.direct[round][field]));
      console.log(
        `${target.padEnd(9)} CPU ${of("cpuUs").toFixed(0).padStart(5)} us (${against("skeleton", "cpuUs").toFixed(2)}x)  ${of("perSecond").toFixed(0).padStart(6)}/s  first byte p50 ${of("first50").toFixed(2)} ms  added p50 ${added("p50").toFixed(1)} ms, p99 ${added("p99").toFixed(1)} ms`,
      );
    }
    goalsOf(name, results);
    if (portkey !== undefined) {
      const share = median(results.portkey.map((sample, round) => sample.cpuUs / results.ours[round].cpuUs));
      console.log(`Portkey takes ${share.toFixed(1)} times the CPU of ours.`);
    }
  }
  for (const goal of goals) console.log(`goal ${JSON.stringify(goal)}`);
  const rss = Object.entries(targets).map(([name, { pid }]) => `${name} ${rssMb(pid).toFixed(0)} MB`);
  console.log(`\nRSS at the end: ${rss.join(", ")}`);
} finally {
  endAll();
}
