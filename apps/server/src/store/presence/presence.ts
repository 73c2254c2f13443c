import { randomBytes } from "node:crypto";

/**
 * Which processes live, by the engine's own locks: one is held for as long as its process lives, and the operating system or the database lets it go
 * with the process, however that ended. Leases with a time stay beside it, for machines that vanish without a word.
 */
export interface Presence {
  /** This process; new at every start. */
  readonly instanceId: string;
  /** Certainly gone; a process that nobody can tell of is not. */
  isGone(instanceId: string): Promise<boolean>;
  /** This process is leaving. */
  close(): Promise<void>;
}

export function newInstanceId(): string {
  return randomBytes(9).toString("base64url");
}
