import { mkdir, writeFile } from "node:fs/promises";
import { httpServer } from "./http-server.js";
import { runTarget } from "./run-target.js";
import { TARGETS } from "./targets.js";

const ALL = [...TARGETS, httpServer];
// Read by run.mjs, which knows what each may be before anything is bundled.
const values = JSON.parse(process.argv[2] ?? "{}") as {
  readonly target?: readonly string[];
  readonly minutes: string;
  readonly seed: string;
  readonly findings: string;
};
const wanted = values.target ?? ALL.map(({ name }) => name);
const unknown = wanted.find((name) => !ALL.some((target) => target.name === name));
if (unknown !== undefined) {
  process.stderr.write(`There is no target "${unknown}"; there are ${ALL.map(({ name }) => name).join(", ")}.\n`);
  process.exit(2);
}

for (const target of ALL.filter(({ name }) => wanted.includes(name))) {
  const seed = Number(values.seed);
  const result = await runTarget(target, { cpuMs: Number(values.minutes) * 60_000, seed, runs: 500 });
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
