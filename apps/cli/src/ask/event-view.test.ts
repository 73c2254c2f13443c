import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { runCli } from "../testing/run-cli.js";
import { testSandbox } from "../testing/test-sandbox.js";

// FAIL-5, CLI-4
describe("an answer that breaks off and goes on, on a terminal", () => {
  const ask = async (...flags: readonly string[]) => {
    const { env, sandbox } = await testSandbox();
    sandbox.setFault({ name: "cut", param: 4, path: "/chat/completions", times: 1 });
    let screen = "";
    const see = (text: string): void => void (screen += text);
    const argv = ["chat", "-m", "openrouter/sandbox/guide", ...flags, "count to 30"];
    await runCli(argv, { env, terminal: true, onStdout: see, onStderr: see, stdin: "" });
    return stripVTControlCharacters(screen);
  };
  const numbers = Array.from({ length: 30 }, (_, index) => index + 1).join(" ");

  it.each([[[]], [["--quiet"]]])("stays one line where nothing is said of it: %j", async (flags) => {
    expect(await ask(...flags)).toContain(numbers);
  });

  it("says why nothing comes while the next try is waited for", async () => {
    const { env, sandbox } = await testSandbox();
    sandbox.setFault({ name: "status-503", path: "/chat/completions", times: 1 });
    let screen = "";
    const onStderr = (text: string): void => void (screen += text);
    const asked = await runCli(["chat", "-m", "openrouter/sandbox/guide", "count to 3"], { env, terminal: true, onStderr, columns: 100 });
    expect(asked.exitCode).toBe(0);
    expect(stripVTControlCharacters(screen)).toContain("openrouter/sandbox/guide failed (overloaded); next try in 1 s");
  });

  it("goes on below what is said of it", async () => {
    const screen = await ask("--verbose");
    expect(screen).toMatch(/\d\nopenrouter\/sandbox\/guide failed \(network\); trying again\n/);
    expect(screen).not.toContain(numbers);
  });
});
