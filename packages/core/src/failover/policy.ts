/** `agents.defaults.failover`: how a chain of candidates is walked (FAIL-3, FAIL-5, FAIL-6). The phase limits live in `Timeouts`. */
export interface FailoverPolicy {
  /** Tries of one candidate after its first, for errors that a wait may cure. Default 2. */
  readonly retries: number;
  /** How long a candidate rests after it failed; doubled while it keeps failing, with jitter. Default 30 000. */
  readonly cooldownMs: number;
  /** Recover an answer that broke off after its first token. Default true. */
  readonly recoverMidStream: boolean;
  /**
   * The longest wait, asked for by the server or our own, before a candidate is tried again when no other can answer; a longer one ends the
   * request with the error that asked for it. Default 60 s; somebody who waits on a line, such as a gateway's client, may want less. With
   * another candidate at hand nobody waits longer than 2 s.
   */
  readonly maxWaitMs?: number;
}

/** What holds where nothing else is said. */
export const DEFAULT_FAILOVER: FailoverPolicy = { retries: 2, cooldownMs: 30_000, recoverMidStream: true };
