import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT, run, withoutHosts } from "../steps/run-step.mjs";

const PEERS = ["undici", "zod"];

/**
 * Fills an empty folder: the tarballs, what they need from the registry, and the programs. With npm everything lies flat, as most users have
 * it; pnpm gives each package its own dependencies only, and takes them from its store when they are there.
 */
export async function installProject(project, packed, manager) {
  const tarballs = Object.fromEntries(packed.map(({ name, tarball }) => [name, `file:${tarball}`]));
  const versions = Object.fromEntries(PEERS.map((name) => [name, catalogVersion(packed, name)]));
  const manifest = { name: "consumer", version: "1.0.0", private: true, type: "module", dependencies: { ...tarballs, ...versions } };
  writeFileSync(join(project, "package.json"), JSON.stringify(manifest, undefined, 2));
  cpSync(join(ROOT, "tests", "consumers", "programs"), project, { recursive: true });
  const { code, output } = manager === "npm" ? await installByNpm(project) : await installByPnpm(project, tarballs);
  if (code !== 0) throw new Error(`${manager} install failed (exit code ${code}):\n${withoutHosts(output)}`);
}

function installByNpm(project) {
  return run("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts"], { cwd: project });
}

function installByPnpm(project, tarballs) {
  const overrides = Object.entries(tarballs).map(([name, tarball]) => `  "${name}": "${tarball}"`);
  const settings = ["packages: []", "pmOnFail: ignore", "minimumReleaseAge: 0", "overrides:", ...overrides];
  writeFileSync(join(project, "pnpm-workspace.yaml"), `${settings.join("\n")}\n`);
  return run(join(ROOT, "node_modules", ".bin", "pnpm"), ["install", "--prefer-offline", "--no-frozen-lockfile", "--ignore-scripts"], {
    cwd: project,
    env: { CI: "true" },
  });
}

/** The version that the packages are built against, read where one of them names it. */
function catalogVersion(packed, name) {
  for (const { source, manifest } of packed) {
    const known = { ...manifest.devDependencies, ...manifest.dependencies, ...manifest.peerDependencies };
    if (known[name] === undefined) continue;
    return JSON.parse(readFileSync(join(source, "node_modules", name, "package.json"), "utf8")).version;
  }
  throw new Error(`No published package depends on ${name}.`);
}
