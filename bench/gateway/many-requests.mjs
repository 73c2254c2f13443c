// Memory after many requests: node bench/gateway/many-requests.mjs [--requests 1000000] [--program path]
// RSS after all of them must be within a tenth of RSS after the first 50,000. Prints one JSON object a step and the verdict.
import { setTimeout as wait } from "node:timers/promises";
import { readArguments } from "../../scripts/steps/read-arguments.mjs";
import { load } from "./load.mjs";
import { cpuUs, endAll, rssMb, startOurs, startUpstream } from "./processes.mjs";

const FIRST = 50_000;
const { values } = readArguments("node bench/gateway/many-requests.mjs [--requests 1000000] [--program path]", {
  options: { requests: { type: "string", default: "1000000" }, program: { type: "string" } },
});
const total = Number(values.requests);
try {
  const upstream = await startUpstream();
  const ours = await startOurs(upstream.url, values);
  const body = { model: "openai/gpt-4o-mini", max_tokens: 300, messages: [{ role: "user", content: "short ".repeat(20) }] };
  const send = (count) =>
    load(`${ours.url}/v1/chat/completions`, { count, concurrency: 32, body, headers: { authorization: `Bearer ${ours.key}` } });
  const startedMs = Date.now();
  let after;
  for (let done = 0; done < total;) {
    const count = Math.min(FIRST, total - done);
    await send(count);
    done += count;
    const step = { requests: done, rssMb: Math.round(rssMb(ours.pid)), minutes: Math.round((Date.now() - startedMs) / 6_000) / 10 };
    after ??= step.rssMb;
    console.log(JSON.stringify({ ...step, cpuUsEach: Math.round(cpuUs(ours.pid) / done) }));
  }
  const last = rssMb(ours.pid);
  // Rows are written together, some milliseconds after the answer.
  await wait(1_000);
  const { totals } = await ours.admin("/admin/usage");
  // Not one may be missing.
  process.exitCode = totals.requests === total ? 0 : 1;
  console.log(
    JSON.stringify({
      rssAfterFirstMb: after,
      rssAfterAllMb: Math.round(last),
      growth: Math.round((last / after - 1) * 1000) / 1000,
      usage: totals,
    }),
  );
} finally {
  endAll();
}
