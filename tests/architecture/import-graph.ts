import { existsSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join, normalize } from "node:path";
import { type ModuleFacts, type ModuleImport, readModule } from "./read-module.js";
import { sourceEntries, type WorkspacePackage } from "./workspace.js";

const read = new Map<string, ModuleFacts>();

/** `readModule`, once per file. */
export function factsOf(file: string): ModuleFacts {
  const known = read.get(file) ?? readModule(file);
  read.set(file, known);
  return known;
}

/** The TypeScript file that a relative specifier means (`./x.js` → `./x.ts`); undefined when there is none. */
export function resolveRelative(from: string, specifier: string): string | undefined {
  const path = normalize(join(dirname(from), specifier));
  const candidates = [path.replace(/\.js$/, ".ts"), path.replace(/\.jsx?$/, ".tsx"), path];
  return candidates.find((candidate) => existsSync(candidate));
}

/** A package of ours by its import specifier: `@openclaw/core/node` → `core`. */
export function workspaceName(specifier: string): string | undefined {
  return /^@openclaw\/([^/]+)/.exec(specifier)?.[1];
}

/** The chain of files from an entry to each Node built-in that loading it could reach, across our packages. Empty is what a browser needs. */
export function builtinsReachable(entry: string, packages: readonly WorkspacePackage[]): readonly string[] {
  const entries = new Map(packages.flatMap(sourceEntries).map(({ entry: name, file }) => [name, file]));
  const seen = new Set<string>();
  const found: string[] = [];
  const walk = (file: string, trail: readonly string[]): void => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const { specifier } of factsOf(file).imports) {
      const here = [...trail, file];
      if (isBuiltin(specifier)) found.push([...here, specifier].join(" -> "));
      const next = specifier.startsWith(".") ? resolveRelative(file, specifier) : entries.get(specifier);
      if (next !== undefined && existsSync(next)) walk(next, here);
    }
  };
  walk(entry, []);
  return found;
}

/** The imports of a package's shipped files, each with the file that makes it. */
export function shippedImports(
  one: WorkspacePackage,
  isShipped: (file: string) => boolean,
): readonly (ModuleImport & { readonly file: string })[] {
  return one.files.filter(isShipped).flatMap((file) => factsOf(join(one.folder, "src", file)).imports.map((found) => ({ ...found, file })));
}
