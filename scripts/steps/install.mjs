import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT, run, since, withoutHosts } from "./run-step.mjs";

const STAMP = join(ROOT, "node_modules", ".openclaw-installed");
const UNREACHABLE =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|ERR_PNPM_META_FETCH_FAIL|dns error|error sending request|tunneling socket|SELF_SIGNED_CERT|unable to get local issuer/i;

/** Installs what the lockfile names, when it has not been done for this lockfile. Returns undefined, or what to tell the user. */
export async function ensureInstalled(say) {
  const wanted = lockHash();
  if (isInstalled(wanted)) return undefined;
  const startedMs = performance.now();
  say("installing packages (once; about 10 s on a fast line)");
  const args = ["install", "--frozen-lockfile"];
  const pnpm = pinnedPnpm();
  const local = join(ROOT, "node_modules", ".bin", "pnpm");
  const env = { CI: "true", npm_config_fetch_retries: "1", npm_config_fetch_retry_mintimeout: "1000", npm_config_update_notifier: "false" };
  // pnpm 12 is a program of its own, so it also runs on an old Node; `-y` because a user may have switched npx's questions on.
  const { code, output } =
    installedPnpm() === pnpm ? await run(local, args, { env }) : await run(npx(), ["-y", `pnpm@${pnpm}`, ...args], { env });
  if (code !== 0) return explain(code, output);
  mkdirSync(join(ROOT, "node_modules"), { recursive: true });
  writeFileSync(STAMP, wanted);
  say(`installed in ${since(startedMs)}`);
  return undefined;
}

function isInstalled(wanted) {
  if (!existsSync(STAMP) || readFileSync(STAMP, "utf8") !== wanted) return false;
  return workspaceFolders().every(({ folder, manifest }) => {
    const needs = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
    return needs.length === 0 || existsSync(join(folder, "node_modules"));
  });
}

function lockHash() {
  const hash = createHash("sha256").update(process.platform + process.arch);
  for (const file of ["pnpm-lock.yaml", "pnpm-workspace.yaml", "package.json"]) hash.update(readFileSync(join(ROOT, file)));
  return hash.digest("hex");
}

/** Every workspace folder with its manifest. */
export function workspaceFolders() {
  const parents = ["packages", "apps", "tools"].flatMap((parent) => {
    const folder = join(ROOT, parent);
    return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
  });
  return [...parents, ...["tests", "bench", "examples"].map((name) => join(ROOT, name))]
    .filter((folder) => existsSync(join(folder, "package.json")))
    .map((folder) => ({ folder, manifest: JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) }));
}

function pinnedPnpm() {
  return JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")).packageManager.split("@")[1];
}

function installedPnpm() {
  const manifest = join(ROOT, "node_modules", "pnpm", "package.json");
  return existsSync(manifest) ? JSON.parse(readFileSync(manifest, "utf8")).version : undefined;
}

function npx() {
  return process.platform === "win32" ? "npx.cmd" : "npx";
}

function explain(code, output) {
  const cause = UNREACHABLE.exec(output)?.[0];
  if (cause !== undefined) {
    return `The package registry cannot be reached (${cause}). Check the network and npm's proxy settings (npm config list), then run this again.`;
  }
  return `Installing the packages failed (exit code ${code}):\n${withoutHosts(output).trim()}`;
}
