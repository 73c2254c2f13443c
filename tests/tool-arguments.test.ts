import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runProcess } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { ROOT } from "./architecture/workspace.js";

const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { readonly scripts: Readonly<Record<string, string>> };
// `npm start` hands its arguments to the program.
const TOOLS = Object.entries(scripts).flatMap(([name, command]) => {
  const file = /^node (?:scripts\/prepared\.mjs )?(\S+\.mjs)$/.exec(command)?.[1];
  return file === undefined || name === "start" ? [] : [{ name, file }];
});

describe("the tools of the repository", () => {
  it("are these", () => {
    expect(TOOLS.map(({ name }) => name)).toEqual(expect.arrayContaining(["test", "check", "bench", "fuzz", "mutation", "release"]));
  });

  it.each(TOOLS)("npm run $name: says how it is used, and refuses in one sentence what it does not know", async ({ name, file }) => {
    // Looked at before it is run: a tool that reads nothing would do its work.
    expect(readFileSync(join(ROOT, file), "utf8")).toContain("readArguments(");
    const run = async (argument: string) => runProcess(process.execPath, [join(ROOT, file), argument], { cwd: ROOT });
    const [help, wrong] = [await run("--help"), await run("--no-such-option")];
    expect(help).toMatchObject({ exitCode: 0, stderr: "" });
    expect(help.stdout).toMatch(name === "test" ? /^npm test\b/ : new RegExp(`^npm run ${name}\\b`));
    expect(wrong).toMatchObject({
      exitCode: 2,
      stdout: "",
      stderr: "Unknown option '--no-such-option'; --help shows what there is.\n",
    });
  });
});
