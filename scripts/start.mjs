// `npm start`: install, build, and show the main job (RUN-1). Plain JavaScript without dependencies: it runs before anything is installed,
// on whatever Node the machine has.
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { join } from "node:path";
import { ensureBuilt } from "./steps/build.mjs";
import { findNode, nodeNeeded } from "./steps/find-node.mjs";
import { ensureInstalled } from "./steps/install.mjs";
import { ROOT } from "./steps/run-step.mjs";

// The checkout brings its own Node for Linux on x64 only; elsewhere it is better said before an install than after it.
const BRINGS_NODE = process.platform === "linux" && process.arch === "x64";

// Progress goes to stderr: stdout belongs to the tour.
const say = (line) => process.stderr.write(`openclaw: ${line}\n`);

async function start() {
  if (!BRINGS_NODE && findNode() === undefined) return nodeNeeded();
  const problem =
    (await ensureInstalled(say)) ?? (await ensureBuilt(say, ["@openclaw/cli...", "@openclaw/sandbox...", "@openclaw/server..."]));
  if (problem !== undefined) return problem;
  const node = findNode();
  if (node === undefined) return nodeNeeded();
  process.exitCode = await tour(node);
  return undefined;
}

/** Runs the tour in the user's terminal. Ctrl-C reaches it directly; this process only waits and passes its exit code on. */
function tour(node) {
  return new Promise((resolve) => {
    const program = join(ROOT, "apps", "cli", "dist", "openclaw.js");
    const child = spawn(node, [program, "tour", ...process.argv.slice(2)], { cwd: ROOT, stdio: "inherit" });
    process.on("SIGINT", () => undefined);
    process.on("SIGTERM", () => child.kill("SIGTERM"));
    child.on("error", (error) => {
      say(`the tour could not be started: ${error.message}`);
      resolve(1);
    });
    child.on("close", (code, signal) => resolve(code ?? 128 + (constants.signals[signal] ?? 0)));
  });
}

const problem = await start();
if (problem !== undefined) {
  say(problem);
  process.exitCode = 1;
}
