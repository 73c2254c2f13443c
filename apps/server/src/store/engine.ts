/** What a column holds. Every integer comes back as a bigint, from both engines. */
export type SqlValue = string | number | bigint | Uint8Array | null;

export type SqlRow = Readonly<Record<string, SqlValue>>;

/** One statement of a write, with `?` for its parameters, in the part of SQL that SQLite and PostgreSQL share. */
export interface Step {
  readonly sql: string;
  readonly params: readonly SqlValue[];
  /**
   * When it touches no row, or not exactly so many, the whole write is taken back. That there is none is an answer like any other; another number
   * than the one that is named should never be.
   */
  readonly must?: boolean | number;
}

/** Did a step touch what it must? */
export function touchedEnough(must: boolean | number | undefined, changes: number): boolean {
  return typeof must === "number" ? changes === must : must !== true || changes > 0;
}

export interface StepResult {
  /** Of `RETURNING`. */
  readonly rows: readonly SqlRow[];
  readonly changes: number;
}

/**
 * `money`: on disk before it is acknowledged. `plain`: survives the death of a process, but perhaps not a power cut. `soon`: as `plain`, and on disk
 * within milliseconds: for what must not wait for the disk before a request may leave.
 */
export type Durability = "money" | "soon" | "plain";

export interface WriteOptions {
  /**
   * A few rows, each found by its key: on SQLite such a write runs in the server's own loop, in a fraction of the time that the way to a thread
   * and back takes.
   */
  readonly brief?: boolean;
  /** Since when whoever asks has waited behind other writes, in milliseconds since 1970: it counts as waiting for another process that has SQLite's file. */
  readonly sinceMs?: number | undefined;
}

/**
 * The one thing that differs between SQLite and PostgreSQL (SRV-9): how a read and an atomic write are run. Everything above is written once.
 * Rejects with `StateUnavailable` when the engine cannot be reached.
 */
export interface Engine {
  readonly name: "sqlite" | "postgres";
  /** To be put after a SELECT whose row the surrounding UPDATE takes, so that two instances take different ones. */
  readonly skipLocked: string;
  /** `heavy` reads, such as sums over all rows, do not hold the server up. */
  read(sql: string, params: readonly SqlValue[], options?: { readonly heavy?: boolean }): Promise<readonly SqlRow[]>;
  /** All steps or none. `undefined`: a step that had to touch a row did not. */
  write(steps: readonly Step[], durability: Durability, options?: WriteOptions): Promise<readonly StepResult[] | undefined>;
  /** Rejects when it does not answer. */
  check(): Promise<void>;
  close(): Promise<void>;
}
