// Stands for `npm install NAME …`: succeeds when every name is a package that this workspace publishes, or one that it depends on.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";

const root = new URL("../../", import.meta.url);
const published = ["packages", "apps"].flatMap((parent) =>
  readdirSync(new URL(`${parent}/`, root))
    .map((name) => new URL(`${parent}/${name}/package.json`, root))
    .filter((file) => existsSync(file))
    .map((file) => JSON.parse(readFileSync(file, "utf8")))
    .filter((manifest) => manifest.private !== true)
    .map((manifest) => manifest.name),
);
const [command, ...args] = process.argv.slice(2);
const unknown = args.filter((name) => !name.startsWith("-") && !published.includes(name) && !isInstalled(name));
if (command !== "install" || unknown.length > 0) {
  process.stderr.write(`npm ${command}: not known here: ${unknown.join(", ")}\n`);
  process.exitCode = 1;
}

function isInstalled(name) {
  return ["examples", "packages/core", "packages/config"].some((folder) => {
    const { resolve } = createRequire(new URL(`${folder}/package.json`, root));
    return resolve.paths(name)?.some((path) => existsSync(`${path}/${name}/package.json`)) === true;
  });
}
