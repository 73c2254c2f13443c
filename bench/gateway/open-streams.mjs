// Memory of open streams: node bench/gateway/open-streams.mjs [--streams 10000] [--program path]
// Every stream has passed ten chunks and waits for the next; the figure is the growth of the server's RSS over the number of streams.
import { once } from "node:events";
import { request } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { readArguments } from "../../scripts/steps/read-arguments.mjs";
import { endAll, metric, rssMb, startOurs, startUpstream } from "./processes.mjs";
import { load } from "./load.mjs";

const { values } = readArguments("node bench/gateway/open-streams.mjs [--streams 10000] [--program path]", {
  options: { streams: { type: "string", default: "10000" }, program: { type: "string" } },
});
const count = Number(values.streams);
try {
  const upstream = await startUpstream();
  const ours = await startOurs(upstream.url, values);
  const url = `${ours.url}/v1/chat/completions`;
  const headers = { authorization: `Bearer ${ours.key}`, "content-type": "application/json" };
  const ask = (content) => ({ model: "openai/gpt-4o-mini", stream: true, messages: [{ role: "user", content }] });
  // What a process needs once is not what a stream costs.
  await load(url, { count: 500, concurrency: 50, body: ask("long"), headers });
  await wait(1_000);
  const before = rssMb(ours.pid);
  const open = [];
  const one = async () => {
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
    open.push({ sent, response });
  };
  let left = count;
  await Promise.all(
    Array.from({ length: 50 }, async () => {
      while (left-- > 0) await one();
    }),
  );
  await wait(3_000);
  const held = rssMb(ours.pid);
  const active = await metric(ours, "openclaw_active_requests");
  const heapMb = (await metric(ours, "openclaw_nodejs_heap_size_used_bytes")) / 2 ** 20;
  const externalMb = (await metric(ours, "openclaw_nodejs_external_memory_bytes")) / 2 ** 20;
  for (const { sent } of open) sent.destroy();
  await wait(5_000);
  const afterwards = await metric(ours, "openclaw_active_requests");
  console.log(
    JSON.stringify({
      streams: open.length,
      activeAtOnce: active,
      rssBeforeMb: Math.round(before),
      rssOpenMb: Math.round(held),
      heapMb: Math.round(heapMb),
      externalMb: Math.round(externalMb),
      kbPerStream: Math.round(((held - before) * 1024 * 10) / open.length) / 10,
      activeAfterwards: afterwards,
    }),
  );
} finally {
  endAll();
}
