// Memory of open streams: node bench/gateway/open-streams.mjs [--streams 9500] [--program path]
// Every stream has passed ten chunks and waits for the next; the figure is the growth of a process's RSS over the number of streams, of the bare
// skeleton and of ours in one run. A stream takes two descriptors: `ulimit -n` must be above twice their number.
import { once } from "node:events";
import { request } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { readArguments } from "../../scripts/steps/read-arguments.mjs";
import { endAll, metric, rssMb, startOurs, startSkeleton, startUpstream } from "./processes.mjs";
import { load } from "./load.mjs";

const { values } = readArguments("node bench/gateway/open-streams.mjs [--streams 9500] [--program path]", {
  options: { streams: { type: "string", default: "9500" }, program: { type: "string" } },
});
const count = Number(values.streams);
const ask = (content) => ({ model: "openai/gpt-4o-mini", stream: true, messages: [{ role: "user", content }] });

try {
  const upstream = await startUpstream();
  process.env.CONNECTIONS = String(2 * count);
  const skeleton = await startSkeleton(upstream.url);
  console.log(JSON.stringify({ subject: "skeleton", ...(await measure({ ...skeleton, key: "key" })) }));
  process.kill(skeleton.pid);
  const ours = await startOurs(upstream.url, values);
  const figures = await measure(ours, async () => ({
    activeAtOnce: await metric(ours, "openclaw_active_requests"),
    heapMb: Math.round((await metric(ours, "openclaw_nodejs_heap_size_used_bytes")) / 2 ** 20),
    externalMb: Math.round((await metric(ours, "openclaw_nodejs_external_memory_bytes")) / 2 ** 20),
  }));
  await wait(5_000);
  console.log(JSON.stringify({ subject: "ours", ...figures, activeAfterwards: await metric(ours, "openclaw_active_requests") }));
} finally {
  endAll();
}

/** Opens the streams, looks, and lets them go. */
async function measure({ url: origin, pid, key }, look = async () => ({})) {
  const url = `${origin}/v1/chat/completions`;
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  // What a process needs once is not what a stream costs.
  await load(url, { count: 500, concurrency: 50, body: ask("long"), headers });
  await wait(1_000);
  const before = rssMb(pid);
  const open = [];
  let left = count;
  const workers = Array.from({ length: 50 }, async () => {
    while (left-- > 0) open.push(await openStream(url, headers));
  });
  await Promise.all(workers);
  await wait(3_000);
  const held = rssMb(pid);
  const seen = await look();
  for (const sent of open) sent.destroy();
  return {
    streams: open.length,
    rssBeforeMb: Math.round(before),
    rssOpenMb: Math.round(held),
    kbPerStream: Math.round(((held - before) * 1024 * 10) / open.length) / 10,
    ...seen,
  };
}

/** Settles when ten chunks are here. */
async function openStream(url, headers) {
  const sent = request(url, { method: "POST", headers, agent: false });
  sent.end(JSON.stringify(ask("hold")));
  const [response] = await once(sent, "response");
  if (response.statusCode !== 200) throw new Error(`HTTP ${response.statusCode}`);
  let text = "";
  await new Promise((resolve) => {
    response.on("data", (piece) => {
      if (text.length < 100_000) text += piece;
      if (text.includes("word9 ")) resolve();
    });
  });
  response.removeAllListeners("data").resume();
  return sent;
}
