// Webhooks of jobs (SRV-6).

export interface WebhookDelivery {
  /** `msg_…`: the `webhook-id`, the same on every try. */
  readonly id: string;
  readonly keyId?: string;
  readonly jobId: string;
  readonly url: string;
  readonly event: string;
  readonly state: "pending" | "delivered" | "dead";
  readonly attempts: number;
  readonly lastError?: string;
  readonly nextAtMs: number;
  readonly createdAtMs: number;
}

/** Standard Webhooks: `webhook-id`, `webhook-timestamp`, `webhook-signature: v1,…`. */
export interface Webhooks {
  /** Refuses what must not be called: other schemes, private addresses, names that stand for them. @throws RequestError `url_refused` */
  check(url: string): Promise<void>;
  /** The secret that signs a key's webhooks. */
  secretFor(keyId: string | undefined): Promise<string>;
  /** Makes a new one; the one before it signs as well until then. */
  rotateSecret(keyId: string | undefined): Promise<{ readonly secret: string; readonly previousUntilMs: number }>;
  /** Deliveries that were given up. */
  listDead(page?: { readonly limit?: number; readonly beforeId?: string }): Promise<readonly WebhookDelivery[]>;
  /** Tries a dead one again. */
  redeliver(id: string): Promise<boolean>;
  /**
   * One round over the deliveries that are due; gives how many were tried. Runs by itself too. `signal` ends it early: those on their way have a moment
   * more, and what is cut off then counts as not tried.
   */
  work(signal?: AbortSignal): Promise<number>;
}
