// Requests and tokens a minute (SRV-3).

export interface TakeInput {
  /** Key id, or any other name of a caller. */
  readonly id: string;
  readonly rpm?: number | undefined;
  readonly tpm?: number | undefined;
  /** Prompt estimate and requested maximum. */
  readonly tokens: number;
  /** Default 1. */
  readonly requests?: number | undefined;
}

export type Taken = { readonly ok: true } | { readonly ok: false; readonly limit: "rpm" | "tpm"; readonly retryAfterMs: number };

/**
 * GCRA: a caller who was idle may send a minute's worth at once; what was taken comes back evenly over a minute. Refused calls take nothing. A
 * request larger than a whole minute's tokens needs the full minute and passes then.
 */
export interface Rates {
  take(input: TakeInput): Promise<Taken>;
  /** Corrects an estimate by the tokens that were really used (`used - estimated`, may be negative). */
  adjust(input: { readonly id: string; readonly tpm: number; readonly tokens: number }): Promise<void>;
}
