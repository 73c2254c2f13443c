// Puts each packed package alone into an empty folder with only the dependencies that it declares, and uses it as npm's users would:
// every entry is imported and its names compared with the table; every app's `dist` is copied without node_modules and started (F-3, F-4).
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { builtinModules } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { PUBLIC_NAMES } from "../tests/public-names.ts";
import { packPackages, publishedPackages } from "./steps/pack.mjs";
import { run } from "./steps/run-step.mjs";

const NODE = process.execPath;
const folder = mkdtempSync(join(tmpdir(), "openclaw-dist-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
let failures = 0;

const packed = await packPackages(publishedPackages());
for (const one of packed) await unpack(one);
for (const one of packed) {
  checkManifest(one);
  checkBuiltins(one);
  if (one.hasExports) await checkEntries(one);
  for (const [bin, file] of Object.entries(one.manifest.bin ?? {})) await checkApp(one, bin, file);
}
process.exitCode = failures === 0 ? 0 : 1;

function report(what, problem) {
  console.log(`${problem === undefined ? "ok    " : "FAILED"} ${what}`);
  if (problem === undefined) return;
  failures += 1;
  console.log(problem.trim());
}

function home(name) {
  return join(folder, "node_modules", name);
}

async function unpack({ name, tarball, source, manifest }) {
  mkdirSync(home(name), { recursive: true });
  const { code, output } = await run("tar", ["-xzf", tarball, "-C", home(name), "--strip-components=1"]);
  if (code !== 0) throw new Error(`tar could not read ${tarball}:\n${output}`);
  for (const dependency of Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })) {
    // Our own packages are found one level up, packed as they are; the others are linked from where pnpm put them.
    if (dependency.startsWith("@openclaw/")) continue;
    const link = join(home(name), "node_modules", dependency);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(realpathSync(join(source, "node_modules", dependency)), link, "dir");
  }
}

function checkManifest({ name }) {
  const text = readFileSync(join(home(name), "package.json"), "utf8");
  const leak = ["openclaw-source", "workspace:", "catalog:", "./src/"].find((word) => text.includes(word));
  report(`${name}: manifest`, leak === undefined ? undefined : `The packed package.json still says "${leak}".`);
  const missing = ["README.md", "LICENSE"].filter((file) => !existsSync(join(home(name), file)));
  report(`${name}: files`, missing.length === 0 ? undefined : `Not in the package: ${missing.join(", ")}.`);
}

/** Deno and workers know Node's modules by `node:` alone, and bundlers name them by it in their errors. */
function checkBuiltins({ name }) {
  const bare = new Set(builtinModules.filter((one) => !one.startsWith("node:")));
  const dist = join(home(name), "dist");
  const strays = readdirSync(dist, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".js") && !file.startsWith("web"))
    .flatMap((file) => {
      const found = readFileSync(join(dist, file), "utf8").matchAll(/^(?:import|export)[^"'\n]* from "([^"]+)";$/gm);
      return [...found].filter(([, specifier]) => bare.has(specifier)).map(([, specifier]) => `${file}: "${specifier}"`);
    });
  report(`${name}: built-ins by node:`, strays.length === 0 ? undefined : strays.join("\n"));
}

async function checkEntries({ name, manifest }) {
  for (const key of Object.keys(manifest.exports).filter((entry) => entry !== "./package.json")) {
    const specifier = name + key.slice(1);
    const code = `import(${JSON.stringify(specifier)}).then((names) => console.log(JSON.stringify(Object.keys(names).sort())))`;
    const result = await run(NODE, ["-e", code], { cwd: folder });
    const expected = (PUBLIC_NAMES[specifier] ?? []).filter((entry) => !entry.startsWith("type ")).toSorted();
    if (result.code !== 0) report(`${specifier}: import`, result.output);
    else report(`${specifier}: names`, difference(expected, JSON.parse(result.output)));
  }
}

function difference(expected, actual) {
  const missing = expected.filter((entry) => !actual.includes(entry));
  const extra = actual.filter((entry) => !expected.includes(entry));
  if (missing.length + extra.length === 0) return undefined;
  return `Built without: ${missing.join(", ") || "-"}. Not in tests/public-names.ts: ${extra.join(", ") || "-"}.`;
}

async function checkApp({ name, manifest }, bin, file) {
  if (!existsSync(join(home(name), "dist"))) return report(`${bin}: dist`, "The package has no dist folder.");
  const alone = join(folder, "alone", bin);
  cpSync(join(home(name), "dist"), alone, { recursive: true });
  const program = join(alone, file.replace(/^(\.\/)?dist\//, ""));
  for (const flag of ["--version", "--help"]) {
    const { code, output } = await run(NODE, [program, flag], { cwd: alone, env: { NODE_PATH: "", HOME: alone } });
    const expected = flag === "--version" ? manifest.version : bin;
    const right = code === 0 && output.includes(expected);
    report(`${bin} ${flag} from a copied dist`, right ? undefined : `exit code ${code}, expected 0 and "${expected}" in:\n${output}`);
  }
  return undefined;
}
