import type { Keyring } from "@openclaw/config/node";
import type { Transport } from "@openclaw/core";
import type { Prompter } from "./onboard/prompter.js";

/** What a command may write to. */
export interface OutputStream {
  write(chunk: string | Uint8Array): void;
  /** Settles when everything written so far has been handed on. */
  flush(): Promise<void>;
  readonly isTty: boolean;
  /** Width of the terminal; 80 where there is none. */
  readonly columns: number;
}

export interface InputStream extends AsyncIterable<Uint8Array> {
  readonly isTty: boolean;
}

/** A terminal that can be asked questions on. */
export interface Terminal {
  readonly input: NodeJS.ReadableStream & { setRawMode?(on: boolean): unknown };
  readonly output: NodeJS.WritableStream & { readonly columns?: number; readonly rows?: number };
  /** Ctrl-Z: stops the program, and settles when it goes on; absent where there is no such thing. */
  suspend?(): Promise<void>;
}

/** Everything a run touches outside of itself, so that a test can stand in for the machine. */
export interface Io {
  readonly stdin: InputStream;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** How this program was called, for commands that are printed to be typed: `openclaw` or `node apps/cli/dist/openclaw.js`. */
  readonly program: string;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** Asks a person; absent where there is nobody to ask. */
  readonly prompter?: () => Promise<Prompter>;
  /** Where somebody types and reads; absent where stdin or stdout is no terminal. */
  readonly terminal?: Terminal | undefined;
  /** Runs a Node program in this one's place, with its terminal and signals, and answers with its exit code. */
  readonly runProgram?: (script: string, args: readonly string[]) => Promise<number>;
  /** Replaces the network; tests only. */
  readonly transport?: Transport;
  /** Replaces the operating system's keyring; tests only. */
  readonly keyring?: Keyring;
  readonly now: () => number;
  /** How long the program took before this; absent where that is not known. */
  readonly startupMs?: number;
}
