import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

interface Manifest {
  readonly name: string;
  readonly bin?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
}

export interface WorkspacePackage {
  /** Without the scope: `core`. */
  readonly name: string;
  readonly folder: string;
  readonly manifest: Manifest;
  /** Every TypeScript file below `src`, tests too, as paths from `src`. */
  readonly files: readonly string[];
}

/** Packages and apps of the workspace, in alphabetical order. */
export function workspacePackages(): readonly WorkspacePackage[] {
  return ["packages", "apps"]
    .flatMap((parent) => readdirSync(join(ROOT, parent)).map((name) => join(ROOT, parent, name)))
    .filter((folder) => existsSync(join(folder, "package.json")))
    .map((folder) => {
      const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
      return { name: manifest.name.replace("@openclaw/", ""), folder, manifest, files: typeScriptFiles(join(folder, "src")) };
    });
}

/** Entry name (`@openclaw/core/node`) → its source file, from the `openclaw-source` condition. */
export function sourceEntries(one: WorkspacePackage): readonly { readonly entry: string; readonly file: string }[] {
  return Object.entries(one.manifest.exports ?? {}).flatMap(([key, target]) => {
    const source = typeof target === "string" ? undefined : target["openclaw-source"];
    return source === undefined ? [] : [{ entry: one.manifest.name + key.slice(1), file: join(one.folder, source) }];
  });
}

/** Tests, their fixtures and what only they use. */
export function isTestFile(file: string): boolean {
  return /\.test\.ts$|(^|\/)(__fixtures__|testing)\//.test(file);
}

/** A path for messages. */
export function fromRoot(file: string): string {
  return relative(ROOT, file);
}

function typeScriptFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file) && !file.includes("node_modules"))
    .map((file) => file.replaceAll("\\", "/"))
    .sort();
}
