// `npm run bench`: measures the built packages and writes docs/benchmarks.md.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { loadavg } from "node:os";
import { text as readText } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { readArguments, refuseArguments } from "../scripts/steps/read-arguments.mjs";
import { findStale } from "./shared/built.mjs";
import { describeMachine } from "./shared/machine.mjs";
import { renderPage } from "./shared/render-page.mjs";

const SECTIONS = ["chat-stream", "import-cost", "bundle-size", "cli-start"];
// They have runners of their own: what those print is shown on the page as it is.
const OTHERS = { speech: ["Speech", "speech/first-audio.mjs"], gateway: ["Gateway", "gateway/run.mjs"], page: ["Page", "page/run.mjs"] };
const NAMES = [...SECTIONS, ...Object.keys(OTHERS)];

const path = (name) => fileURLToPath(new URL(name, import.meta.url));
const { values } = readArguments(
  `npm run bench -- [--only ${NAMES.join(",")}] [--quick] [--rounds 5]
--quick shows that everything works; its figures are not written into docs/benchmarks.md`,
  { options: { only: { type: "string" }, quick: { type: "boolean", default: false }, rounds: { type: "string" } } },
);
const wanted = values.only?.split(",") ?? NAMES;
const unknown = wanted.find((name) => !NAMES.includes(name));
if (unknown !== undefined) refuseArguments(`There is no "${unknown}"`);
if (Number(process.versions.node.split(".")[0]) < 22)
  stop(`Node 22.18 or newer is needed and this is ${process.version}: npm run bench takes the checkout's own.`);
const stale = findStale(path(".."));
if (stale !== undefined) stop(stale);

const rounds = Number(values.rounds ?? (values.quick ? 1 : 5));
// A quick run shows that everything works; its figures are not worth keeping.
const results = path(values.quick ? "../node_modules/.cache/openclaw/bench" : "results");
mkdirSync(results, { recursive: true });

for (const name of wanted) {
  const machine = describeMachine();
  const section = name in OTHERS ? await runOther(...OTHERS[name]) : await measureSection(name);
  if (section === undefined) continue;
  say("");
  const result = { machine: { ...machine, loadAfter: loadavg()[0] }, ...section };
  writeFileSync(`${results}/${name}.json`, `${JSON.stringify(result, rounded)}\n`);
  for (const { what, goal, figure, met } of section.goals) console.log(`${met ? "met   " : "MISSED"} ${what}: ${figure} (goal ${goal})`);
}

const page = values.quick ? `${results}/benchmarks.md` : path("../docs/benchmarks.md");
writeFileSync(page, renderPage(readResults()));
// The repository's own formatting; without the formatter the page is as good.
spawnSync(path("../node_modules/.bin/oxfmt"), [results, page], { stdio: "ignore" });
console.log(`Written: ${page}`);

async function measureSection(name) {
  const { measure } = await import(`./${name}/measure.mjs`);
  return { rounds, ...(await measure({ rounds, quick: values.quick, say })) };
}

/** Without a runner there is nothing to say: that part is not there yet. */
async function runOther(title, file) {
  if (!existsSync(path(file))) return console.log(`${title}: there is no bench/${file}; left out.`);
  say(title);
  const child = spawn(process.execPath, [path(file)], { stdio: ["ignore", "pipe", "inherit"], timeout: 900_000 });
  const [[code], output] = await Promise.all([once(child, "exit"), readText(child.stdout)]);
  if (code !== 0) return console.log(`${title}: bench/${file} ended with exit code ${code}; left out.`);
  const isGoal = (line) => line.startsWith("goal ");
  const lines = output.trim().split("\n");
  const goals = lines.filter(isGoal).map((line) => JSON.parse(line.slice(5)));
  return {
    title,
    output: lines
      .filter((line) => !isGoal(line))
      .join("\n")
      .trim(),
    tables: [],
    goals,
  };
}

function readResults() {
  return NAMES.filter((name) => existsSync(`${results}/${name}.json`)).map((name) =>
    JSON.parse(readFileSync(`${results}/${name}.json`, "utf8")),
  );
}

/** Three digits after the point are more than the machine can tell. */
function rounded(_key, value) {
  return typeof value === "number" ? Math.round(value * 1000) / 1000 : value;
}

function say(line) {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001B[2K${line}`);
}

function stop(message) {
  console.error(message);
  process.exit(1);
}
