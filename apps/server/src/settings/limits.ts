/** What one process takes on, and how long it waits (SRV-8). */
export interface Limits {
  /** Of a JSON body. */
  readonly maxBodyBytes: number;
  /** Of a body with files in it. */
  readonly maxUploadBytes: number;
  readonly maxHeaderBytes: number;
  /** Of an answer that is kept for its `Idempotency-Key`; a larger one is given once. */
  readonly maxKeptAnswerBytes: number;
  /** Until the headers of a request are in: ends a client that dribbles them (slow loris). */
  readonly headersTimeoutMs: number;
  /** Until a request's body is in. */
  readonly bodyTimeoutMs: number;
  /** After an error, how long a client may go on sending what nobody reads: one that is cut off does not see the error. */
  readonly lingerMs: number;
  /** How long an idle connection is kept for the next request. */
  readonly keepAliveMs: number;
  readonly maxConnections: number;
  /** Requests in progress, all callers together. */
  readonly maxActive: number;
  /** Requests in progress of one caller. */
  readonly maxActivePerCaller: number;
  /** Of the bodies of one caller's requests in progress, all together; never more than half of `maxActiveBytes`. */
  readonly maxActiveBytesPerCaller: number;
  /** Of the bodies of all requests in progress; small ones are let in beyond it. */
  readonly maxActiveBytes: number;
  /** A stream that has nothing to say says so this often. */
  readonly heartbeatMs: number;
  /** How long running requests may go on after SIGTERM. */
  readonly drainMs: number;
  /** After SIGTERM, for how long new requests are still taken while `/readyz` already says no. */
  readonly drainDelayMs: number;
}

const MIB = 1024 * 1024;

export const DEFAULT_LIMITS: Limits = {
  maxBodyBytes: 20 * MIB,
  maxUploadBytes: 64 * MIB,
  maxHeaderBytes: 32 * 1024,
  maxKeptAnswerBytes: 16 * MIB,
  headersTimeoutMs: 10_000,
  bodyTimeoutMs: 60_000,
  lingerMs: 5_000,
  keepAliveMs: 75_000,
  maxConnections: 20_000,
  maxActive: 12_000,
  // One caller leaves room for others.
  maxActivePerCaller: 10_000,
  maxActiveBytesPerCaller: 512 * MIB,
  maxActiveBytes: 1024 * MIB,
  heartbeatMs: 15_000,
  drainMs: 30_000,
  drainDelayMs: 0,
};
