import { describe, expect, it } from "vitest";
import { runCli } from "../testing/run-cli.js";
import { testSandbox } from "../testing/test-sandbox.js";
import { extractCode } from "./extract-code.js";

// CLI-3
describe("the first code block of an answer", () => {
  it.each([
    ["between words", "Use this:\n\n```sh\nls -l | head\n```\n\nIt lists files.\n\n```sh\nrm x\n```\n", "ls -l | head\n"],
    ["with lines like fences in it", "````md\n```sh\nls\n```\n````\n", "```sh\nls\n```\n"],
    ["between tildes, with backticks in it", "~~~\na ``` b\n~~~", "a ``` b\n"],
    ["in a list", "1. Do:\n   ```py\n   if x:\n       y()\n   ```\n", "if x:\n    y()\n"],
    ["with empty lines and Windows line ends", "```\r\na\r\n\r\nb\r\n```\r\n", "a\n\nb\n"],
    ["that is empty", "```\n```\n", ""],
  ])("is found %s", (_where, answer, code) => {
    expect(extractCode(answer)).toBe(code);
  });

  it.each([
    ["there is none", "Just ```words``` here."],
    ["the answer ends inside it", "```sh\nrm -rf /tmp/a"],
    ["its end is too short", "````sh\nls\n```\n"],
  ])("is none where %s", (_why, answer) => {
    expect(extractCode(answer)).toBeUndefined();
  });

  it("is read in a moment, however many fences there are", () => {
    const startedMs = performance.now();
    expect(extractCode("```a`\n".repeat(200_000))).toBeUndefined();
    expect(performance.now() - startedMs).toBeLessThan(1_000);
  });
});

describe("chat --extract (CLI-3)", () => {
  const ask = async (question: string, options: Parameters<typeof runCli>[1] = {}) =>
    runCli(["chat", "--extract", question], { ...(await testSandbox()), stdin: "", ...options });

  it("prints the code alone, also on a terminal", async () => {
    const { exitCode, stdout, stderr } = await ask("Show me code");
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout).toMatch(/^\/\*\* Greets .*\nexport function greet[^]*\nconsole\.log\(.*\n$/);
    expect(await ask("Show me code", { terminal: true })).toMatchObject({ exitCode: 0, stdout });
  });

  it("says on a terminal that something comes, as --no-stream does, until it is there (CLI-4)", async () => {
    for (const flag of ["--extract", "--no-stream"]) {
      const asked = { ...(await testSandbox()), stdin: "", terminal: true, columns: 100 };
      const { stderr, stdout } = await runCli(["chat", flag, "Show me code"], asked);
      expect(stderr).toMatch(/waiting for openrouter\/\S+.*the answer is being written/s);
      expect(stdout).toContain("Greets someone");
    }
  });

  it("prints nothing where a shell would run it, and the answer beside it, when there is no code", async () => {
    const { exitCode, stdout, stderr } = await ask("echo: rm -rf is dangerous");
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toBe(
      "rm -rf is dangerous\nopenclaw: The answer holds no whole code block. Ask for one in so many words, or leave out --extract.\n",
    );
  });
});
