// Part of a build, after `tsup --metafile`: writes dist/THIRD_PARTY_LICENSES.txt, the licence of everything that is inside the bundle.
// What the page in web/src imports is bundled by Vite; it counts with all that it needs.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { licenceProblem, readLicence, withDependencies } from "./steps/licences.mjs";

const app = process.cwd();
const metafile = join(app, "dist", "metafile-esm.json");
const { inputs } = JSON.parse(readFileSync(metafile, "utf8"));
rmSync(metafile);

const folders = new Set(Object.keys(inputs).flatMap(packageOf));
const found = new Map([...folders].map((folder) => [folder, readLicence(folder)]));
for (const name of importsOfPage(join(app, "web", "src"))) withDependencies(name, app, found);

const packages = [...new Map([...found.values()].map((one) => [`${one.name}@${one.version}`, one])).values()].toSorted((a, b) =>
  a.name < b.name ? -1 : 1,
);
const problems = packages.map(licenceProblem).filter((problem) => problem !== undefined);
if (problems.length > 0) throw new Error(problems.join("\n"));

const head = "This package contains the packages below. Each is its authors' work, under the licence that follows its name.";
const parts = packages.map(({ name, version, licence, text }) => {
  return `${"-".repeat(80)}\n${name} ${version} (${licence})\n\n${text ?? `The package holds no licence text; its manifest names ${licence}.`}\n`;
});
writeFileSync(join(app, "dist", "THIRD_PARTY_LICENSES.txt"), [head, "", ...parts].join("\n"));
console.log(`${packages.length} packages in the bundle: ${packages.map(({ name }) => name).join(", ")}`);

/** The folder of the package that a bundled file belongs to; the workspace's own files belong to none. */
function packageOf(file) {
  const match = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(resolve(app, file.replace(/^[\w-]+:/, "")));
  return match === null ? [] : [match[1]];
}

/** The packages that the page's sources name. */
function importsOfPage(folder) {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => /(?<!\.test)\.tsx?$/.test(file));
  const names = files.flatMap((file) =>
    [...readFileSync(join(folder, file), "utf8").matchAll(/(?:from|import\()\s*"((?:@[\w.-]+\/)?[a-z][\w.-]*)/g)].map((match) => match[1]),
  );
  return [...new Set(names)].filter((name) => !/^(node|vite|vitest|@openclaw\/.*)$/.test(name));
}
