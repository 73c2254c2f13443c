import type { Keyring } from "@openclaw/config/node";
import { ConfigError, type Transport } from "@openclaw/core";
import { tempDir } from "@openclaw/testing";
import type { Prompter } from "../onboard/prompter.js";
import type { InputStream, Io, OutputStream, Terminal } from "../io.js";
import { run } from "../run.js";

export interface CliRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  /** Only these variables are set; HOME is the test's own folder. */
  readonly env?: Readonly<Record<string, string>>;
  readonly home?: string;
  readonly cwd?: string;
  readonly stdin?: string;
  /** In place of it: bytes that are no text. */
  readonly stdinStream?: InputStream;
  /** stdout and stderr are terminals. */
  readonly terminal?: boolean;
  readonly columns?: number;
  readonly transport?: Transport;
  readonly prompter?: Prompter;
  /** Without it there is none, whatever this machine has. */
  readonly keyring?: Keyring;
  /** Somebody types here. */
  readonly keys?: Terminal;
  /** Runs other programs, and answers with their exit code. */
  readonly runProgram?: Io["runProgram"];
  readonly signal?: AbortSignal;
  readonly now?: () => number;
  /** Sees every piece of stdout as it is written. */
  readonly onStdout?: (text: string) => void;
  readonly onStderr?: (text: string) => void;
}

/** Runs one command line inside the test, with captured streams and a home of its own. */
export async function runCli(argv: readonly string[], options: CliOptions = {}): Promise<CliRun> {
  const home = options.home ?? tempDir();
  const stdout = capture(options, options.onStdout);
  const stderr = capture(options, options.onStderr);
  const { prompter, transport, runProgram } = options;
  const io: Io = {
    stdin: options.stdinStream ?? { isTty: options.stdin === undefined, [Symbol.asyncIterator]: () => pieces(options.stdin ?? "") },
    stdout: stdout.stream,
    stderr: stderr.stream,
    env: { HOME: home, LANG: "C.UTF-8", TERM: "xterm-256color", ...options.env },
    cwd: options.cwd ?? home,
    program: "openclaw",
    signal: options.signal ?? new AbortController().signal,
    now: options.now ?? Date.now,
    keyring: options.keyring ?? NO_KEYRING,
    ...(prompter === undefined ? {} : { prompter: async () => prompter }),
    ...(transport === undefined ? {} : { transport }),
    ...(runProgram === undefined ? {} : { runProgram }),
    ...(options.keys === undefined ? {} : { terminal: options.keys }),
  };
  const exitCode = await run(argv, io);
  return { exitCode, stdout: stdout.text(), stderr: stderr.text() };
}

const noKeyring = async (): Promise<never> => {
  throw new ConfigError("No keyring of the operating system can be used.", { code: "config_io" });
};
const NO_KEYRING: Keyring = { get: noKeyring, set: noKeyring, delete: noKeyring };

function capture(options: CliOptions, onText?: (text: string) => void): { readonly stream: OutputStream; readonly text: () => string } {
  let text = "";
  const stream: OutputStream = {
    write(chunk) {
      const piece = typeof chunk === "string" ? chunk : new TextDecoder().decode(chunk);
      text += piece;
      onText?.(piece);
    },
    flush: async () => undefined,
    isTty: options.terminal === true,
    columns: options.columns ?? 80,
  };
  return { stream, text: () => text };
}

async function* pieces(text: string): AsyncGenerator<Uint8Array> {
  if (text !== "") yield new TextEncoder().encode(text);
}
