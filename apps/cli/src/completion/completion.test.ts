import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { tempDir } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { runCli } from "../testing/run-cli.js";

const words = async (...typed: string[]): Promise<string[]> =>
  (await runCli(["completion", "--words", "--", ...typed])).stdout.split("\n").filter((line) => line !== "");

describe("openclaw completion (CLI-2)", () => {
  it("knows commands, flags, choices and models", async () => {
    expect(await words("mod")).toEqual(["models"]);
    expect(await words("models", "a")).toEqual(["aliases", "auth"]);
    expect(await words("chat", "--sess")).toEqual(["--session"]);
    expect(await words("chat", "-m", "kimi-k2.6")).toContain("openrouter/moonshotai/kimi-k2.6");
    expect(await words("models", "set", "openrouter/au")).toEqual(["openrouter/auto"]);
    expect(await words("models", "list", "--input", "im")).toEqual(["image"]);
    expect(await words("completion", "po")).toEqual(["powershell"]);
    expect(await words("chat", "hello")).toEqual([]);
  });

  it.each([
    ["video", "video"],
    ["image", "image"],
    ["music", "music"],
    ["tts", "speech"],
  ])("knows the jobs that infer %s can resume", async (group, kind) => {
    const home = tempDir();
    const folder = join(home, ".openclaw", "jobs", kind);
    mkdirSync(folder, { recursive: true });
    const intent = { type: "intent", atMs: 1, version: 1, id: `${kind}-20261123-1`, model: "m", prompt: "p", output: {} };
    writeFileSync(join(folder, `${kind}-20261123-1.jsonl`), `${JSON.stringify(intent)}\n`);
    const { stdout } = await runCli(["completion", "--words", "--", "infer", group, "resume", ""], { home });
    expect(stdout).toBe(`${kind}-20261123-1\n`);
  });

  it.each(["bash", "zsh", "fish", "powershell"])("prints a script for %s", async (shell) => {
    const run = await runCli(["completion", shell]);
    expect(run).toMatchObject({ exitCode: 0, stderr: "" });
    expect(run.stdout).toContain("openclaw completion --words");
  });

  it("prints a script that bash can read", async () => {
    const path = join(tempDir(), "script.sh");
    writeFileSync(path, (await runCli(["completion", "bash"])).stdout);
    await expect(promisify(execFile)("bash", ["-n", path])).resolves.toMatchObject({ stderr: "" });
  });

  it("refuses a shell that it does not know", async () => {
    expect(await runCli(["completion", "tcsh"])).toMatchObject({ exitCode: 2, stdout: "" });
    expect(await runCli(["completion"])).toMatchObject({ exitCode: 2, stdout: "" });
  });
});
