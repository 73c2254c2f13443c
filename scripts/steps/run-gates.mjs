import { ensureBuilt } from "./build.mjs";
import { GATES, runGate } from "./gates.mjs";
import { since } from "./run-step.mjs";

const print = (line = "") => process.stdout.write(`${line}\n`);

/** Builds, runs every gate, shows each failure in full and ends with the table and `N passed, N failed`. Returns the exit code. */
export async function runGates() {
  const rows = [];
  const add = (name, startedMs, result) => {
    rows.push({ name, time: since(startedMs), ...result });
    print(`${result.failed === 0 ? "ok    " : "FAILED"} ${name} (${since(startedMs)})`);
    if (result.failed > 0 && result.output !== "") print(`\n${result.output.trim()}\n`);
  };

  const startedMs = performance.now();
  const problem = await ensureBuilt(() => undefined);
  add("build", startedMs, problem === undefined ? { passed: 1, failed: 0, output: "" } : { passed: 0, failed: 1, output: problem });
  for (const gate of GATES) {
    const gateStartedMs = performance.now();
    add(gate.name, gateStartedMs, await runGate(gate, problem === undefined));
  }

  const total = (key) => rows.reduce((sum, row) => sum + row[key], 0);
  print();
  print(tableRow("check", "passed", "failed", "time"));
  for (const row of rows) print(tableRow(row.name, row.passed, row.failed, row.time));
  print(tableRow("all", total("passed"), total("failed"), since(startedMs)));
  print();
  print(`${total("passed")} passed, ${total("failed")} failed`);
  return total("failed") === 0 ? 0 : 1;
}

function tableRow(name, passed, failed, time) {
  return `${String(name).padEnd(12)} ${String(passed).padStart(7)} ${String(failed).padStart(7)} ${String(time).padStart(9)}`;
}
