import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { tempDir } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { runCli } from "../testing/run-cli.js";
import { shellWords } from "../testing/shell-words.js";
import { fileSandbox } from "../testing/test-sandbox.js";

const place = fileSandbox();

// CLI-2, CLI-3
describe("--output -", () => {
  it.each([
    ['infer image generate "a fox" -o -', "image-1.png"],
    ['infer tts convert --text "Hello there." --output -', "speech-1.mp3"],
    ['infer tts convert --text "Hello there. And once more, at some length. " --play --output -', "speech-1.mp3"],
    ['infer video generate "waves" -o -', "video-1.mp4"],
    ['infer music generate "piano" -o -', "music-1.wav"],
  ])("writes the bytes alone to stdout, and keeps the file: %s", async (line, name) => {
    const cwd = tempDir();
    const pieces: string[] = [];
    const { exitCode, stderr } = await runCli(shellWords(line), {
      env: { ...place().env, PATH: "" },
      cwd,
      onStdout: (text) => pieces.push(text),
    });
    expect(exitCode, stderr).toBe(0);
    const kept = join(cwd, "openclaw-out", name);
    expect(readdirSync(join(cwd, "openclaw-out"))).toEqual([name]);
    // As text, because that is how the test sees stdout.
    expect(pieces.join("").slice(0, 200)).toBe(new TextDecoder().decode(readFileSync(kept)).slice(0, 200));
    expect(stderr).toContain(`kept as ${join("openclaw-out", name)}`);
  });

  it.each([
    ["infer image generate fox -o - --json", "which is taken by JSON"],
    ["infer video generate fox -o - --stream-json", "which is taken by JSON"],
    ["infer image generate fox -o - --count 2", "which takes one file"],
    ["chat -o - hello", "which the answer is on"],
    ["agent -o - --message hello", "which the answer is on"],
  ])("is refused where stdout cannot take them, before anything is paid: %s", async (line, reason) => {
    const { env, sandbox } = place();
    const before = sandbox.requests.filter(({ method }) => method === "POST").length;
    const { exitCode, stdout, stderr } = await runCli(shellWords(line), { env, stdin: "" });
    expect(exitCode).toBe(2);
    expect(stdout + stderr).toContain(`--output - writes to stdout, ${reason}`);
    expect(sandbox.requests.filter(({ method }) => method === "POST")).toHaveLength(before);
  });

  it("is refused on a terminal, and is the same as none for what is text", async () => {
    const { env } = place();
    const home = tempDir();
    const shown = await runCli(["infer", "image", "generate", "fox", "-o", "-"], { env, terminal: true });
    expect(shown).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("which is a terminal") as string });
    await runCli(["chat", "--session", "trip", "echo: hi"], { env, home });
    expect((await runCli(["sessions", "export", "trip", "-o", "-"], { env, home })).stdout).toContain("## You\n\necho: hi");
  });
});

describe("what is piped in", () => {
  const ask = async (bytes: Uint8Array) => {
    const stdin = {
      isTty: false,
      [Symbol.asyncIterator]: async function* () {
        yield bytes;
      },
    };
    return runCli(["chat"], { env: place().env, stdinStream: stdin });
  };

  it("may be UTF-16 with a byte order mark, as Windows PowerShell writes it", async () => {
    expect((await ask(Buffer.from("\ufeffecho: Füchse", "utf16le"))).stdout).toBe("Füchse\n");
    expect((await ask(Buffer.from("\ufeffecho: Füchse", "utf16le").swap16())).stdout).toBe("Füchse\n");
    expect((await ask(Buffer.from("\ufeffecho: Füchse"))).stdout).toBe("Füchse\n");
  });

  it("is refused with what to do where it is another encoding, or no text", async () => {
    expect((await ask(Buffer.from("caf\u00e9\n", "latin1"))).stderr).toContain(
      "is not UTF-8. Convert it first, such as with: iconv -f LATIN1",
    );
    // UTF-8 by accident.
    expect((await ask(Buffer.from("PK\u0003\u0004\0\0"))).stderr).toContain("is not text.");
    expect((await ask(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1]))).stderr).toContain(
      "is not text. Attach a picture or document with --file, or this one with --file -.",
    );
  });
});
