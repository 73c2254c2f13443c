import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findCommand } from "../../args/find-command.js";
import { GLOBAL_FLAGS } from "../../args/global-flags.js";
import { parseFlags } from "../../args/parse-flags.js";
import { COMMANDS } from "../../commands/index.js";
import { shellWords } from "../shell-words.js";
import { fileSandbox } from "../test-sandbox.js";
import { ASK_STORIES } from "./ask-stories.js";
import { createKeptHome, WORK_KEY } from "./kept-home.js";
import { MAKE_STORIES } from "./make-stories.js";
import { MORE_STORIES } from "./more-stories.js";
import { PLAIN_LINES } from "./plain-lines.js";
import { checkStep, prepareHome } from "./run-story.js";
import { SETUP_STORIES } from "./setup-stories.js";

const STORIES = [...ASK_STORIES, ...MAKE_STORIES, ...SETUP_STORIES, ...MORE_STORIES];
const commands = await Promise.all(COMMANDS.map(async ({ path, load }) => ({ name: path.join(" "), ...(await load()) })));
const having = (flag: string): readonly string[] => commands.filter(({ flags }) => Object.hasOwn(flags, flag)).map(({ name }) => name);
const place = fileSandbox();

// Flags of many commands, which the tests below add to the plain line of each; --quiet, --json and --no-color are in wrong-input.test.ts.
const ADDED = ["api-key", "auth-profile", "base-url", "sandbox", "dry-run", "timeout-ms", "quiet", "json", "no-color"];

// A video that is on its way is gone on with, with a warning.
const NO_ERROR = /^(?!.*openclaw:)/s;
const FLAG_KEY = "sk-or-v1-SYNTHETICflag0000000";
// Their own lines name the server and the key.
const SELF_MADE = new Set(["models auth login", "models scan"]);
const NETWORK: Readonly<Record<string, string>> = { "models list": " --refresh", "models status": " --probe" };
// --max-cost ends a turn, and a pasted address is another test's: the sign-in itself is in auth.test.ts.
const EXPECTED_TO_FAIL = ["max-cost", "paste"];

// CLI-2, CLI-3
describe("every command and flag", () => {
  it.each(STORIES.map((story) => [story.name, story] as const))(
    "does what it says: %s",
    async (_name, story) => {
      const home = prepareHome(story);
      for (const step of story.steps) await checkStep(step, { home, ...place() });
    },
    60_000,
  );

  it("asks the server, with the key or the profile, that its flags name", async () => {
    const keptHome = await createKeptHome(place());
    const { sandbox } = place();
    const bare = { sandbox, env: {} };
    // What was bought before would be given again, and nobody asked: another prompt.
    for (const name of having("base-url").filter((each) => !SELF_MADE.has(each))) {
      const line = `${(PLAIN_LINES[name] ?? "").replace(/"?(?:a cat|piano)"?$/, "another")} --base-url {baseUrl}${NETWORK[name] ?? ""}`;
      const variants = having("auth-profile").includes(name)
        ? [`--api-key ${FLAG_KEY}`, "--auth-profile openrouter:work"]
        : having("api-key").includes(name)
          ? [`--api-key ${FLAG_KEY}`]
          : [""];
      for (const more of variants) {
        const before = sandbox.requests.length;
        const home = keptHome();
        // What is known of the models is asked for as well.
        rmSync(join(home, ".openclaw", "cache"), { recursive: true });
        await checkStep({ line: `${line} ${more}`, stdout: /^/, stderr: NO_ERROR }, { home, ...bare });
        const headers = sandbox.requests.slice(before).map((request) => request.headers["authorization"]);
        expect(headers.length, line).toBeGreaterThan(0);
        const key = more.startsWith("--api-key") ? FLAG_KEY : WORK_KEY;
        expect(headers.includes(`Bearer ${key}`), line).toBe(more !== "");
      }
    }
  });

  it.each(["dry-run", "sandbox", "timeout-ms"])("takes --%s wherever it is", async (flag) => {
    const keptHome = await createKeptHome(place());
    const { sandbox } = place();
    for (const name of having(flag)) {
      const dry = having("dry-run").includes(name) ? " --dry-run" : "";
      const more = flag === "dry-run" ? dry : flag === "sandbox" ? ` --sandbox${dry}` : " --timeout-ms 60000";
      const before = sandbox.requests.length;
      await checkStep({ line: `${PLAIN_LINES[name] ?? ""}${more}`, stdout: /^/, stderr: NO_ERROR }, { home: keptHome(), ...place() });
      const asked = sandbox.requests.slice(before);
      const forbidden = asked.filter(({ method }) => flag === "sandbox" || (flag === "dry-run" && method === "POST"));
      expect(forbidden, name).toEqual([]);
    }
  });

  it("has a line in this folder that ends well, for each of them", () => {
    const seen = new Set<string>();
    for (const { line, exitCode } of STORIES.flatMap(({ steps }) => steps)) {
      const words = shellWords(line);
      const found = findCommand(words);
      if (!("entry" in found)) continue;
      const command = commands.find(({ name }) => name === found.entry.path.join(" "));
      const { flags } = parseFlags(found.rest, { ...GLOBAL_FLAGS, ...command?.flags });
      // A flag whose only line fails would prove nothing but that it is read.
      if (exitCode !== undefined && !EXPECTED_TO_FAIL.some((flag) => Object.hasOwn(flags, flag))) continue;
      for (const flag of Object.keys(flags)) seen.add(`${command?.name ?? ""} --${flag}`).add(`--${flag}`);
      seen.add(command?.name ?? "");
    }
    const missing = commands.flatMap(({ name, flags }) => [
      ...(seen.has(name) || Object.hasOwn(PLAIN_LINES, name) ? [] : [name]),
      ...Object.entries(flags)
        .filter(([flag, { hidden }]) => hidden !== true && !ADDED.includes(flag) && !seen.has(`${name} --${flag}`))
        .map(([flag]) => `${name} --${flag}`),
    ]);
    expect(missing).toEqual([]);
    expect(Object.keys(GLOBAL_FLAGS).filter((flag) => !ADDED.includes(flag) && flag !== "help" && !seen.has(`--${flag}`))).toEqual([]);
    expect(commands.map(({ name }) => name).filter((name) => !Object.hasOwn(PLAIN_LINES, name))).toEqual([]);
  });
});
