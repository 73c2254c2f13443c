import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./workspace.js";

const FOLDERS = ["packages", "apps", "tools", "tests", "scripts", "bench", "examples"];
const NOT_OURS = new Set(["node_modules", "dist", "__fixtures__", "generated", "contract"]);

/** Every source file that people write and read here. */
export function projectFiles(): readonly string[] {
  return FOLDERS.map((folder) => join(ROOT, folder))
    .filter(existsSync)
    .flatMap(walk);
}

function walk(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    // What begins with a dot is a tool's own: .turbo, a fuzzing run in the making.
    if (NOT_OURS.has(entry.name) || entry.name.startsWith(".") || entry.name.startsWith("tsup.config.bundled_")) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return walk(path);
    return /\.(ts|tsx|mjs)$/.test(entry.name) ? [path] : [];
  });
}
