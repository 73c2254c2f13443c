import { chmodSync, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tempDir } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { readShellVariables } from "./login-shell.js";

const ENABLED = { env: { shellEnv: { enabled: true } } };
const NOTHING = { variables: {}, warnings: [] };

/** A shell that prints this, with zero bytes written as `|`. */
function shellThat(script: string): string {
  const path = join(tempDir(), "shell");
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o700);
  return path;
}
const printing = (text: string): string => shellThat(`printf '${text.replaceAll("|", "\\0")}'`);

// CFG-2
describe("variables of the login shell", () => {
  it("are asked for by the file, or by OPENCLAW_LOAD_SHELL_ENV in any usual word for yes", async () => {
    const SHELL = printing("OPENROUTER_API_KEY=k|");
    const found = { variables: { OPENROUTER_API_KEY: "k" }, warnings: [] };
    expect(await readShellVariables(ENABLED, { SHELL })).toEqual(found);
    for (const yes of ["1", "true", "YES", "on"])
      expect(await readShellVariables({}, { SHELL, OPENCLAW_LOAD_SHELL_ENV: yes })).toEqual(found);
    for (const no of ["0", "off", "11", "not on"]) {
      expect(await readShellVariables({}, { SHELL, OPENCLAW_LOAD_SHELL_ENV: no })).toEqual(NOTHING);
    }
    expect(await readShellVariables({ env: { shellEnv: { enabled: "yes" } } }, { SHELL })).toEqual(NOTHING);
  });

  it("are not asked for where OPENCLAW_LOAD_SHELL_ENV says no, whatever the file says (CFG-7)", async () => {
    const SHELL = printing("OPENROUTER_API_KEY=k|");
    expect(await readShellVariables(ENABLED, { SHELL, OPENCLAW_LOAD_SHELL_ENV: "0" })).toEqual(NOTHING);
    expect((await readShellVariables(ENABLED, { SHELL, OPENCLAW_LOAD_SHELL_ENV: " " })).variables).toEqual({ OPENROUTER_API_KEY: "k" });
  });

  it("are those of a key alone, whatever else the shell and its profile print", async () => {
    const SHELL = printing("Welcome\\nOPENROUTER_API_KEY=a=b|OTHER=x|OPENROUTER_API_KEYS=c,d|MY_OPENROUTER_API_KEY=no|");
    expect((await readShellVariables(ENABLED, { SHELL })).variables).toEqual({ OPENROUTER_API_KEY: "a=b", OPENROUTER_API_KEYS: "c,d" });
  });

  it("are not asked for where a key is set; a blank one is none", async () => {
    const SHELL = printing("OPENROUTER_API_KEY=k|");
    expect(await readShellVariables(ENABLED, { SHELL, OPENROUTER_API_KEYS: "own" })).toEqual(NOTHING);
    expect((await readShellVariables(ENABLED, { SHELL, OPENROUTER_API_KEY: " " })).variables).toEqual({ OPENROUTER_API_KEY: "k" });
  });

  it("come from a shell that is named by its whole path, or from none", async () => {
    expect(await readShellVariables(ENABLED, { SHELL: "sh" })).toEqual(NOTHING);
  });

  it("come from a login shell, which has the variables of this process", async () => {
    const seen = join(tempDir(), "seen");
    const SHELL = shellThat(`printf '%s\\n' "$*" "$OWN" > "${seen}"; printf 'OPENROUTER_API_KEY=%s\\0' "$OWN-$1-$2"`);
    expect((await readShellVariables(ENABLED, { SHELL, OWN: "own" })).variables).toEqual({ OPENROUTER_API_KEY: "own--l--c" });
    expect(existsSync(seen)).toBe(true);
  });

  it("come from the system's shell where none is named, and its profile", async () => {
    const HOME = tempDir();
    writeFileSync(join(HOME, ".profile"), "echo Welcome\nexport OPENROUTER_API_KEY=from-profile OTHER=x\n");
    expect((await readShellVariables(ENABLED, { HOME, PATH: "/usr/bin:/bin" })).variables).toEqual({ OPENROUTER_API_KEY: "from-profile" });
  });

  it("are missing with a warning that names the shell, and repeats nothing that it printed, when it fails", async () => {
    const SHELL = shellThat("echo sk-or-v1-printed-by-the-shell; echo sk-or-v1-printed-by-the-shell >&2; exit 3");
    expect(await readShellVariables(ENABLED, { SHELL })).toEqual({
      variables: {},
      warnings: [
        {
          code: "config_shell_failed",
          message: `The login shell ${SHELL} could not be read; no variables were imported from it.`,
        },
      ],
    });
  });

  it("are waited for as long as the variable says, or else the file", async () => {
    const SHELL = shellThat("exec sleep 20");
    const slow = { env: { shellEnv: { enabled: true, timeoutMs: 50 } } };
    expect((await readShellVariables(slow, { SHELL })).warnings).toHaveLength(1);
    const patient = { env: { shellEnv: { enabled: true, timeoutMs: 600_000 } } };
    expect((await readShellVariables(patient, { SHELL, OPENCLAW_SHELL_ENV_TIMEOUT_MS: "50" })).warnings).toHaveLength(1);
  });
});
