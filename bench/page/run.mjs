// What the page costs its reader: an answer that streams at 60 tokens/s, a conversation of 5,000 messages, a plot of 10,000 rows; beside an
// empty page of the same browser. After `npm run build`:
//   node bench/page/run.mjs [--tokens 60] [--seconds 10] [--server path/to/openclaw-server.js]
// Processor time is read from the browser, so that other work on the machine does not count.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readArguments } from "../../scripts/steps/read-arguments.mjs";
import { createSandbox } from "@openclaw/sandbox";
import { chromium } from "playwright-core";
import { ledgerRows, longConversation } from "./samples.mjs";

const { values } = readArguments("node bench/page/run.mjs [--tokens 60] [--seconds 10] [--server path/to/openclaw-server.js]", {
  options: {
    tokens: { type: "string", default: "60" },
    seconds: { type: "string", default: "10" },
    server: { type: "string", default: fileURLToPath(new URL("../../apps/server/dist/openclaw-server.js", import.meta.url)) },
  },
});
const LENGTH_MS = Number(values.seconds) * 1000;
const LIMITS = { streamShare: 0.3, plotMs: 200 };

const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((place) => existsSync(place));
if (executablePath === undefined) throw new Error("Chromium is not installed.");
const stateDir = mkdtempSync(join(tmpdir(), "openclaw-bench-page-"));
const sandbox = await createSandbox({ tokensPerSecond: Number(values.tokens) });
const server = await startServer();
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
const session = await browser.newBrowserCDPSession();
try {
  const empty = await share(await newPage("about:blank"), LENGTH_MS);
  const stream = await measureStream();
  const long = leastOf(await thrice(measureLong), ({ openMs }) => openMs);
  const plot = leastOf(await thrice(measurePlot), (ms) => ms);
  const percent = (part) => `${(part * 100).toFixed(1)} %`;
  console.log(`Chromium ${browser.version()}, 1280×800. "Of a core" is processor time of the page's own process over ${values.seconds} s.`);
  console.log("");
  console.log("| what | figure | goal |");
  console.log("| --- | --- | --- |");
  console.log(`| an empty page | ${percent(empty)} of a core | |`);
  console.log(
    `| an answer at ${values.tokens} tokens/s, from its first token on | ${percent(stream.early)} of a core | ≤ ${percent(LIMITS.streamShare)} |`,
  );
  console.log(`| the same, ${values.seconds} s later | ${percent(stream.late)} of a core | ≤ ${percent(LIMITS.streamShare)} |`);
  console.log(`| 5,000 messages: opened and drawn | ${long.openMs.toFixed(0)} ms | |`);
  console.log(`| 5,000 messages: elements on the page | ${long.elements} | |`);
  console.log(
    `| 5,000 messages: a step of scrolling, half of them / 95 % | ${long.stepMs[0].toFixed(0)} / ${long.stepMs[1].toFixed(0)} ms | |`,
  );
  console.log(`| 10,000 rows of the ledger: plotted | ${plot.toFixed(0)} ms | < ${LIMITS.plotMs} ms |`);
  console.log("");
  const met = stream.early <= LIMITS.streamShare && stream.late <= LIMITS.streamShare && plot < LIMITS.plotMs;
  console.log(`${met ? "All goals are met." : "A goal is MISSED."} Times are of the least disturbed of three runs.`);
} finally {
  await browser.close();
  server.child.kill();
  await sandbox.close();
  rmSync(stateDir, { recursive: true, force: true });
}

async function thrice(measure) {
  return [await measure(), await measure(), await measure()];
}

function leastOf(results, figureOf) {
  return results.toSorted((a, b) => figureOf(a) - figureOf(b))[0];
}

async function newPage(url) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

/** Processor seconds of all page processes so far. Only one page is open at a time. */
async function pageSeconds() {
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  return processInfo.filter(({ type }) => type === "renderer").reduce((sum, { cpuTime }) => sum + cpuTime, 0);
}

/** The part of a core that the open page takes. */
async function share(page, lengthMs, { keep = false } = {}) {
  const before = await pageSeconds();
  const startedMs = performance.now();
  await page.waitForTimeout(lengthMs);
  const part = (await pageSeconds()) - before;
  const lasted = (performance.now() - startedMs) / 1000;
  if (!keep) await page.context().close();
  return part / lasted;
}

async function measureStream() {
  const page = await newPage(server.url);
  await page.getByLabel("Your message").fill("3000 words");
  await page.keyboard.press("Enter");
  await page.locator(".turn.assistant .markdown").waitFor();
  const early = await share(page, LENGTH_MS, { keep: true });
  return { early, late: await share(page, LENGTH_MS) };
}

async function measureLong() {
  const page = await newPage("about:blank");
  await page.route("**/v1/sessions/session_long", (route) => route.fulfill({ json: longConversation(5_000) }));
  const startedMs = performance.now();
  await page.goto(`${server.url}/#/chat/session_long`);
  await page.getByText("Answer 4999").waitFor();
  const openMs = performance.now() - startedMs;
  await page.waitForTimeout(500);
  // Each step is a screen up; it has taken until the frame after it is out.
  const steps = await page.locator(".thread").evaluate(async (thread) => {
    const taken = [];
    for (let step = 0; step < 80; step++) {
      const from = performance.now();
      thread.scrollBy(0, -700);
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      taken.push(performance.now() - from);
    }
    return taken.toSorted((a, b) => a - b);
  });
  const elements = await page.locator("*").count();
  await page.context().close();
  return { openMs, elements, stepMs: [steps[40], steps[76]] };
}

async function measurePlot() {
  const page = await newPage("about:blank");
  await page.route("**/admin/ledger.json*", (route) => route.fulfill({ json: ledgerRows(10_000) }));
  await page.goto(`${server.url}/#/dashboard`);
  await page
    .getByRole("img", { name: /^Each attempt/ })
    .locator("canvas")
    .waitFor();
  await page.waitForTimeout(1_000);
  const durations = await page.evaluate(() => performance.getEntriesByName("plot").map(({ duration }) => duration));
  await page.context().close();
  return Math.max(...durations);
}

function startServer() {
  const child = spawn(process.execPath, ["--no-warnings", values.server, "--port", "0"], {
    env: {
      PATH: process.env.PATH,
      OPENCLAW_STATE_DIR: stateDir,
      OPENROUTER_API_KEY: "sk-or-v1-bench",
      OPENROUTER_BASE_URL: sandbox.baseUrl,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  return new Promise((resolve, reject) => {
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text) => {
      output += text;
      const url = /"url":"([^"]+)"/.exec(output)?.[1];
      if (url !== undefined) resolve({ child, url });
    });
    child.once("exit", (code) => reject(new Error(`The server ended with ${code}.`)));
  });
}
