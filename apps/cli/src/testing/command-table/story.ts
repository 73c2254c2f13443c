/** What a stream holds: exactly this text, or something that this matches. */
export type Shown = string | RegExp;

/** One command line, and everything that is to be seen of it. */
export interface Step {
  /** As in a shell, without the program's name; `{baseUrl}` stands for the sandbox's address. */
  readonly line: string;
  /** 0 without it. */
  readonly exitCode?: number;
  /** The answer. Without it, and without `json`: nothing at all. */
  readonly stdout?: Shown;
  /** In place of `stdout`: one JSON document with at least this in it. */
  readonly json?: object;
  /** Without it: no error and no warning. */
  readonly stderr?: Shown;
  /** The last question to the API holds at least this. */
  readonly asks?: object;
  /** A file that is there afterwards, with something in it. */
  readonly writes?: string;
  readonly stdin?: string;
  /** This folder is there, and a file takes its place once something is on stderr. */
  readonly loses?: string;
  /** Ctrl-C, once this is on stdout. */
  readonly endsAt?: RegExp;
  /** The other program that is started, with its arguments. */
  readonly starts?: RegExp;
}

/** Steps one after the other, in one home and one working folder. */
export interface Story {
  readonly name: string;
  /** Its config file. */
  readonly config?: string;
  readonly steps: readonly Step[];
}
