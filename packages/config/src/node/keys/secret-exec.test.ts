import { chmodSync, chownSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { expectNoSecrets, plantedSecrets, tempDir } from "@openclaw/testing";
import { describe, expect, it, vi } from "vitest";
import type { ExecSecretProvider } from "../../secrets/secret-types.js";
import { runSecretCommand } from "./secret-exec.js";

const secrets = plantedSecrets("commands");
const PRINT = (reply: object): string => `cat > /dev/null; printf '%s' '${JSON.stringify(reply)}'`;

/** A program in a folder of its own: a shell script, which starts faster than anything else. */
function program(script: string, mode = 0o700): string {
  const path = join(realpathSync(tempDir()), "resolver");
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, mode);
  return path;
}
const ask = async (command: string, more: Partial<ExecSecretProvider> = {}, homeDir = "/no/such/home") =>
  runSecretCommand("vault", { source: "exec", command, ...more }, "team/key", { variables: { PASSED: "passed", OTHER: "o" }, homeDir });
const reasonOf = async (work: Promise<string>): Promise<string> => {
  const error = await work.then(
    () => new Error("it gave something"),
    (thrown: unknown) => thrown as Error,
  );
  expectNoSecrets(error, secrets);
  return error.message.replace(/^The secret provider vault gave nothing: (.*)\.$/, "$1");
};
const GIVES_V = PRINT({ protocolVersion: 1, values: { "team/key": "v" } });

// KEY-3
describe("a command that gives secrets", () => {
  it("is asked on its input for one id, by the provider's name, with its arguments, in its own folder", async () => {
    const command = program(
      `input=$(cat); printf '{"protocolVersion":1,"values":{"team/key":"%s"}}' "$(printf '%s|' "$input" "$@" "$PWD" "$PASSED" "$OTHER" "$OWN" "$HOME" | sed 's/"/\\\\"/g')"`,
    );
    const answer = await ask(command, { args: ["--a", "b c"], passEnv: ["PASSED", "MISSING"], env: { OWN: "own" } });
    const request = '{"protocolVersion":1,"provider":"vault","ids":["team/key"]}';
    expect(answer).toBe(`${request}|--a|b c|${dirname(command)}|passed||own||`);
  });

  it("may lie in the home folder, and be a link where that is allowed", async () => {
    const command = program(GIVES_V);
    expect(await ask(`~/${basename(command)}`, {}, dirname(command))).toBe("v");
    const link = join(realpathSync(tempDir()), "link");
    symlinkSync(command, link);
    expect(await reasonOf(ask(link))).toBe("the command is a symbolic link");
    expect(await ask(link, { allowSymlinkCommand: true })).toBe("v");
    expect(await ask(link, { allowSymlinkCommand: true, trustedDirs: [dirname(command)] })).toBe("v");
    expect(await reasonOf(ask(link, { allowSymlinkCommand: true, trustedDirs: [dirname(link)] }))).toBe(
      "the command lies outside trustedDirs",
    );
  });

  it("may lie in any of the trusted folders, also below the home folder", async () => {
    const command = program(GIVES_V);
    expect(await ask(command, { trustedDirs: ["/usr/bin", dirname(command)] })).toBe("v");
    expect(await ask(command, { trustedDirs: ["~"] }, dirname(command))).toBe("v");
    expect(await reasonOf(ask(command, { trustedDirs: [] }))).toBe("the command lies outside trustedDirs");
  });

  it("need not read what it is asked", async () => {
    expect(
      await ask(program(`exec < /dev/null; printf '%s' '${JSON.stringify({ protocolVersion: 1, values: { "team/key": "v" } })}'`)),
    ).toBe("v");
  });

  it("may print the bare secret where that is allowed, without the line break at its end", async () => {
    expect(await ask(program("cat > /dev/null; printf ' a \\r\\n'"), { jsonOnly: false })).toBe(" a ");
    expect(await ask(program("cat > /dev/null; printf 'a\\n\\n'"), { jsonOnly: false })).toBe("a\n");
    expect(await ask(program("cat > /dev/null; printf 'a\\nb'"), { jsonOnly: false })).toBe("a\nb");
    expect(await ask(program('cat > /dev/null; printf "$#"'), { jsonOnly: false })).toBe("0");
    expect(await ask(program(PRINT({ protocolVersion: 2 })), { jsonOnly: false })).toBe('{"protocolVersion":2}');
    expect(await ask(program(GIVES_V), { jsonOnly: false })).toBe("v");
    for (const jsonOnly of [true, undefined]) {
      const more = jsonOnly === undefined ? {} : { jsonOnly };
      expect(await reasonOf(ask(program("cat > /dev/null; echo a"), more))).toBe("its output is not a reply of protocol version 1");
    }
  });
});

// KEY-3, KEY-6
describe("a command that gives nothing", () => {
  it("is told as what it reports, when that is a short word", async () => {
    const reports = (code: unknown) => PRINT({ protocolVersion: 1, errors: { "team/key": { code, message: secrets.apiKey } } });
    expect(await reasonOf(ask(program(reports("NOT_FOUND.x-1"))))).toBe("it reports NOT_FOUND.x-1 for team/key");
    expect(await reasonOf(ask(program(reports("a".repeat(40)))))).toBe(`it reports ${"a".repeat(40)} for team/key`);
    for (const code of ["a".repeat(41), "two words", "", 5, undefined]) {
      expect(await reasonOf(ask(program(reports(code))))).toBe("it reports an error for team/key");
    }
    expect(await reasonOf(ask(program(PRINT({ protocolVersion: 1, errors: { other: {} }, values: { other: "v" } }))))).toBe(
      "it has no text for team/key",
    );
    expect(await reasonOf(ask(program(PRINT({ protocolVersion: 1 }))))).toBe("it has no text for team/key");
    expect(await reasonOf(ask(program(PRINT({ protocolVersion: 1, values: { "team/key": 5 } }))))).toBe("it has no text for team/key");
  });

  it("is refused with what to check", async () => {
    await expect(ask("relative")).rejects.toMatchObject({
      code: "config_invalid",
      message: "The secret provider vault gave nothing: the command's path is not absolute.",
      hint: "Check secrets.providers.vault in the configuration.",
    });
    expect(await reasonOf(ask("/no/such/command"))).toBe("the command /no/such/command cannot be used");
    const folder = join(realpathSync(tempDir()), "folder");
    mkdirSync(folder);
    expect(await reasonOf(ask(folder))).toBe("the command is not a regular file");
  });

  it("is not started when others can change it, or another user owns it; unless that is allowed", async () => {
    for (const mode of [0o720, 0o702]) {
      const open = program(GIVES_V, mode);
      expect(await reasonOf(ask(open))).toBe("others can change the command; run: chmod go-w");
      expect(await ask(open, { allowInsecurePath: true })).toBe("v");
    }
    const command = program(GIVES_V, 0o755);
    expect(await ask(command)).toBe("v");
  });

  it("may belong to the system's own user, and to no other one", async () => {
    const foreign = program(GIVES_V);
    const own = process.getuid?.() ?? 0;
    if (own === 0) chownSync(foreign, 4711, 4711);
    else vi.spyOn(process, "getuid").mockReturnValue(own + 1);
    expect(await reasonOf(ask(foreign))).toBe("the command belongs to another user");
    vi.spyOn(process, "getuid").mockReturnValue(4712);
    expect(await reasonOf(ask("/usr/bin/true", { allowSymlinkCommand: true }))).toBe("its output is not a reply of protocol version 1");
  });

  it("is told by its exit code, and by none when a signal ended it", async () => {
    expect(await reasonOf(ask(program(`echo ${secrets.apiKey}; exit 7`)))).toBe("it ended with exit code 7");
    expect(await reasonOf(ask(program("kill -9 $$")))).toBe("it ended with exit code none");
  });

  it("is one that the system cannot start", async () => {
    const command = join(realpathSync(tempDir()), "resolver");
    writeFileSync(command, "#!/no/such/interpreter\n", { mode: 0o700 });
    expect(await reasonOf(ask(command))).toBe("it could not be started");
  });

  it("may print as much as is allowed, and not a byte more", async () => {
    const five = program("cat > /dev/null; printf 12345");
    expect(await ask(five, { jsonOnly: false, maxOutputBytes: 5 })).toBe("12345");
    expect(await reasonOf(ask(five, { jsonOnly: false, maxOutputBytes: 4 }))).toBe("it printed more than 4 bytes");
  });

  it("is silent from its last word on", async () => {
    const real = setTimeout;
    const refreshed: unknown[] = [];
    vi.spyOn(globalThis, "setTimeout").mockImplementation(((act: () => void, delayMs: number) => {
      const timer = real(act, delayMs);
      vi.spyOn(timer, "refresh").mockImplementation(() => (refreshed.push(delayMs), timer));
      return timer;
    }) as typeof setTimeout);
    expect(await ask(program(GIVES_V), { timeoutMs: 8000, noOutputTimeoutMs: 7000 })).toBe("v");
    expect(refreshed).toEqual([7000]);
  });

  it("is waited for five seconds, or what is set, where 0 is for ever; an answer leaves no clock behind", async () => {
    const clocks = vi.spyOn(globalThis, "setTimeout");
    const stopped = vi.spyOn(globalThis, "clearTimeout");
    const delays = (): readonly unknown[] => clocks.mock.calls.map(([, delayMs]) => delayMs);
    const command = program(GIVES_V);
    expect(await ask(command, { timeoutMs: 0, noOutputTimeoutMs: 0 })).toBe("v");
    expect(delays()).toEqual([]);
    expect(await ask(command)).toBe("v");
    expect(delays()).toEqual([5000]);
    expect(await ask(command, { timeoutMs: 8000, noOutputTimeoutMs: 7000 })).toBe("v");
    expect(delays()).toEqual([5000, 8000, 7000]);
    const running = clocks.mock.results.map(({ value }) => value as unknown);
    expect(stopped.mock.calls.map(([timer]) => timer)).toEqual(expect.arrayContaining(running));
  });
});
