// `npm run licences`: what a user of each published package also gets, and under which licence. Fails on one that nobody has looked at, and on a
// package that holds others and does not carry their list (scripts/third-party.mjs writes it with the build).
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { licenceProblem, withDependencies } from "./steps/licences.mjs";
import { publishedPackages } from "./steps/pack.mjs";
import { readArguments } from "./steps/read-arguments.mjs";

readArguments("npm run licences   what a user of each package also gets, and under which licence");

const problems = [];
for (const { folder, manifest } of publishedPackages()) {
  const needed = new Map();
  for (const name of Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })) withDependencies(name, folder, needed);
  const packages = [...needed.values()].filter(({ name }) => !name.startsWith("@openclaw/"));
  const list = packages.map(({ name, version, licence }) => `${name} ${version} (${licence})`).toSorted();
  console.log(`${manifest.name}: ${list.length === 0 ? "nothing" : list.join(", ")}`);
  problems.push(...packages.map(licenceProblem).filter((problem) => problem !== undefined));
  const inside = join(folder, "dist", "THIRD_PARTY_LICENSES.txt");
  if (holdsOthers(folder, manifest) && !existsSync(inside))
    problems.push(`${manifest.name}: dist/THIRD_PARTY_LICENSES.txt is missing; build it.`);
}

for (const problem of problems) console.log(`FAILED ${problem}`);
process.exitCode = problems.length === 0 ? 0 : 1;

/** The programs hold everything that they need; a library says in its source maps what it holds. */
function holdsOthers(folder, { bin }) {
  const dist = join(folder, "dist");
  if (bin !== undefined || !existsSync(dist)) return bin !== undefined;
  const maps = readdirSync(dist).filter((file) => file.endsWith(".js.map"));
  return maps.some((file) =>
    JSON.parse(readFileSync(join(dist, file), "utf8")).sources.some((source) => source.includes("/node_modules/")),
  );
}
