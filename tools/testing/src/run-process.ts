import { spawn } from "node:child_process";
import { onTestFinished } from "vitest";

export interface ProcessOptions {
  /** Added to PATH, HOME and the like of a bare environment: the developer's own keys never reach a child. `undefined` takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Written, then closed. Without it `runProcess` closes the input at once and `startProcess` keeps it open for `write`. */
  readonly stdin?: string | Uint8Array;
  readonly cwd?: string;
  /** The process is killed after this; 30 s by default. */
  readonly timeoutMs?: number;
}

export interface ProcessResult {
  /** null when a signal ended it. */
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly durationMs: number;
}

export interface RunningProcess {
  readonly pid: number;
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly write: (text: string) => void;
  /** Settles with the match once stdout and stderr together match; rejects when the process ends before. */
  readonly waitFor: (pattern: RegExp) => Promise<RegExpExecArray>;
  readonly kill: (signal?: NodeJS.Signals) => void;
  readonly exited: Promise<ProcessResult>;
}

const PASSED_ON = ["PATH", "HOME", "TMPDIR", "LANG", "TZ", "SystemRoot", "COMSPEC", "PATHEXT", "TEMP", "TMP"];

/** Runs a program to its end. `"node"` means the Node that runs the tests. */
export function runProcess(command: string, args: readonly string[], options: ProcessOptions = {}): Promise<ProcessResult> {
  return startProcess(command, args, { stdin: "", ...options }).exited;
}

/** Starts a program that a test talks to or kills. It is killed when the test ends. Without `stdin` its input stays open for `write`. */
export function startProcess(command: string, args: readonly string[], options: ProcessOptions = {}): RunningProcess {
  const startedMs = performance.now();
  const child = spawn(command === "node" ? process.execPath : command, args, { cwd: options.cwd, env: childEnvironment(options.env) });
  let stdout = "";
  let stderr = "";
  const checks = new Set<() => void>();
  const onOutput = (add: (text: string) => void) => (text: string) => {
    add(text);
    for (const check of checks) check();
  };
  child.stdout.setEncoding("utf8").on(
    "data",
    onOutput((text) => (stdout += text)),
  );
  child.stderr.setEncoding("utf8").on(
    "data",
    onOutput((text) => (stderr += text)),
  );
  // A child that ends without reading its input closes the pipe; its exit code is the news, not EPIPE.
  child.stdin.on("error", () => undefined);
  if (options.stdin !== undefined) child.stdin.end(options.stdin);

  const timeoutMs = options.timeoutMs ?? 30_000;
  const timer = setTimeout(() => child.kill("SIGKILL"), timeoutMs);
  const exited = new Promise<ProcessResult>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (exitCode, signal) =>
      resolve({ exitCode, signal, stdout, stderr, durationMs: Math.round(performance.now() - startedMs) }),
    );
  }).finally(() => clearTimeout(timer));
  exited.catch(() => undefined);
  killAfterTest(() => child.kill("SIGKILL"));

  return {
    pid: child.pid ?? -1,
    stdout: () => stdout,
    stderr: () => stderr,
    write: (text) => void child.stdin.write(text),
    waitFor: (pattern) =>
      new Promise((resolve, reject) => {
        const check = () => {
          const match = pattern.exec(stdout) ?? pattern.exec(stderr);
          if (match === null) return;
          checks.delete(check);
          resolve(match);
        };
        checks.add(check);
        check();
        exited.then(
          (result) =>
            reject(
              new Error(`${command} ended (${result.exitCode ?? result.signal}) before ${pattern}:\n${result.stdout}${result.stderr}`),
            ),
          reject,
        );
      }),
    kill: (signal = "SIGTERM") => void child.kill(signal),
    exited,
  };
}

function childEnvironment(extra: ProcessOptions["env"] = {}): Record<string, string> {
  const bare = PASSED_ON.map((name) => [name, process.env[name]] as const);
  const entries = [...bare, ...Object.entries(extra)].filter((entry): entry is [string, string] => entry[1] !== undefined);
  const environment = Object.fromEntries(entries);
  for (const [name, value] of Object.entries(extra)) if (value === undefined) delete environment[name];
  return environment;
}

function killAfterTest(kill: () => void): void {
  try {
    onTestFinished(kill);
  } catch {
    // Started outside a test: its time limit ends it.
  }
}
