import { tempDir } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { runCli } from "../testing/run-cli.js";
import { testSandbox } from "../testing/test-sandbox.js";

describe("what is said of half a ref, a replaced alias, a path that is not there, and nothing at all", () => {
  it("refuses an author without a model, with some of the author's models (REF-1, CLI-2)", async () => {
    const { env } = await testSandbox();
    const home = tempDir();
    const { exitCode, stdout, stderr } = await runCli(["models", "set", "openrouter/anthropic"], { env, home });
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toMatch(
      /^openclaw: openrouter\/anthropic names an author and no model\. Nothing was written\. Such as openrouter\/anthropic\//,
    );
    expect((await runCli(["config", "get", "agents.defaults.model.primary"], { home })).exitCode).toBe(1);
  });

  it("says which alias a new one takes the place of (CLI-2)", async () => {
    const home = tempDir();
    const add = (alias: string, ...argv: string[]) =>
      runCli(["models", "aliases", "add", alias, "openrouter/moonshotai/kimi-k2.6", ...argv], { home });
    await add("kimi");
    expect((await add("kimi")).stderr).not.toContain("gone");
    expect((await add("moon", "-q")).stderr).toContain("note: kimi, the alias of openrouter/moonshotai/kimi-k2.6 until now, is gone");
    expect(JSON.parse((await add("kimi", "--json")).stdout)).toMatchObject({ alias: "kimi", replaced: "moon" });
  });

  it("says of a path that is not there which one may be meant, or that it is unset (CLI-2, CFG-4)", async () => {
    expect((await runCli(["config", "get", "agents.defaults.thinkingDefalt"])).stderr).toContain(
      "Did you mean agents.defaults.thinkingDefault?",
    );
    expect((await runCli(["config", "get", "agents.defaults.thinkingDefault"])).stderr).toContain("It is a setting that nobody set");
  });

  it("says nothing with --quiet but what was asked for (CLI-3)", async () => {
    const home = tempDir();
    const quiet = { exitCode: 0, stdout: "", stderr: "" };
    expect(await runCli(["config", "set", "agents.defaults.thinkingDefault", "low", "-q"], { home })).toEqual(quiet);
    expect(await runCli(["config", "unset", "agents.defaults.thinkingDefault", "-q"], { home })).toEqual(quiet);
    expect(await runCli(["models", "set", "openrouter/auto", "-q"], { home })).toMatchObject({ stderr: "" });
  });
});
