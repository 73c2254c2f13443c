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
 * started is `{ code: 127 }` with the reason as its output.
 */
export function run(command, args, { env = {}, live = false, cwd = ROOT } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env: toolEnvironment(env), stdio: live ? "inherit" : ["ignore", "pipe", "pipe"] });
    let output = "";
    child.stdout?.setEncoding("utf8").on("data", (text) => (output += text));
    child.stderr?.setEncoding("utf8").on("data", (text) => (output += text));
    child.on("error", (error) => resolve({ code: 127, output: `${command}: ${error.message}` }));
    child.on("close", (code, signal) =>
      resolve({ code: code ?? 1, output: signal === null ? output : `${output}\n${command} was ended by ${signal}` }),
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
