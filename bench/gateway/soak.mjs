// Hours of mixed load with faults: node bench/gateway/soak.mjs [--minutes 60] [--concurrency 24] [--program path]
// Whole answers, streams, clients that leave, refused requests, and an upstream that fails, cuts streams off and answers nonsense. In the end nothing
// may be left: no request without an end, no socket, no held money. Exit code 1 when something is.
import { Agent, request } from "node:http";
import { readArguments } from "../../scripts/steps/read-arguments.mjs";
import { setTimeout as wait } from "node:timers/promises";
import { endAll, metric, rssMb, socketCount, startOurs, startUpstream } from "./processes.mjs";

const { values } = readArguments("node bench/gateway/soak.mjs [--minutes 60] [--concurrency 24] [--program path]", {
  options: { minutes: { type: "string", default: "60" }, concurrency: { type: "string", default: "24" }, program: { type: "string" } },
});
const END_MS = 60_000;
// Costs of answers that were cut are asked for, for some seconds.
const WAIT_MS = 25_000;
// One request in twenty has a fault in it, which half of the tries meet: with several candidates, most of those are answered all the same.
const FAULTS = ["500", "429", "cut", "garbage", "reset"];
const FAULT_SHARE = 0.05;
const MODELS = ["openai/gpt-4o-mini", "openai/gpt-4.1-mini", "openai/gpt-4o"];
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
      const content = `${pick(["short", "long"])}${Math.random() < FAULT_SHARE ? ` sometimes-fault:${pick(FAULTS)}` : ""}`;
      const wrongKey = Math.random() < 0.02;
      const headers = { "content-type": "application/json", authorization: `Bearer ${wrongKey ? "sk-oc-wrong" : ours.key}` };
      const body = {
        models: MODELS,
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
  // What a process needs once is not a leak: the first minute of work comes before the first count.
  const settled = async () => ({
    timers: await metric(ours, "openclaw_nodejs_active_resources", 'type="Timeout"'),
    sockets: await metric(ours, "openclaw_nodejs_active_resources", 'type="TCPSocketWrap"'),
    descriptors: socketCount(ours.pid),
  });
  await Promise.all(Array.from({ length: 200 }, one));
  agent.destroy();
  await wait(WAIT_MS);
  const atFirst = await settled();
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
  await wait(WAIT_MS);
  const left = {
    activeRequests: (await metric(ours, "openclaw_active_requests")) - 1,
    heldUsd: (await ours.admin("/admin/keys")).data?.[0]?.reservedUsd,
  };
  const atLast = await settled();
  console.log(JSON.stringify({ ends, unended, left, atFirst, atLast, rssMb: Math.round(rssMb(ours.pid)) }));
  // Pools keep a few connections more or less; what leaks, leaks with every request.
  const grown = Object.keys(atFirst).filter((name) => atLast[name] > atFirst[name] + 32);
  const bad = unended + (ends["stream without an end"] ?? 0) + left.activeRequests + grown.length > 0 || left.heldUsd > 0;
  process.exitCode = bad ? 1 : 0;
} finally {
  endAll();
}
