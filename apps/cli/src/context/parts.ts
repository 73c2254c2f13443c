import type { Io } from "../io.js";
import type { Output } from "../output/output.js";
import type { SharedFlags } from "../args/shared-flags.js";
import type { Timings } from "../timings/timings.js";

/** What every part of a context is made from. */
export interface Parts {
  readonly io: Io;
  readonly out: Output;
  readonly flags: SharedFlags;
  /** Absent without --verbose. */
  readonly timings: Timings | undefined;
  /** Aborted when the context is closed, before anything it opened is: what goes on behind a command ends. */
  readonly closing: AbortSignal;
  /** Runs when the context is closed, the last one first. */
  readonly onClose: (close: () => void | Promise<void>) => void;
}

/** Measures a phase where somebody wants to know. */
export function timed<Result>({ timings }: Pick<Parts, "timings">, name: string, work: () => Promise<Result>): Promise<Result> {
  return timings === undefined ? work() : timings.measure(name, work);
}

/** Made when it is first asked for, and then kept. */
export function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => (made ??= make());
}
