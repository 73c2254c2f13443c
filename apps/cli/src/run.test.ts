import { describe, expect, it } from "vitest";
import { COMMANDS } from "./commands/index.js";
import { runCli } from "./testing/run-cli.js";
import { testSandbox } from "./testing/test-sandbox.js";

describe("run", () => {
  it("prints the version and nothing else (CLI-2)", async () => {
    for (const argv of [["--version"], ["-V"], ["--no-color", "--version"]]) {
      expect(await runCli(argv)).toEqual({ exitCode: 0, stdout: "0.0.0-source\n", stderr: "" });
    }
  });

  it("shows every command in its own help, without a command or with --help (CLI-2)", async () => {
    // Wide enough for every summary to stand on one line.
    const wide = { columns: 120 };
    const bare = await runCli([], wide);
    expect(bare.exitCode).toBe(0);
    expect((await runCli(["--help"], wide)).stdout).toBe(bare.stdout);
    for (const { path, summary } of COMMANDS) {
      expect(bare.stdout).toContain(path.join(" "));
      expect(bare.stdout).toContain(summary);
    }
  });

  it.each(COMMANDS.map((entry) => [entry.path.join(" "), entry] as const))("has help for %s, with an example", async (name, entry) => {
    const { exitCode, stdout, stderr } = await runCli([...entry.path, "--help"], { columns: 40 });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout.replaceAll("\n", " ")).toContain(`openclaw ${name}: ${entry.summary}`);
    expect(stdout).toContain("Examples");
  });

  it("shows the commands of a group", async () => {
    const { exitCode, stdout } = await runCli(["infer"]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("infer image generate");
  });

  it.each([
    [["help"], ["--help"]],
    [
      ["help", "infer"],
      ["infer", "--help"],
    ],
    [
      ["help", "models"],
      ["models", "--help"],
    ],
    [
      ["help", "infer", "video", "generate"],
      ["infer", "video", "generate", "--help"],
    ],
  ])("answers %j as it answers %j (CLI-2)", async (argv, same) => {
    const asked = await runCli(argv);
    expect(asked.exitCode).toBe(0);
    expect(asked).toEqual(await runCli(same));
  });

  it("puts one mark between a message and what to do about it (CLI-3)", async () => {
    const missing = await runCli(["models", "aliases", "remove", "nobody"]);
    expect(missing.stderr).toMatch(/^openclaw: Alias not found: nobody\. See them with/);
    const thinking = await runCli(["chat", "-t", "hihg", "hi"], { env: { OPENROUTER_API_KEY: "sk-or-v1-SYNTHETICrun" } });
    expect(thinking.stderr).not.toMatch(/[?!]"?\./);
  });

  it("names the port that the sandbox cannot have (CLI-3, SBX-1)", async () => {
    const { sandbox } = await testSandbox();
    const { exitCode, stdout, stderr } = await runCli(["sandbox", "--port", String(sandbox.port)]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toMatch(new RegExp(`^openclaw: The sandbox cannot listen on port ${sandbox.port} of 127.0.0.1: .*\\n$`));
  });

  it("takes the older name of a command", async () => {
    expect((await runCli(["capability", "list"])).stdout).toContain("model.run");
  });

  it.each([
    [["mdoels"], 'openclaw: There is no command "mdoels". Did you mean "models"?\n'],
    [["models", "lst"], 'openclaw: There is no command "models lst". Did you mean "models list"?\n'],
    [["nonsense"], 'openclaw: There is no command "nonsense". See which there are with: openclaw --help\n'],
    [["models", "list", "--jsn"], "openclaw: There is no flag --jsn here. Did you mean --json?\n"],
    [
      ["models", "set"],
      "openclaw: <model> is missing: a ref such as openrouter/moonshotai/kimi-k2.6, or an alias. See how it is used with --help.\n",
    ],
    [["models", "set", "a", "b"], 'openclaw: "b" is one word too many. Put quotes around a text of several words.\n'],
    [["doctor", "hi"], 'openclaw: "hi" is one word too many. This command takes flags alone: see them with --help.\n'],
  ])("answers %j with one line on stderr and exit code 2 (CLI-3)", async (argv, message) => {
    const { exitCode, stdout, stderr } = await runCli(argv);
    expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 2, stdout: "", stderr: message });
  });

  it("puts a failure into the envelope when JSON was asked for (CLI-3)", async () => {
    const { exitCode, stdout, stderr } = await runCli(["chat", "--modle", "x", "--json"]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: "" });
    expect(JSON.parse(stdout)).toEqual({
      ok: false,
      error: { type: "cli_error", message: "There is no flag --modle here.", code: "input_invalid", hint: "Did you mean --model?" },
    });
  });

  it("takes global flags before the command (CLI-2)", async () => {
    const { stdout } = await runCli(["--profile", "work", "--json", "config", "file"], { home: "/home/ada" });
    expect(JSON.parse(stdout)).toEqual({ path: "/home/ada/.openclaw-work/openclaw.json" });
  });
});
