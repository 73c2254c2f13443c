// Packs every published package, installs the tarballs into an empty project as a stranger would, and uses them there (F-3): the same program
// must give the same result in every runtime. `--fast` is the part of `npm test`; `npm run consumers` adds the other runtimes, which it installs.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { browserConsumers } from "./consumers/browser.mjs";
import { importTimeConsumers } from "./consumers/import-time.mjs";
import { installProject } from "./consumers/install-project.mjs";
import { nodeConsumers } from "./consumers/on-node.mjs";
import { programConsumers } from "./consumers/programs.mjs";
import { runtimeConsumers } from "./consumers/runtimes.mjs";
import { typeConsumers } from "./consumers/types.mjs";
import { workerConsumers } from "./consumers/worker.mjs";
import { installApart } from "./steps/install-apart.mjs";
import { packPackages, publishedPackages } from "./steps/pack.mjs";
import { readArguments } from "./steps/read-arguments.mjs";
import { ROOT, since } from "./steps/run-step.mjs";

const { fast } = readArguments(
  `npm run consumers             install the packed packages as a stranger would, and use them in every runtime
npm run consumers -- --fast   the part of npm test: Node alone`,
  { options: { fast: { type: "boolean", default: false } } },
).values;
const folder = mkdtempSync(join(tmpdir(), "openclaw-consumers-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

const runtimes = fast ? undefined : await installApart(join(ROOT, "tests", "consumers", "runtimes"));
const packed = await packPackages(publishedPackages());
const project = join(folder, "project");
mkdirSync(project);
await installProject(project, packed, fast ? "pnpm" : "npm");

const { createSandbox } = await import(pathToFileURL(join(project, "node_modules/@openclaw/sandbox/dist/index.js")).href);
const sandbox = await createSandbox({
  tokensPerSecond: Number.POSITIVE_INFINITY,
  imageScale: 0.25,
  videoScale: 0.2,
  videoMaxSeconds: 1,
});
const given = { project, folder, baseUrl: sandbox.baseUrl, packed, runtimes };
const consumers = [
  ...nodeConsumers(given),
  ...programConsumers(given),
  ...typeConsumers(given),
  ...importTimeConsumers(given),
  ...(fast ? [] : [...runtimeConsumers(given), ...workerConsumers(given), ...browserConsumers(given)]),
];

let failures = 0;
for (const consumer of consumers) {
  const startedMs = performance.now();
  const problem = await consumer.use().catch((error) => String(error.stack ?? error));
  console.log(`${problem === undefined ? "ok    " : "FAILED"} ${consumer.name} (${since(startedMs)})`);
  if (problem === undefined) continue;
  failures += 1;
  console.log(problem.trim());
}
await sandbox.close();
console.log(failures === 0 ? `${consumers.length} consumers, all well.` : `${failures} of ${consumers.length} consumers failed.`);
process.exit(failures === 0 ? 0 : 1);
