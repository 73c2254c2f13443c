import { existsSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { run, since, withoutHosts } from "./run-step.mjs";

/** Programs of the system that tests need: the apt package, the program that proves it is there, and the reason. */
const SYSTEM_PARTS = [
  { apt: "ffmpeg", programs: ["ffmpeg"], why: "decodes the images, videos and speech that the toolkit writes" },
  { apt: "sox", programs: ["sox"], why: "measures the speech that the toolkit writes (length, silence, gaps)" },
  { apt: "curl", programs: ["curl"], why: "runs the examples of the pages as they stand there" },
  { apt: "tmux", programs: ["tmux"], why: "drives the CLI in a real terminal" },
  { apt: "zsh", programs: ["zsh"], why: "completes the CLI's commands at its prompt" },
  { apt: "fish", programs: ["fish"], why: "does the same in its own way" },
  { apt: "chromium", programs: ["chromium", "chromium-browser", "google-chrome"], why: "opens the server's page in a real browser" },
  { apt: "postgresql", programs: ["initdb"], folders: postgresFolders, why: "runs the server's store on PostgreSQL" },
  { apt: "redis-server", programs: ["redis-server"], why: "shares rate limits and circuits between server instances" },
];

/** The parts that are not there. */
function missingParts() {
  const onPath = (process.env.PATH ?? "").split(delimiter);
  return SYSTEM_PARTS.filter(({ programs, folders }) => {
    const places = [...onPath, ...(folders?.() ?? [])];
    return !places.some((folder) => programs.some((program) => existsSync(join(folder, program))));
  });
}

/** Installs what is missing where that is possible (Debian or Ubuntu, as root or by a sudo that asks nothing), and says what it could not do. */
export async function ensureSystemParts(say) {
  const missing = missingParts();
  if (missing.length === 0) return;
  const startedMs = performance.now();
  const names = missing.map((part) => part.apt);
  const problem = await installByApt(names, say);
  const left = missingParts();
  if (left.length === 0) return say(`system programs installed in ${since(startedMs)}: ${names.join(" ")}`);
  say(`these system programs are missing, and the tests that need them will fail${problem === undefined ? "" : ` (${problem})`}:`);
  for (const part of left) say(`  ${part.apt}: ${part.why}`);
}

async function installByApt(names, say) {
  if (!onDebian()) return "not a Debian or Ubuntu system: install them with its package manager";
  const root = process.getuid?.() === 0;
  const sudo = root ? [] : ["sudo", "-n"];
  if (!root && (await run("sudo", ["-n", "true"])).code !== 0) return `not root: run  sudo apt-get install ${names.join(" ")}`;
  say(`installing system programs: ${names.join(" ")}`);
  const apt = (...args) => {
    const [command, ...rest] = [...sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", ...args];
    return run(command, rest);
  };
  // A fresh machine has no package lists, or old ones that name files which are gone.
  await apt("update");
  const { code, output } = await apt("install", "-y", "--no-install-recommends", ...names);
  return code === 0 ? undefined : `apt-get failed: ${withoutHosts(output).trim().split("\n").slice(-5).join(" | ")}`;
}

function onDebian() {
  return existsSync("/usr/bin/apt-get");
}

function postgresFolders() {
  const versions = "/usr/lib/postgresql";
  return existsSync(versions) ? readdirSync(versions).map((version) => join(versions, version, "bin")) : [];
}
