// `node scripts/prepared.mjs scripts/<name>.mjs [arguments]`: installs and builds what is not there yet, then runs the script on the checkout's
// own Node. So each command of CONTRIBUTING.md works on a fresh clone.
import { ensureBuilt } from "./steps/build.mjs";
import { findNode, nodeNeeded } from "./steps/find-node.mjs";
import { ensureInstalled } from "./steps/install.mjs";
import { run } from "./steps/run-step.mjs";

const [script, ...args] = process.argv.slice(2);
const say = (line) => process.stderr.write(`${line}\n`);

// What only asks how the script is used does not wait for a build.
const asksForHelp = args.includes("--help") || args.includes("-h");
const problem = (await ensureInstalled(say)) ?? (asksForHelp ? undefined : await ensureBuilt(say));
const node = findNode();
if (problem !== undefined || node === undefined) {
  say(problem ?? nodeNeeded());
  process.exitCode = 1;
} else {
  const { code } = await run(node, [script, ...args], { live: true });
  process.exitCode = code;
}
