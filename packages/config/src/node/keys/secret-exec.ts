import type { ChildProcessByStdio } from "node:child_process";
import { lstat, realpath, stat } from "node:fs/promises";
import { dirname, isAbsolute } from "node:path";
import type { Readable, Writable } from "node:stream";
import { ConfigError } from "@openclaw/core";
import { parseJson, readObject, readString, systemCode } from "@openclaw/core/internal";
import type { ExecSecretProvider } from "../../secrets/secret-types.js";
import { isInside } from "../is-inside.js";
import { expandHome } from "../load/paths.js";

const TIMEOUT_MS = 5000;
const MAX_OUTPUT_BYTES = 1024 * 1024;
const PROTOCOL_VERSION = 1;

export interface RunSecretCommandOptions {
  /** Where `passEnv` takes its values from. */
  readonly variables: Readonly<Record<string, string>>;
  readonly homeDir: string;
}

/**
 * Asks a command for a secret (as in OpenClaw): started without a shell, with only the variables that are named, its output and
 * time bounded. It reads `{"protocolVersion":1,"provider":…,"ids":[…]}` and writes `{"protocolVersion":1,"values":{…}}`.
 *
 * @throws ConfigError `config_invalid`; what the command printed is never part of a message.
 */
export async function runSecretCommand(
  name: string,
  provider: ExecSecretProvider,
  id: string,
  options: RunSecretCommandOptions,
): Promise<string> {
  const command = await checkCommand(name, provider, options.homeDir);
  const input = JSON.stringify({ protocolVersion: PROTOCOL_VERSION, provider: name, ids: [id] });
  const output = await run(name, provider, { command, input, variables: options.variables });
  const reply = readObject(parseJson(output));
  if (reply?.["protocolVersion"] !== PROTOCOL_VERSION) {
    if (provider.jsonOnly === false) return output.replace(/\r?\n$/, "");
    throw refused(name, "its output is not a reply of protocol version 1");
  }
  const problem = readObject(readObject(reply["errors"])?.[id]);
  if (problem !== undefined) throw refused(name, `it reports ${safeCode(problem["code"])} for ${id}`);
  const values = readObject(reply["values"]) ?? {};
  const value = Object.hasOwn(values, id) ? readString(values[id]) : undefined;
  if (value === undefined) throw refused(name, `it has no text for ${id}`);
  return value;
}

async function checkCommand(name: string, provider: ExecSecretProvider, homeDir: string): Promise<string> {
  const command = expandHome(provider.command, homeDir);
  if (!isAbsolute(command)) throw refused(name, "the command's path is not absolute");
  try {
    if ((await lstat(command)).isSymbolicLink() && provider.allowSymlinkCommand !== true)
      throw refused(name, "the command is a symbolic link");
    const real = await realpath(command);
    const trusted = provider.trustedDirs?.map((folder) => expandHome(folder, homeDir));
    if (trusted !== undefined && !trusted.some((folder) => isInside(folder, real))) {
      throw refused(name, "the command lies outside trustedDirs");
    }
    const info = await stat(real);
    if (!info.isFile()) throw refused(name, "the command is not a regular file");
    const user = process.getuid?.();
    if (user !== undefined && provider.allowInsecurePath !== true) {
      if (info.uid !== user && info.uid !== 0) throw refused(name, "the command belongs to another user");
      if ((info.mode & 0o022) !== 0) throw refused(name, "others can change the command; run: chmod go-w");
    }
    return command;
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw refused(name, `the command ${command} cannot be used`);
  }
}

async function run(
  name: string,
  provider: ExecSecretProvider,
  { command, input, variables }: { readonly command: string; readonly input: string } & Pick<RunSecretCommandOptions, "variables">,
): Promise<string> {
  const passed = (provider.passEnv ?? []).flatMap((variable) => {
    const value = variables[variable];
    return value === undefined ? [] : [[variable, value] as const];
  });
  const env = { ...Object.fromEntries(passed), ...provider.env };
  const timeoutMs = provider.timeoutMs ?? TIMEOUT_MS;
  const maxBytes = provider.maxOutputBytes ?? MAX_OUTPUT_BYTES;
  // Loaded only here: most configurations have no such provider.
  const { spawn } = await import("node:child_process");
  return new Promise((resolve, reject) => {
    let child: ChildProcessByStdio<Writable, Readable, null>;
    try {
      child = spawn(command, provider.args ?? [], { env, cwd: dirname(command), shell: false, stdio: ["pipe", "pipe", "ignore"] });
    } catch (error) {
      // Thrown at once: a .cmd file on Windows, which only a shell runs, or arguments that are too long.
      const isScript = /\.(?:cmd|bat)$/i.test(command);
      reject(
        refused(
          name,
          isScript
            ? "a .cmd or .bat file needs a shell; name the program itself"
            : `it could not be started (${systemCode(error) ?? "its arguments"})`,
        ),
      );
      return;
    }
    const chunks: Buffer[] = [];
    let size = 0;
    const fail = (reason: string): void => {
      child.kill("SIGKILL");
      reject(refused(name, reason));
    };
    const silenceMs = provider.noOutputTimeoutMs ?? 0;
    const whole = after(timeoutMs, () => fail(`it took longer than ${timeoutMs} ms`));
    const silence = after(silenceMs, () => fail(`it printed nothing for ${silenceMs} ms`));
    child.stdout.on("data", (chunk: Buffer) => {
      silence?.refresh();
      size += chunk.length;
      if (size > maxBytes) fail(`it printed more than ${maxBytes} bytes`);
      else chunks.push(chunk);
    });
    child.on("error", () => fail("it could not be started"));
    child.on("close", (code) => {
      clearTimeout(whole);
      clearTimeout(silence);
      if (code === 0) resolve(Buffer.concat(chunks).toString("utf8"));
      else reject(refused(name, `it ended with exit code ${code ?? "none"}`));
    });
    // A command that does not read its input closes the pipe; what counts is its reply.
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
  });
}

/** A clock of a provider; 0 switches it off. */
function after(delayMs: number, act: () => void): NodeJS.Timeout | undefined {
  return delayMs > 0 ? setTimeout(act, delayMs) : undefined;
}

/** A code is a short word; anything else may be something that must not be shown. */
function safeCode(code: unknown): string {
  return typeof code === "string" && /^[A-Za-z0-9_.-]{1,40}$/.test(code) ? code : "an error";
}

function refused(name: string, reason: string): ConfigError {
  return new ConfigError(`The secret provider ${name} gave nothing: ${reason}.`, {
    code: "config_invalid",
    hint: `Check secrets.providers.${name} in the configuration.`,
  });
}
