/** `agents.defaults.failover`: how a chain of candidates is walked (FAIL-3, FAIL-5, FAIL-6). The phase limits live in `Timeouts`. */
export interface FailoverPolicy {
  /** Tries of one candidate after its first, for errors that a wait may cure. */
  readonly retries: number;
  /** How long a candidate rests after it failed; doubled while it keeps failing, with jitter. */
  readonly cooldownMs: number;
  /** Recover an answer that broke off after its first token. */
  readonly recoverMidStream: boolean;
}

export const DEFAULT_FAILOVER: FailoverPolicy = { retries: 2, cooldownMs: 30_000, recoverMidStream: true };
