import { totalmem } from "node:os";

const MIB = 1024 * 1024;
// What a body takes of memory as bytes, text, values and once more as text for the provider: measured, 4.3 times its size.
const TIMES = 8;
const LEAST_BYTES = 64 * MIB;
const MOST_BYTES = 1024 * MIB;

/** How large the bodies in progress may be together, that a process with this much memory is not filled by them (SRV-8). */
export function activeBytesOf(memoryBytes: number): number {
  return Math.floor(Math.min(MOST_BYTES, Math.max(LEAST_BYTES, memoryBytes / TIMES)));
}

/** What one of so many processes has: of the container, where it is in one with a limit, else of the machine. */
export function memoryOfEach(process: Pick<NodeJS.Process, "constrainedMemory">, workers: number): number {
  const limit = process.constrainedMemory();
  // Without a limit some systems say nothing, and others a number beyond any memory.
  return (limit > 0 ? Math.min(limit, totalmem()) : totalmem()) / workers;
}
