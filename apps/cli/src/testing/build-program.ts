import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll } from "vitest";

const PACKAGE = fileURLToPath(new URL("../..", import.meta.url));

/** Builds the program from the sources, quickly, once for a file of tests that start and kill it many times; answers with its path. */
export function buildProgram(): () => string {
  let dist = "";
  beforeAll(async () => {
    dist = mkdtempSync(join(PACKAGE, "node_modules", ".openclaw-kill-"));
    await build({
      entryPoints: { openclaw: join(PACKAGE, "src", "main.ts") },
      outdir: dist,
      bundle: true,
      splitting: true,
      format: "esm",
      platform: "node",
      target: "node22",
      conditions: ["openclaw-source", "module"],
      external: ["@openclaw/sandbox", "@openclaw/server"],
      define: { OPENCLAW_VERSION: '"0.0.0"' },
      banner: { js: 'import{createRequire as __killRequire}from"node:module";const require=__killRequire(import.meta.url);' },
      logLevel: "silent",
    });
  }, 60_000);
  afterAll(() => rmSync(dist, { recursive: true, force: true }));
  return () => join(dist, "openclaw.js");
}
