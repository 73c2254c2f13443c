import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { ROOT } from "./run-step.mjs";

/** The oldest Node that the two apps run on (F-5). */
const MINIMUM_NODE = [22, 18];

const NAME = process.platform === "win32" ? "node.exe" : "node";

/** The Node for the apps: the checkout's own, else the one that runs this, else the first on PATH that is new enough; else undefined. */
export function findNode() {
  const own = join(ROOT, "node_modules", ".bin", NAME);
  if (existsSync(own) && isNewEnough(versionOf(own))) return own;
  if (isNewEnough(process.versions.node)) return process.execPath;
  const onPath = (process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, NAME));
  return onPath.find((file) => existsSync(file) && isNewEnough(versionOf(file)));
}

/** Said when there is none: one line, with what to do. */
export function nodeNeeded() {
  return `Node ${MINIMUM_NODE.join(".")} or newer is needed and this is ${process.version}: install Node 24 (https://nodejs.org), put it first on PATH, and run this again.`;
}

function versionOf(file) {
  return spawnSync(file, ["-p", "process.versions.node"], { encoding: "utf8" }).stdout?.trim() ?? "";
}

function isNewEnough(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > MINIMUM_NODE[0] || (major === MINIMUM_NODE[0] && minor >= MINIMUM_NODE[1]);
}
