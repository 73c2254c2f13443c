// npm run screens: what a person sees of the CLI in five kinds of terminal, captured with tmux and compared with the files in
// apps/cli/src/__fixtures__/screens; with --update they are written anew, to be looked at. Ends with 1 where a screen is another one.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readArguments } from "./steps/read-arguments.mjs";
import { ROOT } from "./steps/run-step.mjs";

const TERMINALS = [
  { name: "80x24", columns: 80, rows: 24 },
  { name: "40x24", columns: 40, rows: 24 },
  { name: "200x50", columns: 200, rows: 50 },
  { name: "dumb", columns: 80, rows: 24, env: { TERM: "dumb" } },
  { name: "no-utf-8", columns: 80, rows: 24, env: { LANG: "C", LC_ALL: "C" } },
];

// What is typed, each once the text before it is on the screen; the screen is taken when the last text is.
const SCENES = [
  { name: "onboarding", words: "onboard", until: /How do you|There is no terminal|What you ask/ },
  {
    name: "onboarding-end",
    words: "onboard --auth-choice openrouter-api-key",
    until: /DONE/,
    types: [
      [/Yes \/ No|Yes \/ . No/, ""],
      [/Enter OpenRouter API key/, "sk-or-v1-screens"],
      [/by default\?/, ""],
    ],
  },
  { name: "models-list", words: "models list", until: /DONE/ },
  {
    name: "chat",
    words: "chat --no-save",
    until: /Model: openrouter\/openai\/gpt-4o-mini\n[❯>]/,
    types: [
      [/leaves\.\n[❯>]/, "Show Markdown, please"],
      [/\d\s+m?s\n[❯>]/, "/usage"],
      [/Cost: \$0\n[❯>]/, "/model openrouter/openai/gpt-4o-mini"],
    ],
  },
  { name: "image", words: "infer image generate 'a lighthouse' -o lighthouse.png", until: /DONE/ },
  { name: "video", words: "infer video generate waves --duration 1 -o waves.mp4", until: /DONE/ },
];

const { values, positionals } = readArguments(
  `npm run screens [-- SCENE…]            compare with the screens that are kept
npm run screens -- --update [SCENE…]   write them anew; read the diff`,
  { allowPositionals: true, options: { update: { type: "boolean", default: false } } },
);
const FOLDER = join(ROOT, "apps", "cli", "src", "__fixtures__", "screens");
const PROGRAM = join(ROOT, "apps", "cli", "dist", "openclaw.js");
const WAIT_MS = 60_000;
const LOOK_MS = 100;

const work = mkdtempSync(join(tmpdir(), "openclaw-screens-"));
// Under its own name, as an installation has it.
const installed = join(work, "openclaw");
symlinkSync(PROGRAM, installed);
let session = 0;
const tmux = (...args) => spawnSync("tmux", ["-S", join(work, `tmux-${session}`), ...args], { encoding: "utf8" });
const sandbox = spawn(process.execPath, [PROGRAM, "sandbox", "--json"], { stdio: ["ignore", "pipe", "ignore"] });

/** Looks at the screen until `text` is on it. */
async function waitFor(text) {
  const endMs = Date.now() + WAIT_MS;
  for (;;) {
    const screen = tmux("capture-pane", "-p", "-t", "0").stdout;
    if (text.test(screen)) return screen;
    if (Date.now() > endMs) throw new Error(`${text} did not come:\n${screen}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

async function capture(scene, terminal, baseUrl) {
  // A server of its own for each screen: the one before may still be ending.
  session += 1;
  const home = mkdtempSync(join(work, "home-"));
  const key = scene.words.startsWith("onboard") ? {} : { OPENROUTER_API_KEY: "sk-or-v1-screens" };
  const env = {
    HOME: home,
    PATH: process.env.PATH,
    LANG: "C.UTF-8",
    TERM: "tmux-256color",
    OPENROUTER_BASE_URL: baseUrl,
    ...key,
    ...terminal.env,
  };
  const assigned = Object.entries(env).map(([name, value]) => `${name}='${value}'`);
  const line = `cd ${home}; env -i ${assigned.join(" ")} ${process.execPath} ${installed} ${scene.words}; echo; echo DONE; read -r _`;
  // UTF-8 between tmux and this program, whatever the CLI believes: what it writes is what is kept.
  tmux("-u", "new-session", "-d", "-x", String(terminal.columns), "-y", String(terminal.rows), "sh", "-c", line);
  try {
    for (const [text, typed] of scene.types ?? []) {
      const screen = await waitFor(new RegExp(`${text.source}|DONE`));
      // It has ended without asking.
      if (!text.test(screen)) break;
      if (typed !== "") tmux("send-keys", "-t", "0", "-l", typed);
      tmux("send-keys", "-t", "0", "Enter");
    }
    return normalised(await waitFor(scene.until), home);
  } finally {
    tmux("kill-server");
  }
}

/** Without what is another one every time: amounts of time and size, places, ports. */
function normalised(screen, home) {
  const text = screen
    .replaceAll(home, "~")
    .replaceAll(/127\.0\.0\.1:\d+/g, "127.0.0.1:PORT")
    .replaceAll(/\s\d+(?:\.\d+)?\s(?:ms|s|min)\b/g, " TIME")
    .replaceAll(/\d+(?:\.\d+)? (?:KB|MB)\b/g, "SIZE")
    // That something still happens is said now and then, on a slow machine.
    .replaceAll(/^.* \(\d+(?:\.\d+)? (?:s|min)\)\n/gm, "");
  return `${text
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n")
    .trimEnd()}\n`;
}

let different = 0;
try {
  const [first] = await once(sandbox.stdout, "data");
  const { baseUrl } = JSON.parse(String(first));
  mkdirSync(FOLDER, { recursive: true });
  // Scene by scene: onboarding shows what has been spent, and comes before anything is.
  for (const scene of SCENES.filter(({ name }) => positionals.length === 0 || positionals.includes(name))) {
    for (const terminal of TERMINALS) {
      const path = join(FOLDER, `${scene.name}.${terminal.name}.txt`);
      const screen = await capture(scene, terminal, baseUrl);
      const same = existsSync(path) && readFileSync(path, "utf8") === screen;
      if (!same && !values.update) different += 1;
      if (values.update) writeFileSync(path, screen);
      console.log(`${same ? "same   " : values.update ? "written" : "OTHER  "}  ${scene.name}, ${terminal.name}`);
      if (!same && !values.update) console.log(screen);
    }
  }
} finally {
  sandbox.kill();
  rmSync(work, { recursive: true, force: true });
}
process.exitCode = different === 0 ? 0 : 1;
