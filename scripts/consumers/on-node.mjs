import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { run } from "../steps/run-step.mjs";
import { differs } from "./expected.mjs";

const ON_NODE = { lines: 2, video: "ftyp", jobs: ["done"], config: "object" };

/** Node 24, and Node 22 where it was installed: `import`, `require`, and the `./node` entries. */
export function nodeConsumers({ project, folder, baseUrl, runtimes }) {
  const own = [{ node: process.execPath, label: `Node ${process.versions.node}` }];
  const older = runtimes === undefined ? [] : [{ node: join(runtimes, "node-22", "bin", "node"), label: "Node 22" }];
  return [...own, ...older].flatMap(({ node, label }) => {
    const home = join(folder, label.replace(/\W+/g, "-"));
    mkdirSync(home);
    const program = (...args) => run(node, args, { cwd: project, env: { HOME: home } });
    return [
      { name: `${label}: import`, use: async () => differs((await program("main.mjs", baseUrl)).output) },
      {
        name: `${label}: require(esm)`,
        use: async () => differs((await program("required.cjs", baseUrl)).output, { answer: "6 * 7 = 42" }),
      },
      { name: `${label}: the ./node entries`, use: async () => differs((await program("on-node.mjs", baseUrl, home)).output, ON_NODE) },
    ];
  });
}
