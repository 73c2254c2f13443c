import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT, run, withoutHosts } from "./run-step.mjs";

/**
 * Installs a folder that is a workspace of its own, by its own lockfile, unless that was done already. For what one command alone needs
 * and nobody else should download. Answers with its `node_modules`.
 */
export async function installApart(folder) {
  const modules = join(folder, "node_modules");
  const stamp = join(modules, ".openclaw-installed");
  const wanted = createHash("sha256")
    .update(readFileSync(join(folder, "pnpm-lock.yaml")))
    .digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return modules;
  const pnpm = join(ROOT, "node_modules", ".bin", "pnpm");
  const { code, output } = await run(pnpm, ["install", "--frozen-lockfile"], { cwd: folder, env: { CI: "true" } });
  if (code !== 0) throw new Error(`Installing ${folder} failed (exit code ${code}):\n${withoutHosts(output)}`);
  writeFileSync(stamp, wanted);
  return modules;
}
