import { mkdir, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { httpServer } from "./http-server.js";
import { runTarget } from "./run-target.js";
import { TARGETS } from "./targets.js";

const ALL = [...TARGETS, httpServer];
const { values } = parseArgs({
  options: {
    target: { type: "string", multiple: true, default: ALL.map(({ name }) => name) },
    minutes: { type: "string", default: "1" },
    seed: { type: "string", default: String(Date.now() % 1_000_000_000) },
    findings: { type: "string", default: "fuzz-findings" },
  },
});

const unknown = values.target.filter((name) => !ALL.some((target) => target.name === name));
const cpuMs = Number(values.minutes) * 60_000;
if (unknown.length > 0 || !(cpuMs > 0)) {
  process.stderr.write(
    `Usage: npm run fuzz -- [--minutes <CPU minutes for each target>] [--seed <number>] [--target ${ALL.map(({ name }) => name).join("|")}]…\n`,
  );
  process.exit(2);
}

for (const target of ALL.filter(({ name }) => values.target.includes(name))) {
  const seed = Number(values.seed);
  const result = await runTarget(target, { cpuMs, seed, runs: 500 });
  const minutes = (result.cpuMs / 60_000).toFixed(1);
  process.stdout.write(
    `${target.name}: ${result.inputs} inputs in ${minutes} CPU minutes from seed ${seed}: ${result.finding === undefined ? "nothing found" : "BROKEN"} (${target.about})\n`,
  );
  if (result.finding === undefined) continue;
  process.exitCode = 1;
  await mkdir(values.findings, { recursive: true });
  const file = `${values.findings}/${target.name}-${result.finding.seed}.json`;
  await writeFile(file, `${JSON.stringify(result.finding, undefined, 2)}\n`);
  process.stdout.write(`  ${file}\n  input: ${JSON.stringify(result.finding.input)}\n  ${result.finding.error}\n`);
}
