// Hours of mixed load with faults: node bench/gateway/soak.mjs [--minutes 60] [--concurrency 24] [--program path]
// Whole answers, streams, clients that leave, refused requests, and an upstream that fails, cuts streams off and answers nonsense. In the end nothing
// may be left: no request without an end, no socket, no held money. Exit code 1 when something is.
import { Agent, request } from "node:http";
import { parseArgs } from "node:util";
import { setTimeout as wait } from "node:timers/promises";
import { endAll, metric, rssMb, socketCount, startOurs, startUpstream } from "./processes.mjs";

const { values } = parseArgs({
  options: { minutes: { type: "string", default: "60" }, concurrency: { type: "string", default: "24" }, program: { type: "string" } },
});
const END_MS = 60_000;
const FAULTS = ["", "", "", "", "", "fault:500", "fault:429", "fault:cut", "fault:garbage", "fault:reset"];
const pick = (list) => list[Math.floor(Math.random() * list.length)];
const ends = {};
let unended = 0;

try {
  const upstream = await startUpstream();
  const ours = await startOurs(upstream.url, values);
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  const note = (what) => (ends[what] = (ends[what] ?? 0) + 1);
  /** Settles when the request has ended, in whatever way; a request that does not end in a minute is counted. */
  const one = () =>
    new Promise((resolve) => {
      const stream = Math.random() < 0.5;
      const leaves = Math.random() < 0.1;
      const content = `${pick(["short", "long"])} ${pick(FAULTS)}`;
      const wrongKey = Math.random() < 0.02;
      const headers = { "content-type": "application/json", authorization: `Bearer ${wrongKey ? "sk-oc-wrong" : ours.key}` };
      const body = {
        model: "openai/gpt-4o-mini",
        stream,
        ...(Math.random() < 0.5 ? { max_tokens: 200 } : {}),
        messages: [{ role: "user", content }],
      };
      const sent = request(`${ours.url}/v1/chat/completions`, { method: "POST", agent, headers });
      const timer = setTimeout(() => end("none in a minute"), END_MS);
      let over = false;
      const end = (what) => {
        if (over) return;
        over = true;
        clearTimeout(timer);
        if (what === "none in a minute") unended++;
        note(what);
        sent.destroy();
        resolve();
      };
      if (leaves) setTimeout(() => end("left"), Math.random() * 50);
      sent.on("error", () => end(over ? "left" : "connection error"));
      sent.on("response", (response) => {
        let tail = "";
        response.on("data", (piece) => (tail = (tail + piece).slice(-2_000)));
        response.on("error", () => end("cut"));
        response.on("end", () => {
          if (response.statusCode !== 200) end(`HTTP ${response.statusCode}`);
          else if (!stream) end("whole");
          else end(tail.includes("[DONE]") ? "stream whole" : tail.includes('"error"') ? "stream error event" : "stream without an end");
        });
      });
      sent.end(JSON.stringify(body));
    });
  const untilMs = Date.now() + Number(values.minutes) * 60_000;
  let nextSayMs = Date.now();
  await Promise.all(
    Array.from({ length: Number(values.concurrency) }, async () => {
      while (Date.now() < untilMs) {
        await one();
        if (Date.now() < nextSayMs) continue;
        nextSayMs = Date.now() + 60_000;
        console.log(
          JSON.stringify({ minutesLeft: Math.round((untilMs - Date.now()) / 60_000), rssMb: Math.round(rssMb(ours.pid)), ...ends }),
        );
      }
    }),
  );
  agent.destroy();
  // Costs of answers that were cut are asked for, for some seconds.
  await wait(25_000);
  const left = {
    activeRequests: (await metric(ours, "openclaw_active_requests")) - 1,
    openDescriptors: socketCount(ours.pid),
    heldUsd: (await ours.admin("/admin/keys")).data?.[0]?.reservedUsd,
  };
  console.log(JSON.stringify({ ends, unended, left, rssMb: Math.round(rssMb(ours.pid)) }));
  const bad = unended + (ends["stream without an end"] ?? 0) + left.activeRequests > 0 || left.heldUsd > 0;
  process.exitCode = bad ? 1 : 0;
} finally {
  endAll();
}
