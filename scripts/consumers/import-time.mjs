import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT, run } from "../steps/run-step.mjs";

const RUNS = 5;

// Own CPU time in a fresh process: what waits for a busy disk or another process is not the package's doing.
const MEASURE =
  "const before = process.cpuUsage(); await import(process.argv[1]); const { user, system } = process.cpuUsage(before); console.log((user + system) / 1000);";

/** What one `import` costs, in CPU milliseconds: the least of a few fresh processes, against the budget of the entry. */
export function importTimeConsumers({ project }) {
  const budgets = JSON.parse(readFileSync(join(ROOT, "scripts", "import-time-limits.json"), "utf8"));
  return Object.entries(budgets).map(([specifier, limitMs]) => {
    const consumer = { name: `import of ${specifier}`, use };
    async function use() {
      let leastMs = Number.POSITIVE_INFINITY;
      for (let round = 0; round < RUNS; round += 1) {
        const { code, output } = await run(process.execPath, ["--input-type=module", "-e", MEASURE, specifier], { cwd: project });
        if (code !== 0) return output;
        leastMs = Math.min(leastMs, Number(output));
      }
      consumer.name = `import of ${specifier}: ${leastMs.toFixed(0)} of ${limitMs} ms CPU`;
      return leastMs <= limitMs
        ? undefined
        : "It takes too long. A limit is raised in scripts/import-time-limits.json, in the commit that needs it.";
    }
    return consumer;
  });
}
