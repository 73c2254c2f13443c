import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ROOT, run } from "./run-step.mjs";

const CACHE = join(ROOT, "node_modules", ".cache", "openclaw");
const VITEST_REPORT = join(CACHE, "vitest.json");

const tool = (name, ...args) => [join(ROOT, "node_modules", ".bin", name), args];
const script = (name, ...args) => [join(ROOT, "node_modules", ".bin", "node"), [join(ROOT, "scripts", name), ...args]];

/**
 * Every check, in the order that fails fastest. A gate counts as one; the tests count each for itself. `needsBuild` gates read `dist`
 * and cannot say anything when the build has failed.
 */
export const GATES = [
  { name: "format", command: tool("oxfmt", "--check") },
  { name: "lint", command: tool("oxlint", "--type-aware", "--deny-warnings") },
  { name: "types", command: tool("tsc", "-p", "tsconfig.json") },
  { name: "unused code", command: tool("knip") },
  { name: "tests", run: runTests },
  { name: "packages", command: script("package-check.mjs"), needsBuild: true },
  { name: "sizes", command: script("size.mjs"), needsBuild: true },
  { name: "dist", command: script("dist-smoke.mjs"), needsBuild: true },
  { name: "consumers", command: script("consumers.mjs", "--fast"), needsBuild: true },
  { name: "licences", command: script("licences.mjs"), needsBuild: true },
];

/** Runs one gate. Returns how many things passed and failed, and the output where it was not shown already. */
export async function runGate(gate, built) {
  if (gate.needsBuild === true && !built) return { passed: 0, failed: 1, output: "Not run: the build failed." };
  if (gate.run !== undefined) return gate.run();
  const { code, output } = await run(...gate.command);
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, output };
}

async function runTests() {
  mkdirSync(CACHE, { recursive: true });
  rmSync(VITEST_REPORT, { force: true });
  const args = ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${VITEST_REPORT}`];
  const [command, rest] = tool("vitest", ...args);
  const { code } = await run(command, rest, { live: true });
  return { ...countTests(code), output: "" };
}

/** A file that could not be loaded counts as one failure, a skipped test too: nothing may look green that did not run. */
function countTests(code) {
  let report;
  try {
    report = JSON.parse(readFileSync(VITEST_REPORT, "utf8"));
  } catch {
    return { passed: 0, failed: 1 };
  }
  const tests = report.testResults.flatMap((file) => file.assertionResults);
  const passed = tests.filter((test) => test.status === "passed").length;
  const broken = report.testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.every((test) => test.status === "passed"),
  );
  const failed = tests.length - passed + broken.length;
  return { passed, failed: failed === 0 && (code !== 0 || passed === 0) ? 1 : failed };
}
