import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Bundles a source of the workspace and imports it, so that it runs here as it does in the tests. */
export async function loadSource(path) {
  const folder = mkdtempSync(join(tmpdir(), "openclaw-source-"));
  const outfile = join(folder, "source.mjs");
  try {
    await build({
      entryPoints: [join(root, path)],
      outfile,
      bundle: true,
      format: "esm",
      platform: "node",
      conditions: ["openclaw-source"],
      external: ["pg-native", "esbuild", "vitest"],
      banner: { js: 'import{createRequire as __r}from"node:module";const require=__r(import.meta.url);' },
      logLevel: "error",
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
