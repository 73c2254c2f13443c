import { beforeAll, describe, expect, it } from "vitest";
import type { FlagSpec } from "../../args/command-spec.js";
import { GLOBAL_FLAGS } from "../../args/global-flags.js";
import { COMMANDS } from "../../commands/index.js";
import { runCli } from "../run-cli.js";
import { shellWords } from "../shell-words.js";
import { fileSandbox } from "../test-sandbox.js";
import { createKeptHome } from "./kept-home.js";
import { PIPED, PLAIN_LINES, UNTIL } from "./plain-lines.js";
import { checkStep, type Place } from "./run-story.js";
import type { Step } from "./story.js";
import { WRONG_TEXTS } from "./wrong-texts.js";

const commands = await Promise.all(COMMANDS.map(async ({ path, load }) => ({ name: path.join(" "), path, ...(await load()) })));
const shownFlags = (flags: Readonly<Record<string, FlagSpec>>) => Object.entries(flags).filter(([, { hidden }]) => hidden !== true);
// A picture that was bought before is given again, with a warning.
const NO_ERROR = /^(?!.*openclaw:)/s;
const place = fileSandbox();
let keptHome: () => string;

beforeAll(async () => {
  keptHome = await createKeptHome(place());
});

/** What `openclaw` says of a line that cannot be meant: one line on stderr, nothing on stdout. */
async function refuse(words: readonly string[], says: string): Promise<void> {
  const { exitCode, stdout, stderr } = await runCli(words);
  const told = words.join(" ");
  expect({ told, exitCode, stdout }).toEqual({ told, exitCode: 2, stdout: "" });
  expect(stderr, told).toMatch(/^openclaw: .*\n$/);
  expect(stderr, told).toContain(says);
}

// CLI-2, CLI-3
describe.each(commands.map((command) => [command.name, command] as const))("openclaw %s, wrongly given", (name, command) => {
  it("refuses each flag with what it cannot be, and a flag that is none", async () => {
    for (const [flag, spec] of shownFlags({ ...GLOBAL_FLAGS, ...command.flags })) {
      // Asked for anywhere on a line, these two are given.
      if (flag === "help" || flag === "version") continue;
      const shown = `--${flag}`;
      if (spec.kind === "switch") await refuse([...command.path, `${shown}=yes`], `${shown} takes no value`);
      else await refuse([...command.path, shown], `${shown} needs a value`);
      if (spec.kind === "number") await refuse([...command.path, shown, "many"], `${shown} cannot be "many". It is a`);
      if (spec.kind === "choice") await refuse([...command.path, shown, "nonsense"], `${shown} cannot be "nonsense". It is one of: `);
      if (spec.kind === "number" && spec.min !== undefined) {
        await refuse([...command.path, `${shown}=${spec.min - 1}`], `${shown} cannot be "${spec.min - 1}"`);
      }
      if (spec.kind !== "switch" && spec.kind !== "list" && spec.kind !== "choice" && spec.kind !== "number") {
        await refuse([...command.path, `${shown}=a`, `${shown}=b`], `${shown} was given twice`);
      }
    }
    await refuse([...command.path, "--nonesuch-flag"], "There is no flag --nonesuch-flag here.");
    const { exitCode, stdout, stderr } = await runCli([...command.path, "--json", "--nonesuch-flag"]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: "" });
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { type: "cli_error" } });
  });

  it("refuses a word that is missing, and one too many", async () => {
    const { words = [] } = command;
    if (words[0]?.required === true) await refuse(command.path, `<${words[0].name}> is missing`);
    if (words.at(-1)?.many !== true) {
      await refuse([...command.path, ...Array.from({ length: words.length + 1 }, () => "x")], '"x" is one word too many.');
    }
  });

  it("says of every text that cannot be what is wrong with it", async () => {
    for (const [flag, { kind }] of shownFlags(command.flags)) {
      if (kind !== "text" && kind !== "list") continue;
      const wrong = WRONG_TEXTS[`${name} --${flag}`] ?? WRONG_TEXTS[flag];
      expect(wrong, `${name} --${flag} has no wrong value in wrong-texts.ts`).toBeDefined();
      if (wrong === undefined || wrong === "any") continue;
      const line = wrong.line ?? `${PLAIN_LINES[name] ?? ""} --${flag} "${wrong.value ?? ""}"`;
      expect(shellWords(line)).toContain(`--${flag}`);
      await checkStep({ exitCode: 1, ...wrong, stderr: wrong.says, ...around(name), line }, here());
    }
  }, 60_000);
});

// CLI-3
describe("every command", () => {
  it.each(commands.map(({ name }) => name))("says nothing but its answer with --quiet: %s", async (name) => {
    await checkStep({ line: `${plainLine(name)} --quiet --no-color`, stdout: /^/, stderr: "", ...around(name) }, here());
  });

  // The server is another program, which prints what it is asked for.
  it.each(commands.map(({ name }) => name).filter((name) => name !== "serve"))("prints one JSON document with --json: %s", async (name) => {
    await checkStep({ line: `${plainLine(name)} --json`, json: {}, stderr: NO_ERROR, ...around(name) }, here());
  });
});

const KEPT = new Set(["infer image resume", "infer music resume", "infer tts resume"]);

/** What was kept has lost its place, and gets another. */
function plainLine(name: string): string {
  const more = KEPT.has(name) ? " --output elsewhere.bin" : "";
  return `${PLAIN_LINES[name] ?? ""}${more}`;
}

function here(): Place {
  return { home: keptHome(), ...place() };
}

function around(name: string): Pick<Step, "stdin" | "endsAt"> {
  const [stdin, endsAt] = [PIPED[name], UNTIL[name]];
  return { ...(stdin === undefined ? {} : { stdin }), ...(endsAt === undefined ? {} : { endsAt }) };
}
