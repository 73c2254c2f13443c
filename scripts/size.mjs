// What a web page would pay for each package: a minimal program, bundled for the browser from the built files, minified and gzipped.
// Bundling for the browser also fails on any Node built-in behind a root entry (F-3).
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { ROOT } from "./steps/run-step.mjs";

/** @type {{ name: string, program: string, external?: string[], limitBytes: number, why: string }[]} */
const LIMITS = JSON.parse(readFileSync(join(ROOT, "scripts", "size-limits.json"), "utf8"));

let failures = 0;
for (const { name, program, external = [], limitBytes } of LIMITS) {
  const { bytes, problem } = await measure(program, external);
  const fits = problem === undefined && bytes <= limitBytes;
  if (!fits) failures += 1;
  console.log(`${fits ? "ok    " : "FAILED"} ${name.padEnd(28)} ${problem ?? `${bytes} of ${limitBytes} bytes (gzip)`}`);
}
if (failures > 0) console.log("\nA limit is raised in scripts/size-limits.json, in the commit that needs it, with the reason.");
process.exitCode = failures === 0 ? 0 : 1;

async function measure(program, external) {
  try {
    const { outputFiles } = await build({
      stdin: { contents: program, resolveDir: join(ROOT, "tests"), loader: "js" },
      bundle: true,
      minify: true,
      write: false,
      format: "esm",
      platform: "browser",
      target: "es2023",
      external,
      logLevel: "silent",
    });
    return { bytes: gzipSync(outputFiles[0].contents, { level: 9 }).length };
  } catch (error) {
    return { bytes: Number.POSITIVE_INFINITY, problem: error.message };
  }
}
