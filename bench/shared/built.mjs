import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** The built things that are measured: folder and the file that proves that they were built. */
const BUILT = [
  ["packages/core", "dist/index.js"],
  ["packages/chat", "dist/index.js"],
  ["packages/config", "dist/index.js"],
  ["packages/media", "dist/index.js"],
  ["packages/tts", "dist/index.js"],
  ["packages/sandbox", "dist/index.js"],
  ["apps/cli", "dist/openclaw.js"],
];

/** Returns undefined when every `dist` is there and no source is newer than it, else a sentence that says what to do. */
export function findStale(root) {
  for (const [folder, file] of BUILT) {
    const built = join(root, folder, file);
    if (!existsSync(built)) return `${folder} is not built: npm run build`;
    const newest = newestSource(join(root, folder, "src"));
    if (newest.mtimeMs > statSync(built).mtimeMs) return `${folder}: ${newest.path} is newer than what was built: npm run build`;
  }
  return undefined;
}

function newestSource(folder) {
  let newest = { path: folder, mtimeMs: 0 };
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name.includes(".test.") || entry.parentPath.includes("__fixtures__")) continue;
    const path = join(entry.parentPath, entry.name);
    const { mtimeMs } = statSync(path);
    if (mtimeMs > newest.mtimeMs) newest = { path: path.slice(folder.length + 1), mtimeMs };
  }
  return newest;
}
