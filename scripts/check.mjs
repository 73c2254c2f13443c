// `npm run check`: the gates of `npm test` without touching the system.
import { ensureInstalled } from "./steps/install.mjs";
import { runGates } from "./steps/run-gates.mjs";

const say = (line) => process.stdout.write(`${line}\n`);

const problem = await ensureInstalled(say);
if (problem !== undefined) say(problem);
process.exitCode = problem === undefined ? await runGates() : 1;
