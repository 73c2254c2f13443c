import { mkdirSync, writeFileSync } from "node:fs";
import { PassThrough } from "node:stream";
import { join } from "node:path";
import { tempDir } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { runCli } from "../testing/run-cli.js";
import { shellWords } from "../testing/shell-words.js";
import { fileSandbox } from "../testing/test-sandbox.js";

const place = fileSandbox();
const NEEDS_SPEAK = "does nothing here without --speak, --play or --output. Add one of them, or leave";

// CLI-3
describe("a flag that would do nothing", () => {
  it.each([
    ['chat --voice bm_george "echo: hi"', `--voice ${NEEDS_SPEAK} --voice out.`],
    ['chat --speed 2 "echo: hi"', `--speed ${NEEDS_SPEAK} --speed out.`],
    ['agent --format mp3 --message "echo: hi"', `--format ${NEEDS_SPEAK} --format out.`],
    ['chat --schema "name" --speak "echo: hi"', "--schema and --speak cannot be given together. Keep one of them."],
    ['chat --no-save --session trip "echo: hi"', "--no-save and --session cannot be given together."],
    ['chat --no-stream --stream-json "echo: hi"', "--no-stream and --stream-json cannot be given together."],
    ['agent --no-tools --max-steps 3 --message "echo: hi"', "--max-steps and --no-tools cannot be given together."],
    ["sessions export trip --force", "--force does nothing here without --output. Add --output, or leave --force out."],
    ['infer embedding create --text "a fox" --lines', "--lines and --text cannot be given together."],
    ["config set a.b 1 --ref-id KEY", "--ref-id does nothing here without --ref-source."],
    ["config set a.b '{}' --merge --replace", "--merge and --replace cannot be given together."],
    ["models auth login --method api-key --no-browser", "--no-browser does nothing with --method api-key."],
  ])("is refused before anything is asked: %s", async (line, said) => {
    const { env, sandbox } = place();
    const before = sandbox.requests.filter(({ method }) => method === "POST").length;
    const { exitCode, stdout, stderr } = await runCli(shellWords(line), { env, stdin: "" });
    expect(stderr).toContain(said);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(sandbox.requests.filter(({ method }) => method === "POST")).toHaveLength(before);
  });

  it("is refused as JSON where JSON was asked for, and two kinds of JSON are one too many", async () => {
    const { exitCode, stdout } = await runCli(["chat", "--json", "--stream-json", "echo: hi"], { env: place().env });
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { message: "--stream-json and --json cannot be given together." } });
  });

  it("is refused at the beginning of a chat on a terminal, which speaks by /tts", async () => {
    const keys = { input: new PassThrough(), output: Object.assign(new PassThrough(), { columns: 80, rows: 24 }) };
    const { exitCode, stderr } = await runCli(["chat", "--speak"], { env: place().env, terminal: true, columns: 200, keys });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(
      "--speak does nothing in a chat on a terminal. Give a question with it; in the chat, /tts speaks the last answer.",
    );
  });

  it("is taken where the configuration has answers spoken", async () => {
    const { env, sandbox } = place();
    const home = tempDir();
    mkdirSync(join(home, ".openclaw"), { mode: 0o700 });
    writeFileSync(join(home, ".openclaw", "openclaw.json"), '{ tts: { auto: "always" } }', { mode: 0o600 });
    const { exitCode, stderr } = await runCli(["chat", "--voice", "bm_george", "echo: a sentence that is long enough."], { env, home });
    expect(exitCode, stderr).toBe(0);
    expect(sandbox.requests.at(-1)?.path).toMatch(/speech|generation/);
    expect(sandbox.requests.findLast(({ path }) => path.endsWith("/audio/speech"))?.body).toMatchObject({ voice: "bm_george" });
  });
});
