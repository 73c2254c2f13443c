import { isAbsolute } from "node:path";
import type { Warning } from "@openclaw/core";
import { readNumber, readObject } from "@openclaw/core/internal";
import type { Variables } from "../../environment/environment.js";

const EXPECTED: readonly string[] = ["OPENROUTER_API_KEY", "OPENROUTER_API_KEYS"];
const DEFAULT_TIMEOUT_MS = 15_000;
const MAX_OUTPUT_BYTES = 2 * 1024 * 1024;

/**
 * Imports missing keys from the login shell, when `env.shellEnv.enabled` or `OPENCLAW_LOAD_SHELL_ENV` asks for it (as in OpenClaw).
 * The shell is started only when no expected name is set, and nothing but the expected names is taken.
 */
export async function readShellVariables(
  document: unknown,
  env: Variables,
): Promise<{ readonly variables: Variables; readonly warnings: readonly Warning[] }> {
  const settings = readObject(readObject(readObject(document)?.["env"])?.["shellEnv"]);
  const asked = env["OPENCLAW_LOAD_SHELL_ENV"]?.trim() ?? "";
  // The variable is stronger than the file (CFG-7), also where it says no.
  const enabled = asked === "" ? settings?.["enabled"] === true : /^(?:1|true|yes|on)$/i.test(asked);
  const shell = env["SHELL"] ?? "/bin/sh";
  if (!enabled || !isAbsolute(shell) || EXPECTED.some((name) => (env[name] ?? "").trim() !== "")) return { variables: {}, warnings: [] };
  const timeout = readNumber(env["OPENCLAW_SHELL_ENV_TIMEOUT_MS"]) ?? readNumber(settings?.["timeoutMs"]) ?? DEFAULT_TIMEOUT_MS;
  try {
    // Loaded only here: starting processes is not what most runs do, and the modules cost some milliseconds.
    const [{ execFile }, { promisify }] = await Promise.all([import("node:child_process"), import("node:util")]);
    const { stdout } = await promisify(execFile)(shell, ["-l", "-c", "env -0"], {
      env: { ...env },
      timeout,
      maxBuffer: MAX_OUTPUT_BYTES,
      encoding: "utf8",
    });
    return { variables: pickExpected(stdout), warnings: [] };
  } catch {
    // Its output may hold secrets, so the shell's own message is not passed on.
    const warning = {
      code: "config_shell_failed",
      message: `The login shell ${shell} could not be read; no variables were imported from it.`,
    };
    return { variables: {}, warnings: [warning] };
  }
}

function pickExpected(output: string): Variables {
  const variables: Record<string, string> = {};
  for (const line of output.split("\0")) {
    const [name = "", ...value] = line.split("=");
    // A profile script may print something before the first variable.
    const known = EXPECTED.find((expected) => name === expected || name.endsWith(`\n${expected}`));
    if (known !== undefined) variables[known] = value.join("=");
  }
  return variables;
}
