// `npm run fuzz`: bundles the targets straight from the sources and runs them in one process.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { readArguments, refuseArguments } from "../../scripts/steps/read-arguments.mjs";

const { values } = readArguments(
  `npm run fuzz -- [--minutes <CPU minutes for each target>] [--seed <number>] [--target <name>]… [--findings <folder>]
Without --target it is every one; a name that there is not is answered with those that there are.`,
  {
    options: {
      target: { type: "string", multiple: true },
      minutes: { type: "string", default: "1" },
      seed: { type: "string", default: String(Date.now() % 1_000_000_000) },
      findings: { type: "string", default: "fuzz-findings" },
    },
  },
);
if (!(Number(values.minutes) > 0)) refuseArguments(`"${values.minutes}" is not a number of minutes`);

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
// Beside the sources, so that what is not bundled is found.
const folder = mkdtempSync(join(root, "tools", "fuzz", ".run-"));
const file = join(folder, "fuzz.mjs");
await build({
  entryPoints: [join(root, "tools", "fuzz", "src", "main.ts")],
  outfile: file,
  bundle: true,
  platform: "node",
  format: "esm",
  conditions: ["openclaw-source"],
  // Libraries stay where they are installed, and the sandbox is used as it was built; the rest comes from the sources.
  external: ["fast-check", "eventsource-parser", "@openclaw/sandbox"],
  banner: { js: 'import { createRequire as requireFrom } from "node:module"; const require = requireFrom(import.meta.url);' },
  logLevel: "warning",
});
const child = spawn(process.execPath, ["--enable-source-maps", file, JSON.stringify(values)], { cwd: root, stdio: "inherit" });
child.on("close", (code) => {
  rmSync(folder, { recursive: true, force: true });
  process.exitCode = code ?? 1;
});
