import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

const REPORT_USAGE = fileURLToPath(new URL("report-usage.cjs", import.meta.url));

/**
 * Runs Node with `args` in a process of its own and measures the whole of it: wall time from the start to the end, CPU time and peak memory
 * as the process itself saw them. Throws with the last line of stderr when it fails.
 */
export async function runMeasured(args, { env = process.env, cwd, timeoutMs = 180_000 } = {}) {
  const startedMs = performance.now();
  const child = spawn(process.execPath, ["--require", REPORT_USAGE, ...args], {
    cwd,
    env,
    stdio: ["ignore", "pipe", "pipe", "pipe"],
    timeout: timeoutMs,
  });
  const ended = once(child, "exit").then(([code, signal]) => ({ code, signal, wallMs: performance.now() - startedMs }));
  const [{ code, signal, wallMs }, stdout, stderr, usage] = await Promise.all([
    ended,
    text(child.stdout),
    text(child.stderr),
    text(child.stdio[3]),
  ]);
  if (code !== 0) throw new Error(`${signal ?? `exit code ${code}`}: ${lastError(stderr)}`);
  return { startedMs, wallMs, ...JSON.parse(usage), stdout };
}

function lastError(stderr) {
  return /^\w*Error[^\n]*/m.exec(stderr)?.[0] ?? stderr.trim().split("\n").at(-1) ?? "";
}
