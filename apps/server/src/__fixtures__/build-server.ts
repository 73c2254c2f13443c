import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const source = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));

/** Bundles the server as it is shipped, from the sources of all packages. @returns its program */
export async function buildServer(folder: string): Promise<string> {
  await build({
    entryPoints: { "openclaw-server": source("main.ts"), "executor-worker": source("store/sqlite/executor-worker.ts") },
    outdir: folder,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node22",
    conditions: ["openclaw-source"],
    external: ["pg-native"],
    define: { OPENCLAW_VERSION: '"0.0.0"' },
    banner: { js: 'import{createRequire as __openclawRequire}from"node:module";const require=__openclawRequire(import.meta.url);' },
    logLevel: "error",
  });
  await writeFile(join(folder, "package.json"), '{"type":"module"}');
  return join(folder, "openclaw-server.js");
}
