// `npm run mutation`: changes the code one small step at a time, in a copy, and counts which changes no test notices. `--since` takes from an
// earlier run what cannot have become otherwise: changes of the same code that were noticed by a test that is still there.
// Prints the score and every survivor with its line; ends with 1 when a score is below the goal.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { readArguments, refuseArguments } from "../../scripts/steps/read-arguments.mjs";

const GOAL = 85;
// What is changed, and the tests that have to notice: those that stand beside it, and `also`. `without` begins the names that are neither changed nor run.
const TARGETS = {
  shape: { folder: "packages/chat/src/shape" },
  failover: { folder: "packages/core/src/failover" },
  // Its tests start processes that write at the same time, or are killed: seconds each, thousands of times.
  // What keys there are, and what they do, is held by the page that is made of the schema.
  config: { folder: "packages/config/src", without: ["node/edit-config", "node/file-lock"], also: ["tests/config-page.test.ts"] },
};

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..");
const { positionals, values } = readArguments(
  `npm run mutation -- [${Object.keys(TARGETS).join("|")}][/<folder or file>]… [--concurrency <workers>] [--json <folder>] [--since <folder>]
--json keeps what each change came to in a file of that folder; --since takes from there what nobody has changed since`,
  { allowPositionals: true, options: { json: { type: "string" }, since: { type: "string" }, concurrency: { type: "string" } } },
);
const names = positionals.length === 0 ? Object.keys(TARGETS) : positionals;
const known = (name) => {
  const [target, ...inside] = name.split("/");
  return Object.hasOwn(TARGETS, target) && existsSync(join(root, TARGETS[target].folder, ...inside));
};
const unknown = names.find((name) => !known(name));
if (unknown !== undefined) refuseArguments(`There is no "${unknown}" to change`);

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
    if (!existsSync(installed) || !existsSync(join(copy, folder))) continue;
    if (folder === ".") symlinkSync(installed, join(copy, "node_modules"));
    else copyLinks(installed, join(copy, folder, "node_modules"));
  }
  return copy;
}

/** The packages' links as they are: one that leads to a neighbour leads to the neighbour in the copy, which nobody is editing. */
function copyLinks(from, to) {
  mkdirSync(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (entry.isSymbolicLink()) symlinkSync(readlinkSync(join(from, entry.name)), join(to, entry.name));
    else if (entry.isDirectory() && entry.name.startsWith("@")) copyLinks(join(from, entry.name), join(to, entry.name));
  }
}

/** @returns {{score: number, killed: number, total: number, survivors: string[], report: object}} */
function mutate(copy, name) {
  const [target, ...inside] = name.split("/");
  const { folder, without = [], also = [] } = TARGETS[target];
  const changed = [folder, ...inside].join("/");
  const excluded = without.map((start) => `!${folder}/${start}*`);
  const report = join(copy, "mutation.json");
  const settings = join(copy, "stryker.json");
  const incrementalFile = join(copy, "incremental.json");
  rmSync(incrementalFile, { force: true });
  const earlier = values.since === undefined ? undefined : join(values.since, reportName(name));
  if (earlier !== undefined && existsSync(earlier)) writeFileSync(incrementalFile, JSON.stringify(noticedIn(readJson(earlier))));
  writeFileSync(
    settings,
    JSON.stringify({
      testRunner: "vitest",
      plugins: [createRequire(import.meta.url).resolve("@stryker-mutator/vitest-runner")],
      vitest: { configFile: "vitest.config.ts", related: false },
      mutate: [
        changed.endsWith(".ts") ? changed : `${changed}/**/*.ts`,
        `!${changed}/**/*.test.ts`,
        `!${changed}/**/__fixtures__/**`,
        ...excluded,
      ],
      coverageAnalysis: "perTest",
      incremental: values.since !== undefined,
      incrementalFile,
      concurrency: Number(values.concurrency ?? availableParallelism()),
      inPlace: true,
      disableTypeChecks: false,
      reporters: ["json", "progress-append-only"],
      jsonReporter: { fileName: report },
      timeoutMS: 8000,
    }),
  );
  // The tests of the target alone: what tests elsewhere happen to notice is not counted.
  const tests = JSON.stringify([`${folder}/**/*.test.ts`, ...also, ...excluded]);
  const config = readFileSync(join(root, "vitest.config.ts"), "utf8").replace(/include: \[[^\]]*\]/, `include: ${tests}`);
  writeFileSync(
    join(copy, "vitest.config.ts"),
    `import { keptWorker } from "./tools/mutation/kept-worker.mjs";\n${config.replace("defineConfig({", "defineConfig({ plugins: [keptWorker],")}`,
  );
  const program = join(here, "node_modules", "@stryker-mutator", "core", "bin", "stryker.js");
  run(process.execPath, [program, "run", settings], { cwd: copy });
  return readReport(readJson(report));
}

/** What a test noticed; the rest is tried anew, because of code that runs while a file is loaded nobody knows which test could notice it. */
function noticedIn(report) {
  const files = Object.entries(report.files).map(([name, file]) => {
    return [name, { ...file, mutants: file.mutants.filter(({ status }) => status === "Killed") }];
  });
  return { ...report, files: Object.fromEntries(files) };
}

function readJson(file) {
  return JSON.parse(readFileSync(file, "utf8"));
}

function reportName(name) {
  return `mutation-${name.replaceAll("/", "-")}.json`;
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
    if (values.json !== undefined) writeFileSync(join(values.json, reportName(name)), JSON.stringify(report));
    if (score < GOAL) process.exitCode = 1;
  }
} finally {
  rmSync(copy, { recursive: true, force: true });
}
