import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT, run, since, withoutHosts } from "./run-step.mjs";

const STAMP = join(ROOT, "node_modules", ".openclaw-installed");
const UNREACHABLE =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|ERR_PNPM_META_FETCH_FAIL|dns error|error sending request|tunneling socket|SELF_SIGNED_CERT|unable to get local issuer/i;

/** Installs what the lockfile names, when it has not been done for this lockfile (RUN-3). Returns undefined, or what to tell the user. */
export async function ensureInstalled(say) {
  const wanted = lockHash();
  if (isInstalled(wanted)) return undefined;
  const startedMs = performance.now();
  say("installing packages (once; about 10 s on a fast line)");
  const args = ["install", "--frozen-lockfile"];
  const pnpm = pinnedPnpm();
  const local = join(ROOT, "node_modules", ".bin", "pnpm");
  // `npm start --silent` would silence npx as well, and with it the reason of a failure.
  const quiet = { CI: "true", npm_config_loglevel: "error", npm_config_update_notifier: "false" };
  const patience = ["npm", "pnpm"].flatMap((name) => [
    [`${name}_config_fetch_retries`, "2"],
    [`${name}_config_fetch_retry_mintimeout`, "1000"],
    [`${name}_config_fetch_retry_maxtimeout`, "2000"],
  ]);
  const options = { env: { ...quiet, ...Object.fromEntries(patience) }, hopeless: isHopeless };
  const { code, output } =
    installedPnpm() === pnpm ? await run(local, args, options) : await run(npx(), ["-y", `pnpm@${pnpm}`, ...args], options);
  if (code !== 0) return explain(code, output);
  mkdirSync(join(ROOT, "node_modules"), { recursive: true });
  writeFileSync(STAMP, wanted);
  say(`installed in ${since(startedMs)}`);
  return undefined;
}

/** Without a network pnpm tries every package in turn, for minutes. Twenty failures and not one package are news enough. */
function isHopeless(output) {
  return output.split("retries left").length > 20 && !/downloaded [1-9]/.test(output);
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
  // pnpm judges by the Node that starts it; the tools run on the checkout's own, so these lines say nothing about the failure.
  const relevant = output.replace(/^.*\[WARN\] Unsupported engine.*\n/gm, "");
  return `Installing the packages failed (exit code ${code}):\n${withoutHosts(relevant).trim()}`;
}
