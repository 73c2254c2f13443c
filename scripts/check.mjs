// `npm run check`: the gates of `npm test` without touching the system.
import { ensureInstalled } from "./steps/install.mjs";
import { readArguments } from "./steps/read-arguments.mjs";
import { runGates } from "./steps/run-gates.mjs";

readArguments("npm run check   every check and test, in the order that fails fastest; npm test also installs what the system lacks");
const say = (line) => process.stdout.write(`${line}\n`);

const problem = await ensureInstalled(say);
if (problem !== undefined) say(problem);
process.exitCode = problem === undefined ? await runGates() : 1;
