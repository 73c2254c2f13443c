// The same request twice (SRV-6).

export interface IdempotentRequest {
  /** The caller's `Idempotency-Key`, 1 to 255 characters. */
  readonly key: string;
  /** Whose it is: the virtual key's id; another tenant's same key is another record. */
  readonly scope: string;
  /** `hashBody` of method, path and body. */
  readonly bodyHash: string;
}

export interface StoredResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export type Begun =
  /** Go on; end with `complete` or `fail`. */
  | { readonly kind: "fresh" }
  | { readonly kind: "replay"; readonly response: StoredResponse }
  /** Same key, other body: 422. */
  | { readonly kind: "mismatch" }
  /** 409 with `Retry-After`. */
  | { readonly kind: "in_flight"; readonly retryAfterMs: number }
  /** The process that had it died after the paid request may have left: 409, and it is never sent again under this key. */
  | { readonly kind: "outcome_unknown" };

/** Records are kept for a day (`idempotencyRetentionMs`) and across restarts. */
export interface Idempotency {
  begin(request: IdempotentRequest): Promise<Begun>;
  /** Written before the paid request leaves; after this a crash means `outcome_unknown` and no longer a second try. */
  sending(request: IdempotentRequest): Promise<void>;
  /** The answer to replay; keep only what must not be bought twice (2xx, and failures that were billed). */
  complete(request: IdempotentRequest, response: StoredResponse): Promise<void>;
  /** It certainly cost nothing: the key may be used again. */
  fail(request: IdempotentRequest): Promise<void>;
}
