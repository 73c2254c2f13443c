import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { workspaceFolders } from "./install.mjs";
import { ROOT, run } from "./run-step.mjs";

/** The workspace packages that npm gets. */
export function publishedPackages() {
  return workspaceFolders().filter(({ manifest }) => manifest.private !== true);
}

/** Packs them as pnpm would publish them (`publishConfig` applied, `workspace:*` replaced). The tarballs go when the process ends. */
export async function packPackages(packages) {
  const folder = mkdtempSync(join(tmpdir(), "openclaw-pack-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  const packed = [];
  for (const { folder: source, manifest } of packages) {
    const tarball = join(folder, `${manifest.name.replace("@", "").replace("/", "-")}.tgz`);
    const { code, output } = await run(join(ROOT, "node_modules", ".bin", "pnpm"), ["pack", "--out", tarball], { cwd: source });
    if (code !== 0) throw new Error(`pnpm pack failed for ${manifest.name}:\n${output}`);
    packed.push({ name: manifest.name, manifest, source, tarball, hasExports: manifest.exports !== undefined });
  }
  return packed;
}
