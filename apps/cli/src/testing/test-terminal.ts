import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { tempDir } from "@openclaw/testing";
import { onTestFinished } from "vitest";

export interface TestTerminal {
  /** As from a keyboard; `\r` is Enter. */
  readonly type: (text: string) => void;
  /** Settles when the program writes for the first time in the window's new size. */
  readonly resize: (columns: number, rows: number) => Promise<void>;
  /** Settles with the whole text, scrolled-away rows too, once it matches; rejects, with what is there, after 15 s. */
  readonly waitFor: (pattern: RegExp) => Promise<string>;
  /** Everything that was shown and what is shown, as one sees it after the last resize. */
  readonly text: () => string;
  /** Only what is in the window. */
  readonly screen: () => string;
  /** Where the cursor stands, counted from 0. */
  readonly cursor: () => { readonly column: number; readonly row: number };
}

export interface TerminalOptions {
  /** The whole environment, but TERM, which is tmux's own without it. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly columns?: number;
  readonly rows?: number;
}

const PATIENCE_MS = 15_000;

/** Runs a line of shell in a real terminal, tmux's. When it has ended the screen says `[ended: CODE]`. The terminal goes when the test ends. */
export function openTerminal(line: string, { env, cwd, columns = 80, rows = 24 }: TerminalOptions): TestTerminal {
  const socket = join(tempDir(), "tmux");
  const tmux = (...args: string[]): string => spawnSync("tmux", ["-S", socket, ...args], { encoding: "utf8" }).stdout;
  const assigned = Object.entries({ TERM: "tmux-256color", ...env }).map(([name, value]) => `${name}=${value}`);
  const script = `(${line})\nprintf '\\n[ended: %s]\\n' "$?"; read -r _`;
  // A client in control mode is told of every piece of output, so that nobody has to look again and again.
  const size = ["-x", String(columns), "-y", String(rows)];
  const child = spawn(
    "tmux",
    ["-u", "-C", "-S", socket, "-f", "/dev/null", "new-session", ...size, "-c", cwd, "env", "-i", ...assigned, "/bin/sh", "-c", script],
    { stdio: ["pipe", "pipe", "ignore"] },
  );
  const command = (text: string): void => void child.stdin.write(`${text}\n`);
  const resizeWindow = (toColumns: number, toRows: number): void => command(`resize-window -x ${toColumns} -y ${toRows}`);
  resizeWindow(columns, rows);
  command("set-option history-limit 50000");

  const look = (...more: string[]): string =>
    tmux("capture-pane", "-p", ...more)
      .split("\n")
      .map((row) => row.trimEnd())
      .join("\n")
      .trimEnd();
  const text = (): string => look("-S", "-");
  const checks = new Set<() => void>();
  child.stdout.on("data", () => {
    for (const check of checks) check();
  });
  onTestFinished(() => {
    tmux("kill-server");
    child.kill();
  });

  return {
    type: (typed) => void tmux("send-keys", "-l", typed),
    resize(toColumns, toRows) {
      let unseen = "";
      resizeWindow(toColumns, toRows);
      return new Promise((resolve) => {
        const read = (chunk: Buffer): void => {
          unseen += chunk.toString("latin1");
          if (!/^%layout-change[^]*^%output/m.test(unseen)) return;
          child.stdout.off("data", read);
          resolve();
        };
        child.stdout.on("data", read);
      });
    },
    text,
    screen: () => look(),
    cursor() {
      const [column = 0, row = 0] = tmux("display-message", "-p", "#{cursor_x} #{cursor_y}").split(" ").map(Number);
      return { column, row };
    },
    waitFor: (pattern) =>
      new Promise((resolve, reject) => {
        const done = (settle: () => void): void => {
          clearTimeout(timer);
          checks.delete(check);
          settle();
        };
        const check = (): void => {
          const seen = text();
          if (pattern.test(seen)) done(() => resolve(seen));
        };
        const timer = setTimeout(() => done(() => reject(new Error(`${pattern} did not come:\n${text()}`))), PATIENCE_MS);
        checks.add(check);
        check();
      }),
  };
}
