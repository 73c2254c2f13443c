// Proves the first run as a newcomer has it (RUN-1, RUN-3): clones HEAD into an empty folder with an empty HOME and no key, runs `npm start`
// twice on the system's own Node, and looks at what came out. `npm run fresh-clone`; exit code 0 when everything held.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { readArguments } from "./steps/read-arguments.mjs";
import { ROOT } from "./steps/run-step.mjs";

readArguments("npm run fresh-clone   the first run as a newcomer has it, on a clone of the last commit");

const FIRST_TOKEN_LIMIT_MS = 3000;
const EXPECTED_FILES = [
  { what: "an image", pattern: /\.(png|jpe?g|webp)$/, leastBytes: 1000 },
  { what: "a video", pattern: /\.(mp4|webm)$/, leastBytes: 5000 },
  { what: "a spoken answer", pattern: /\.(mp3|wav|opus|ogg)$/, leastBytes: 2000 },
];

const folder = mkdtempSync(join(tmpdir(), "openclaw-fresh-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
const checkout = join(folder, "checkout");
const home = join(folder, "home");
mkdirSync(home);
let failures = 0;

const environment = newcomersEnvironment();
console.log(
  `node ${output("node", ["--version"])}, npm ${output("npm", ["--version"])}, commit ${output("git", ["-C", ROOT, "rev-parse", "--short", "HEAD"])}`,
);
check("git clone", spawnSync("git", ["clone", "--quiet", ROOT, checkout], { env: environment }).status === 0);

const first = await npmStart();
check(`the first npm start exits 0 (${seconds(first.totalMs)})`, first.code === 0, first.text);
const made = join(checkout, "openclaw-out");
const files = existsSync(made) ? readdirSync(made, { recursive: true, encoding: "utf8" }) : [];
for (const { what, pattern, leastBytes } of EXPECTED_FILES) {
  const found = files.find((file) => pattern.test(file) && statSync(join(made, file)).size >= leastBytes);
  check(`it made ${what}${found === undefined ? "" : `: ${found}, ${statSync(join(made, found)).size} bytes`}`, found !== undefined);
}
check("it says that the sandbox answered", first.code === 0 && /sandbox/i.test(first.text));
const changes = output("git", ["-C", checkout, "status", "--porcelain"]);
check("it leaves the checkout clean", changes === "", changes);

const second = await npmStart();
check(`the second npm start exits 0 (${seconds(second.totalMs)})`, second.code === 0, second.text);
check(
  `its first token comes after ${seconds(second.firstTokenMs)} (limit ${seconds(FIRST_TOKEN_LIMIT_MS)})`,
  second.firstTokenMs < FIRST_TOKEN_LIMIT_MS,
);
console.log(failures === 0 ? "A fresh clone works." : `${failures} checks failed.`);
process.exitCode = failures === 0 ? 0 : 1;

/** Only what a newcomer has: no key, no settings, nothing of this checkout on PATH. npm's own settings are kept when they are named. */
function newcomersEnvironment() {
  const path = process.env.PATH.split(delimiter).filter((entry) => !entry.includes("node_modules") && !entry.startsWith(ROOT));
  const kept = ["NPM_CONFIG_USERCONFIG", "NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "LANG", "TMPDIR"];
  const entries = kept.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]));
  return { ...Object.fromEntries(entries), PATH: path.join(delimiter), HOME: home, TERM: "dumb" };
}

/** Runs `npm start` and notes when each piece of stdout came. */
function npmStart() {
  return new Promise((resolve) => {
    const startedMs = performance.now();
    const child = spawn("npm", ["start", "--silent"], { cwd: checkout, env: environment, stdio: ["ignore", "pipe", "pipe"] });
    const pieces = [];
    let text = "";
    child.stdout.setEncoding("utf8").on("data", (piece) => {
      pieces.push({ atMs: performance.now() - startedMs, piece });
      text += piece;
    });
    child.stderr.setEncoding("utf8").on("data", (piece) => (text += piece));
    child.on("close", (code) => resolve({ code, text, totalMs: performance.now() - startedMs, firstTokenMs: firstTokenMs(pieces) }));
  });
}

/** When the first text stood below the question, which the tour prints as `> …`. */
function firstTokenMs(pieces) {
  let text = "";
  const first = pieces.find(({ piece }) => {
    text += piece;
    return /^> [^\n]*\n\s*[^\s>]/m.test(text);
  });
  return first?.atMs ?? Number.POSITIVE_INFINITY;
}

function output(command, args) {
  return spawnSync(command, args, { env: environment, encoding: "utf8" }).stdout?.trim() ?? "";
}

function check(what, right, detail = "") {
  console.log(`${right ? "ok    " : "FAILED"} ${what}`);
  if (right) return;
  failures += 1;
  if (detail !== "") console.log(detail);
}

function seconds(ms) {
  return `${(ms / 1000).toFixed(1)} s`;
}
