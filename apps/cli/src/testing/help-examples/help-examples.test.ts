// Every example of every help text, typed into a shell as it stands there.
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { startProcess, tempDir } from "@openclaw/testing";
import { beforeAll, describe, expect, it } from "vitest";
import { COMMANDS } from "../../commands/index.js";
import { bundleProgram, installProgram } from "../bundle-program.js";
import { fileSandbox } from "../test-sandbox.js";
import { openTerminal, type TestTerminal } from "../test-terminal.js";
import { createExampleHome } from "./example-home.js";
import { printedExamples } from "./printed-examples.js";

const EXAMPLES = await printedExamples();

/** What a person does where an example wants one, in a terminal. */
const IN_A_TERMINAL: Readonly<Record<string, (terminal: TestTerminal) => Promise<void>>> = {
  async "openclaw chat"(terminal) {
    await terminal.waitFor(/❯$/);
    terminal.type("echo: hi\r");
    await terminal.waitFor(/\nhi\n[^]*❯$/);
    terminal.type("\u0004");
  },
  async "openclaw onboard --auth-choice openrouter-api-key"(terminal) {
    await terminal.waitFor(/Go on\?/);
    terminal.type("\r");
    await terminal.waitFor(/API key/);
    terminal.type("sk-or-v1-SYNTHETICtyped000000\r");
    await terminal.waitFor(/answer by default\?/);
    terminal.type("\r");
  },
  // The browser of this home comes back by itself.
  "openclaw models auth login": async () => undefined,
  async "openclaw models auth login --paste"(terminal) {
    const [address = ""] = /http:\S+\/auth\?\S+/.exec((await terminal.waitFor(/Paste/)).replaceAll(/(\S{78,})\n(?=\S)/g, "$1")) ?? [];
    const reply = await fetch(address, { redirect: "manual" });
    terminal.type(`${reply.headers.get("location") ?? ""}\r`);
  },
};

/** What serves until Ctrl-C, and what it says once it does. */
const UNTIL_STOPPED: Readonly<Record<string, RegExp>> = {
  "openclaw serve": /listening|http:/,
  "openclaw serve --port 8080 --workers 2": /listening|http:/,
  "openclaw sandbox --port 8787": /Ctrl-C/,
};

const dist = bundleProgram();
const sandbox = fileSandbox();
let freshHome: () => string;

beforeAll(async () => {
  freshHome = await createExampleHome(sandbox());
}, 60_000);

// Its port may be taken on this machine: it gets a free one.
const LISTENING = new Set(["openclaw models auth login", ...Object.keys(UNTIL_STOPPED)]);

interface Place {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

function place(): Place {
  const home = freshHome();
  installProgram(dist(), join(home, "bin"));
  const own = { HOME: home, PATH: join(home, "bin"), LANG: "C.UTF-8", WORK_KEY: "sk-or-v1-SYNTHETICvariable00" };
  return { cwd: home, env: { ...sandbox().env, ...own } };
}

/** Somebody who has nothing yet: no key, no file. */
const NEWCOMERS = new Set(["openclaw onboard --auth-choice openrouter-api-key"]);

function newcomer(): Place {
  const home = tempDir();
  mkdirSync(join(home, "bin"));
  installProgram(dist(), join(home, "bin"));
  const { OPENROUTER_API_KEY: _key, ...rest } = sandbox().env;
  return { cwd: home, env: { ...rest, HOME: home, PATH: join(home, "bin"), LANG: "C.UTF-8" } };
}

/** The file that an example's answer is in; `undefined` for stdout. */
function answerFile(line: string): string | undefined {
  if (line.includes("convert --play")) return "heard.mp3";
  if (line.includes("--count 2")) return "kitten-2.png";
  return /(?: >| --output| -o) (\S+)/.exec(line)?.[1]?.replace("~/", "");
}

const shown = (line: string): string => (LISTENING.has(line) ? `${line.replace(/ --port \d+/, "")} --port 0` : line);
const lines = [...new Set(EXAMPLES.map(({ line }) => line))];

// CLI-2, CLI-3
describe("every example of --help", () => {
  it("is there for every command, and for the program itself", () => {
    expect(new Set(EXAMPLES.map(({ command }) => command))).toEqual(new Set(["", ...COMMANDS.map(({ path }) => path.join(" "))]));
    expect(Object.keys({ ...IN_A_TERMINAL, ...UNTIL_STOPPED }).filter((line) => !lines.includes(line))).toEqual([]);
  });

  it.each(lines.filter((line) => Object.hasOwn(IN_A_TERMINAL, line)))("works in a terminal as it is printed: %s", async (line) => {
    const terminal = openTerminal(shown(line), NEWCOMERS.has(line) ? newcomer() : place());
    await IN_A_TERMINAL[line]?.(terminal);
    expect(await terminal.waitFor(/\[ended: .*\]/)).toContain("[ended: 0]");
  });

  it.each(lines.filter((line) => !Object.hasOwn(IN_A_TERMINAL, line)))(
    "works in a shell as it is printed: %s",
    async (line) => {
      const { cwd, env } = place();
      const ready = UNTIL_STOPPED[line];
      // Ctrl-C is for the program, not for the shell before it.
      const script = ready === undefined ? line : `exec ${shown(line)}`;
      const running = startProcess("/bin/sh", ["-c", script], { cwd, env, ...(ready === undefined ? { stdin: "" } : {}) });
      if (ready !== undefined) {
        await running.waitFor(ready);
        running.kill("SIGINT");
      }
      const { exitCode, stdout, stderr } = await running.exited;
      const told = `${line}\n--- stdout\n${stdout}--- stderr\n${stderr}---`;
      expect(exitCode, told).toBe(0);
      expect(stderr, told).not.toMatch(/^openclaw:|^ {4}at /m);
      const file = answerFile(line);
      const answer = file === undefined ? stdout : readFileSync(join(cwd, file), "utf8");
      expect(answer, told).toMatch(/\S/);
      // No colour, no cursor: nobody sees it.
      expect(`${stdout}${stderr}`, told).not.toContain("\u001b");
      if (line.includes("--json")) JSON.parse(answer);
    },
    60_000,
  );
});
