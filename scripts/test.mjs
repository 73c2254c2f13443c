// `npm test`: everything a fresh clone needs, then every check and every test (RUN-2). `.ci/run` calls it.
import { ensureInstalled } from "./steps/install.mjs";
import { readArguments } from "./steps/read-arguments.mjs";
import { runGates } from "./steps/run-gates.mjs";
import { ensureSystemParts } from "./steps/system-parts.mjs";

readArguments("npm test   installs everything and runs every check and test; npx vitest run <path> runs the tests of one place");
const say = (line) => process.stdout.write(`${line}\n`);

const problem = await ensureInstalled(say);
if (problem === undefined) {
  await ensureSystemParts(say);
  process.exitCode = await runGates();
} else {
  say(`${problem}\n\n0 passed, 1 failed`);
  process.exitCode = 1;
}
