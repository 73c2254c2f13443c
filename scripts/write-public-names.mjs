// `npm run public-names`: writes tests/public-names.ts from the sources. Run it when a public name is meant to change, and read its diff:
// a line that goes is a breaking change, a line that comes is a promise.
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readModule } from "../tests/architecture/read-module.ts";
import { readArguments } from "./steps/read-arguments.mjs";
import { run } from "./steps/run-step.mjs";
import { ROOT, sourceEntries, workspacePackages } from "../tests/architecture/workspace.ts";

readArguments("npm run public-names   write tests/public-names.ts from the sources; read its diff");

const entries = workspacePackages()
  .flatMap(sourceEntries)
  .filter(({ file }) => existsSync(file))
  .map(({ entry, file }) => [entry, readModule(file).exports.toSorted()]);
const table = entries.map(
  ([entry, names]) => `  ${JSON.stringify(entry)}: [\n${names.map((name) => `    ${JSON.stringify(name)},\n`).join("")}  ],\n`,
);

writeFileSync(
  join(ROOT, "tests", "public-names.ts"),
  `// Written by \`npm run public-names\`. A line that goes is a breaking change, a line that comes is a promise.
/** Every name that the packages give to the outside, by entry. */
export const PUBLIC_NAMES: Readonly<Record<string, readonly string[]>> = {
${table.join("")}};
`,
);
await run(join(ROOT, "node_modules", ".bin", "oxfmt"), [join(ROOT, "tests", "public-names.ts")]);
