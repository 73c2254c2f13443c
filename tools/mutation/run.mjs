// npm run mutation [-- shape failover config]: changes the code one small step at a time, in a copy, and counts which changes no test notices.
// Prints the score and every survivor with its line; ends with 1 when a score is below the goal.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const GOAL = 85;
// What is changed, and the tests that have to notice: those that stand beside it.
const TARGETS = {
  shape: "packages/chat/src/shape",
  failover: "packages/core/src/failover",
  config: "packages/config/src",
};

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..");
const { positionals, values } = parseArgs({ allowPositionals: true, options: { json: { type: "string" } } });
const names = positionals.length === 0 ? Object.keys(TARGETS) : positionals;
const unknown = names.filter((name) => !Object.hasOwn(TARGETS, name));
if (unknown.length > 0) {
  process.stderr.write(`Usage: npm run mutation -- [${Object.keys(TARGETS).join("|")}]… [--json <folder>]\n`);
  process.exit(2);
}

function run(command, args, options) {
  const { status } = spawnSync(command, args, { stdio: "inherit", ...options });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${status}.`);
}

/** A copy of the last commit with what is installed here: the changes are made in place, and never in the checkout. */
function copyTree() {
  const copy = mkdtempSync(join(tmpdir(), "openclaw-mutation-"));
  run("git", ["clone", "--quiet", root, copy]);
  const packages = spawnSync("git", ["ls-files", "package.json", "*/package.json"], { cwd: root, encoding: "utf8" })
    .stdout.trim()
    .split("\n");
  for (const folder of packages.map((file) => dirname(file))) {
    const installed = join(root, folder, "node_modules");
    if (existsSync(installed) && existsSync(join(copy, folder))) symlinkSync(installed, join(copy, folder, "node_modules"));
  }
  return copy;
}

/** @returns {{score: number, killed: number, total: number, survivors: string[], report: object}} */
function mutate(copy, name) {
  const folder = TARGETS[name];
  const report = join(copy, `${name}.json`);
  const settings = join(copy, `stryker.${name}.json`);
  writeFileSync(
    settings,
    JSON.stringify({
      testRunner: "vitest",
      plugins: [createRequire(import.meta.url).resolve("@stryker-mutator/vitest-runner")],
      vitest: { configFile: "vitest.config.ts" },
      mutate: [`${folder}/**/*.ts`, `!${folder}/**/*.test.ts`, `!${folder}/**/__fixtures__/**`],
      coverageAnalysis: "perTest",
      concurrency: 1,
      inPlace: true,
      reporters: ["json", "progress-append-only"],
      jsonReporter: { fileName: report },
      timeoutMS: 8000,
    }),
  );
  // The tests of the folder alone: what tests elsewhere happen to notice is not counted.
  writeFileSync(
    join(copy, "vitest.config.ts"),
    readFileSync(join(root, "vitest.config.ts"), "utf8").replace(/include: \[[^\]]*\]/, `include: ["${folder}/**/*.test.ts"]`),
  );
  const program = join(here, "node_modules", "@stryker-mutator", "core", "bin", "stryker.js");
  run(process.execPath, [program, "run", settings], { cwd: copy });
  return readReport(JSON.parse(readFileSync(report, "utf8")));
}

function readReport(report) {
  const survivors = [];
  let killed = 0;
  for (const [file, { source, mutants }] of Object.entries(report.files)) {
    const lines = source.split("\n");
    for (const { status, location, replacement, mutatorName } of mutants) {
      if (status === "Killed" || status === "Timeout") killed += 1;
      if (status !== "Survived" && status !== "NoCoverage") continue;
      const { line } = location.start;
      const change = (replacement ?? mutatorName).replaceAll(/\s+/g, " ").slice(0, 80);
      survivors.push(`${file}:${line}  ${lines[line - 1].trim().slice(0, 100)}  =>  ${change}`);
    }
  }
  const total = killed + survivors.length;
  return { score: (killed / total) * 100, killed, total, survivors, report };
}

const copy = copyTree();
try {
  for (const name of names) {
    const { score, killed, total, survivors, report } = mutate(copy, name);
    process.stdout.write(survivors.map((line) => `${line}\n`).join(""));
    process.stdout.write(`${name}: ${score.toFixed(1)} % of ${total} changes were noticed (${killed}); the goal is ${GOAL} %.\n`);
    if (values.json !== undefined) writeFileSync(join(values.json, `mutation-${name}.json`), JSON.stringify(report));
    if (score < GOAL) process.exitCode = 1;
  }
} finally {
  rmSync(copy, { recursive: true, force: true });
}
