// What a web page would pay for each package: a minimal program, bundled for the browser from the built files, minified and gzipped.
// Bundling for the browser also fails on any Node built-in behind a root entry (F-3).
import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { readArguments } from "./steps/read-arguments.mjs";
import { ROOT } from "./steps/run-step.mjs";

readArguments("npm run sizes   what a page pays for each package, against scripts/size-limits.json");

/** @type {{ name: string, program?: string, page?: string, views?: string[], splitting?: boolean, limitBytes: number, why: string }[]} With `splitting`, only the first load counts. */
const LIMITS = JSON.parse(readFileSync(join(ROOT, "scripts", "size-limits.json"), "utf8"));

let failures = 0;
for (const { name, program, page, views, splitting = false, limitBytes } of LIMITS) {
  const { bytes, problem } = page === undefined ? await measure(program, splitting) : measurePage(page, views);
  const fits = problem === undefined && bytes <= limitBytes;
  if (!fits) failures += 1;
  console.log(`${fits ? "ok    " : "FAILED"} ${name.padEnd(28)} ${problem ?? `${bytes} of ${limitBytes} bytes (gzip)`}`);
}
if (failures > 0) console.log("\nA limit is raised in scripts/size-limits.json, in the commit that needs it, with the reason.");
process.exitCode = failures === 0 ? 0 : 1;

async function measure(program, splitting) {
  try {
    const { outputFiles, metafile } = await build({
      stdin: { contents: program, resolveDir: join(ROOT, "tests"), loader: "js" },
      bundle: true,
      minify: true,
      write: false,
      metafile: true,
      format: "esm",
      platform: "browser",
      target: "es2023",
      splitting,
      outdir: ROOT,
      logLevel: "silent",
    });
    const first = firstLoad(metafile.outputs);
    const files = outputFiles.filter(({ path }) => first.has(basename(path)));
    return { bytes: files.reduce((sum, { contents }) => sum + gzipSync(contents, { level: 9 }).length, 0) };
  } catch (error) {
    return { bytes: Number.POSITIVE_INFINITY, problem: error.message };
  }
}

/** The program's file and those that it imports statically. */
function firstLoad(outputs) {
  const needed = new Set();
  const visit = (path) => {
    if (needed.has(basename(path))) return;
    needed.add(basename(path));
    for (const { path: next, kind } of outputs[path].imports) if (kind === "import-statement" && next in outputs) visit(next);
  };
  for (const [path, { entryPoint }] of Object.entries(outputs)) if (entryPoint === "<stdin>") visit(path);
  return needed;
}

/** What a browser fetches for views of the page that Vite built: their scripts and styles, and those that they import at once. */
function measurePage(page, views) {
  const folder = join(ROOT, page);
  if (!existsSync(join(folder, "index.html"))) return { bytes: Number.POSITIVE_INFINITY, problem: `${page} is not built: npm run build` };
  const manifest = JSON.parse(readFileSync(join(folder, ".vite", "manifest.json"), "utf8"));
  const files = new Set(["index.html", "favicon.svg"]);
  const add = (key) => {
    const { file, css = [], imports = [] } = manifest[key];
    if (files.has(file)) return;
    for (const one of [file, ...css]) files.add(one);
    for (const one of imports) add(one);
  };
  for (const view of views) add(view);
  return { bytes: [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(folder, file)), { level: 9 }).length, 0) };
}
