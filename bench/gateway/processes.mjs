// The processes that the gateway's measurements start, and what Linux says of them.
import { spawn } from "node:child_process";
import { mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const children = new Set();

/** Starts Node, or another program; what it prints is not read. */
export const startProgram = (args, { program = process.execPath, ...options } = {}) =>
  track(spawn(program, args, { stdio: ["ignore", "ignore", "inherit"], ...options }));

/** Starts Node; the first line that it prints is its port. */
export async function startNode(args, options = {}) {
  const child = track(spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"], ...options }));
  const port = await new Promise((resolve, reject) => {
    child.stdout.once("data", (data) => resolve(String(data).trim()));
    child.once("exit", (code) => reject(new Error(`${args[0]} ended with exit code ${code}`)));
  });
  return { child, pid: child.pid, url: `http://127.0.0.1:${port}` };
}

export const startUpstream = () => startNode([here("upstream.mjs"), "0"]);
export const startSkeleton = (upstreamUrl) => startNode([here("skeleton.mjs"), "0", upstreamUrl]);

/**
 * The built server with everything on: a virtual key with budget, rates and allowed models, ledger, shaping, metrics, log.
 *
 * @returns {Promise<{child: import("node:child_process").ChildProcess, pid: number, url: string, key: string, admin: Function, logPath: string}>}
 */
export async function startOurs(upstreamUrl, { program = here("../../apps/server/dist/openclaw-server.js"), env = {}, args = [] } = {}) {
  const state = mkdtempSync(join(tmpdir(), "openclaw-bench-"));
  const model = { id: "openai/gpt-4o-mini", cost: { input: 0.15, output: 0.6 }, contextWindow: 128_000, maxTokens: 16_384 };
  writeFileSync(join(state, "openclaw.json"), JSON.stringify({ models: { providers: { openrouter: { models: [model] } } } }));
  const logPath = join(state, "log");
  const child = track(
    spawn(process.execPath, [program, "--port", "0", ...args], {
      stdio: ["ignore", openSync(logPath, "w"), "inherit"],
      env: {
        PATH: process.env.PATH,
        OPENCLAW_STATE_DIR: state,
        OPENROUTER_API_KEY: "key",
        OPENROUTER_BASE_URL: `${upstreamUrl}/api/v1`,
        OPENCLAW_GATEWAY_TOKEN: "token",
        ...env,
      },
    }),
  );
  child.once("exit", () => rmSync(state, { recursive: true, force: true }));
  let url;
  while (url === undefined) {
    await wait(50);
    if (child.exitCode !== null) throw new Error(`The server ended with exit code ${child.exitCode}.`);
    url = /"url":"([^"]+)"/.exec(readFileSync(logPath, "utf8"))?.[1];
  }
  const admin = async (path, init = {}) => {
    const headers = { authorization: "Bearer token", "content-type": "application/json" };
    const reply = await fetch(`${url}${path}`, { ...init, headers });
    return reply.headers.get("content-type")?.startsWith("application/json") ? reply.json() : reply.text();
  };
  const limits = { name: "bench", budgetUsd: 100_000, budgetWindow: "month", rpm: 1_000_000, tpm: 1_000_000_000, models: ["openai/*"] };
  const { key } = await admin("/admin/keys", { method: "POST", body: JSON.stringify(limits) });
  if (key === undefined) throw new Error("The server made no key.");
  return { child, pid: child.pid, url, key, admin, logPath };
}

export function freePort() {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Settles once something answers there; false when nothing does for ten seconds. */
export async function answers(url) {
  for (let tries = 0; tries < 200; tries++) {
    await wait(50);
    const answered = await fetch(url).then(
      () => true,
      () => false,
    );
    if (answered) return true;
  }
  return false;
}

export function endAll() {
  for (const child of children) child.kill("SIGKILL");
}

function track(child) {
  children.add(child);
  child.once("exit", () => children.delete(child));
  return child;
}

/** CPU time of all threads of a process, to the nanosecond. */
export function cpuUs(pid) {
  let ns = 0;
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    try {
      ns += Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, "utf8").split(" ")[0]);
    } catch {
      // The thread has just ended.
    }
  }
  return ns / 1000;
}

/** CPU time of a process and of all that it has started and that still run. */
export function treeCpuUs(pid) {
  const children = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && parentOf(name) === pid)
    .map(Number);
  return children.reduce((sum, child) => sum + treeCpuUs(child), cpuUs(pid));
}

function parentOf(pid) {
  try {
    return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);
  } catch {
    // It has just ended.
    return undefined;
  }
}

export function rssMb(pid) {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) / 1024;
}

/** Open sockets of a process. */
export function socketCount(pid) {
  return readdirSync(`/proc/${pid}/fdinfo`).length;
}

/** One figure of the server's metrics, of those with the label where one is named; they are summed. */
export async function metric({ admin }, name, label = "") {
  const text = await admin("/metrics");
  const lines = [...text.matchAll(new RegExp(`^${name}({[^}]*})? (\\S+)$`, "gm"))];
  return lines.filter(([, labels = ""]) => labels.includes(label)).reduce((sum, [, , value]) => sum + Number(value), 0);
}
