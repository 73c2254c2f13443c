import { spawn } from "node:child_process";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The checkout's root folder. */
export const ROOT = fileURLToPath(new URL("../..", import.meta.url)).replace(/[/\\]$/, "");

/** The environment of every tool: the checkout's own programs first, Node among them. */
function toolEnvironment(extra = {}) {
  return {
    ...process.env,
    PATH: [join(ROOT, "node_modules", ".bin"), process.env.PATH].join(delimiter),
    TURBO_TELEMETRY_DISABLED: "1",
    DO_NOT_TRACK: "1",
    ...extra,
  };
}

/**
 * Runs a program from the root. Its output is collected; with `live` it is shown as it comes. Never rejects: a program that cannot be
 * started is `{ code: 127 }` with the reason as its output. It is ended when `hopeless(output)` says so.
 */
export function run(command, args, { env = {}, live = false, cwd = ROOT, hopeless } = {}) {
  return new Promise((resolve) => {
    // npx does not pass signals on to what it started, so a program that may be given up gets a process group, ended as a whole.
    const detached = hopeless !== undefined && process.platform !== "win32";
    const child = spawn(command, args, { cwd, detached, env: toolEnvironment(env), stdio: live ? "inherit" : ["ignore", "pipe", "pipe"] });
    const end = (signal) => (detached && child.pid !== undefined ? process.kill(-child.pid, signal) : child.kill(signal));
    const interrupted = (signal) => {
      end(signal);
      process.exit(signal === "SIGINT" ? 130 : 143);
    };
    if (detached) for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, interrupted);
    let output = "";
    let givenUp = false;
    const collect = (text) => {
      output += text;
      if (givenUp || hopeless?.(output) !== true) return;
      givenUp = true;
      end("SIGTERM");
    };
    child.stdout?.setEncoding("utf8").on("data", collect);
    child.stderr?.setEncoding("utf8").on("data", collect);
    const finish = (result) => {
      if (detached) for (const signal of ["SIGINT", "SIGTERM"]) process.off(signal, interrupted);
      resolve(result);
    };
    child.on("error", (error) => finish({ code: 127, output: `${command}: ${error.message}` }));
    child.on("close", (code, signal) =>
      finish({ code: code ?? 1, output: signal === null || givenUp ? output : `${output}\n${command} was ended by ${signal}` }),
    );
  });
}

/** Seconds since `startedMs` (of `performance.now()`), for people. */
export function since(startedMs) {
  return `${((performance.now() - startedMs) / 1000).toFixed(1)} s`;
}

/** Hides which registry or mirror this machine uses: logs are shared, private hosts are not. */
export function withoutHosts(text) {
  return text
    .replace(/\b((?:git\+)?https?:\/\/)[^\s/"'`)\]]+/g, "$1<host>")
    .replace(/\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT) \S+/g, "$1 <host>");
}
