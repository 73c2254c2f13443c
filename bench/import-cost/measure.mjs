import { fileURLToPath } from "node:url";
import { runMeasured } from "../shared/measured-process.mjs";
import { createRounds } from "../shared/statistics.mjs";
import { subjects } from "./subjects.mjs";

const PROBE = fileURLToPath(new URL("probe.mjs", import.meta.url));
const NAMES = Object.keys(subjects);
const BARE = NAMES[0];

/** What a cold import costs: every round, each package in a fresh process, one after the other. */
export async function measure({ rounds, say }) {
  const measured = createRounds();
  for (let round = 0; round < rounds; round++) {
    say(`import cost, round ${round + 1} of ${rounds}`);
    for (const name of NAMES) {
      const { stdout, cpuMs, wallMs, rssMb } = await runMeasured([PROBE, name]);
      measured.add(name, round, { ...JSON.parse(stdout), cpuMs, wallMs, rssMb });
    }
  }
  const cpuMs = measured.median("@openclaw/chat", "importCpuMs");
  return {
    title: "Import cost",
    text: [
      "The root of each package, imported by its name from its built files in a process that has imported nothing else; the files are in the system's cache, Node's compile cache is off. CPU time is user and system together.",
    ],
    tables: [
      {
        columns: ["import", "CPU ms of the import", "wall ms of the import", "whole process, CPU × an empty module", "peak RSS MB"],
        rows: NAMES.map((name) => [
          name,
          measured.median(name, "importCpuMs").toFixed(1),
          measured.median(name, "importWallMs").toFixed(1),
          measured.ratio(name, BARE, "cpuMs").toFixed(2),
          Math.round(measured.median(name, "rssMb")),
        ]),
      },
    ],
    goals: [{ what: "import of `@openclaw/chat`: CPU", goal: "≤ 25 ms", figure: `${cpuMs.toFixed(1)} ms`, met: cpuMs <= 25 }],
    raw: measured,
  };
}
