import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { runMeasured } from "../shared/measured-process.mjs";
import { createRounds } from "../shared/statistics.mjs";
import { createFixture } from "./fixture.mjs";

const path = (name) => fileURLToPath(new URL(name, import.meta.url));
const DIST = path("../../apps/cli/dist");
const CLI = join(DIST, "openclaw.js");
const BARE = "`node -e 0`";
const ASK = ["infer", "model", "run", "--prompt", "Say hello"];

// Name, arguments after `openclaw`, and the goals: wall time to `node -e 0` of the same round.
const COMMANDS = [
  { name: "`openclaw --version`", words: ["--version"], goal: 1.5 },
  { name: "`openclaw --help`", words: ["--help"], goal: 2 },
  { name: "`openclaw config get`", words: ["config", "get", "agents.defaults.model.primary"] },
  { name: "`openclaw models list`", words: ["models", "list"], goal: 4 },
  { name: "`openclaw models list --all`", words: ["models", "list", "--all"], goal: 4 },
  { name: "`openclaw infer model run`", words: ASK, asks: true, goal: 5 },
];
const COLD = "`openclaw infer model run`, compile cache off";
const RSS_LIMIT_MB = 80;

// Measured once, on 2026-11-22 with Node 24.21: they would add half a gigabyte to this checkout. Wall ms, peak RSS MB, medians of five.
const NODE_THEN_MS = 30;
const OTHER_CLIS = [
  ["openclaw 2026.9.6 `--version`", 80, 68],
  ["openclaw 2026.9.6 `--help`", 80, 68],
  ["openclaw 2026.9.6 `config get`", 1490, 320],
  ["openclaw 2026.9.6 `models list`", 2000, 334],
  ["pi 0.73 `--version`", 920, 147],
  ["pi 0.73 `--list-models openrouter`", 1140, 150],
  ["opencode 1.18 `--version`", 880, 189],
  ["opencode 1.18 `models openrouter`", 3340, 406],
];

/** Whole processes, from their start to their end, in turn. */
export async function measure({ rounds: given, quick, say }) {
  const fixture = await createFixture();
  const rounds = quick ? given : given * 3;
  try {
    const { env, home } = fixture;
    const run = (args, more = {}) => runMeasured(args, { env: { ...env, ...more }, cwd: home, timeoutMs: 30_000 });
    // Once before: fills the catalogue on disk and the compile cache, as any earlier run has.
    await run([CLI, "models", "list", "--all", "--refresh"]);
    for (const { words } of COMMANDS) await run([CLI, ...words]);
    const measured = createRounds();
    for (let round = 0; round < rounds; round++) {
      say(`CLI start-up, round ${round + 1} of ${rounds}`);
      measured.add(BARE, round, await run(["-e", "0"]));
      measured.add("bare `fetch` program", round, await asking(fixture, () => run([path("bare-ask.mjs"), fixture.baseUrl])));
      for (const { name, words, asks } of COMMANDS) {
        const start = () => run([CLI, ...words]);
        measured.add(name, round, await (asks === true ? asking(fixture, start) : start()));
      }
      measured.add(COLD, round, await asking(fixture, () => run([CLI, ...ASK], { NODE_DISABLE_COMPILE_CACHE: "1" })));
    }
    return shape(measured, { rows: fixture.cachedRows(), rounds });
  } finally {
    fixture.close();
  }
}

/** Adds when the first byte of the question arrived, counted from the start of the process. */
async function asking({ nextAsked }, start) {
  const asked = nextAsked();
  const { startedMs, ...sample } = await start();
  return { ...sample, firstByteMs: (await asked) - startedMs };
}

function shape(measured, { rows, rounds }) {
  const ratio = (name, figure = "wallMs") => measured.ratio(name, BARE, figure);
  const firstByte = (name) => measured.median(name, "firstByteMs");
  // Against the wall time of `node -e 0`: that is what the goal is written in.
  const firstByteRatio = (name) => firstByte(name) / measured.median(BARE, "wallMs");
  const asks = COMMANDS.find(({ asks }) => asks === true).name;
  const heaviest = Math.max(...COMMANDS.map(({ name }) => measured.median(name, "rssMb")));
  return {
    title: "CLI start-up",
    text: [
      `Whole processes from their start to their end, ${rounds} interleaved rounds, with a catalogue of ${rows} rows on disk and a warm compile cache (as after any earlier run). The question goes to a server on loopback that answers at once.`,
    ],
    tables: [
      {
        columns: ["process", "wall ms", "× node", "CPU ms", "× node", "peak RSS MB"],
        rows: measured.names.map((name) => [
          name,
          measured.median(name, "wallMs").toFixed(0),
          ratio(name).toFixed(2),
          measured.median(name, "cpuMs").toFixed(0),
          ratio(name, "cpuMs").toFixed(2),
          Math.round(measured.median(name, "rssMb")),
        ]),
      },
      {
        caption: "Until the first byte of the question has arrived at the server",
        columns: ["process", "ms", "× node"],
        rows: ["bare `fetch` program", asks, COLD].map((name) => [name, firstByte(name).toFixed(0), firstByteRatio(name).toFixed(2)]),
      },
      {
        caption: "Other command lines",
        columns: ["process", "wall ms", "× node", "peak RSS MB"],
        rows: OTHER_CLIS.map(([name, wallMs, rssMb]) => [name, wallMs, (wallMs / NODE_THEN_MS).toFixed(1), rssMb]),
        note: "Not part of the run: measured once on 2026-11-22 on the same kind of machine (Node 24.21, medians of five cold runs in turn with `node -e 0` at 30 ms), because installing them takes half a gigabyte.",
      },
      { caption: "What is installed (`apps/cli/dist`)", columns: ["files", "KB", "gzip KB"], rows: [distSize()] },
    ],
    goals: [
      ...COMMANDS.filter(({ goal }) => goal !== undefined).map(({ name, goal, asks }) => {
        const figure = asks === true ? firstByteRatio(name) : ratio(name);
        return {
          what: asks === true ? `${name}: first byte sent` : `${name}: wall time`,
          goal: `≤ ${goal}× \`node -e 0\``,
          figure: `${figure.toFixed(2)}×`,
          met: figure <= goal,
        };
      }),
      {
        what: "CLI: peak RSS of the heaviest command above",
        goal: "< 80 MB",
        figure: `${Math.round(heaviest)} MB`,
        met: heaviest < RSS_LIMIT_MB,
      },
    ],
    raw: measured,
  };
}

function distSize() {
  const files = readdirSync(DIST).filter((name) => name.endsWith(".js"));
  const contents = files.map((name) => readFileSync(join(DIST, name)));
  const bytes = contents.reduce((sum, file) => sum + file.length, 0);
  const gzip = contents.reduce((sum, file) => sum + gzipSync(file, { level: 9 }).length, 0);
  return [files.length, (bytes / 1000).toFixed(0), (gzip / 1000).toFixed(0)];
}
