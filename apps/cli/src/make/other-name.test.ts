import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tempDir } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { runCli } from "../testing/run-cli.js";
import { testSandbox } from "../testing/test-sandbox.js";

// IMG-3
describe("a file whose content is of another type than its name says", () => {
  it.each([
    ["an image", ["image", "generate", "--prompt", "a cat"], "a.jpg", "png"],
    ["speech", ["tts", "convert", "--text", "Hello."], "a.flac", "mp3"],
  ])("gets a free name that is told, and --force touches no other file: %s", async (_what, argv, asked, extension) => {
    const { env } = await testSandbox();
    const cwd = tempDir();
    writeFileSync(join(cwd, `a.${extension}`), "mine");
    const { exitCode, stdout, stderr } = await runCli(["infer", ...argv, "--output", asked, "--force"], { env, cwd });
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: `${join(cwd, `a-1.${extension}`)}\n` });
    expect(stderr).toContain(`${asked} was written as a-1.${extension}: the content is ${extension.toUpperCase()}.`);
    expect(readFileSync(join(cwd, `a.${extension}`), "utf8")).toBe("mine");
    expect(readdirSync(cwd)).toHaveLength(2);
  });
});
