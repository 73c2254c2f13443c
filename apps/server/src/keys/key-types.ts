// Virtual keys (SRV-3).

export type BudgetWindow = "day" | "week" | "month" | "total";

export interface VirtualKey {
  /** `key_…`: for rows, logs and metrics; it opens nothing. */
  readonly id: string;
  readonly name: string;
  /** Last four characters, to tell keys apart. */
  readonly hint: string;
  /** Absent: no budget. */
  readonly budgetUsd?: number;
  /** UTC days, weeks from Monday, calendar months. Default `total`. */
  readonly budgetWindow: BudgetWindow;
  /** Requests a minute. */
  readonly rpm?: number;
  /** Tokens a minute. */
  readonly tpm?: number;
  /** Allowed model refs, `vendor/*` patterns included. Absent: all. */
  readonly models?: readonly string[];
  readonly createdAtMs: number;
  readonly expiresAtMs?: number;
  readonly revokedAtMs?: number;
  /** Of the running window. */
  readonly spentUsd: number;
  /** Held for requests in progress. */
  readonly reservedUsd: number;
  /** When the running window ends; absent for `total`. */
  readonly resetsAtMs?: number;
}

/** Admin input; `parseCreateKey` reads it from JSON. */
export interface CreateKeyInput {
  readonly name: string;
  readonly budgetUsd?: number | undefined;
  readonly budgetWindow?: BudgetWindow | undefined;
  readonly rpm?: number | undefined;
  readonly tpm?: number | undefined;
  readonly models?: readonly string[] | undefined;
  readonly expiresAtMs?: number | undefined;
}

/** What is named is changed; `null` takes a limit away. */
export interface PatchKeyInput {
  readonly name?: string | undefined;
  readonly budgetUsd?: number | null | undefined;
  readonly budgetWindow?: BudgetWindow | undefined;
  readonly rpm?: number | null | undefined;
  readonly tpm?: number | null | undefined;
  readonly models?: readonly string[] | null | undefined;
  readonly expiresAtMs?: number | null | undefined;
}

export interface CreatedKey {
  readonly record: VirtualKey;
  /** `sk-oc-…`: shown this once; only its SHA-256 is kept. */
  readonly key: string;
  /** `whsec_…`: signs the webhooks of this key's jobs. */
  readonly webhookSecret: string;
}

export type Authorisation =
  | { readonly ok: true; readonly key: VirtualKey }
  | { readonly ok: false; readonly reason: "unknown" | "revoked" | "expired" };

export interface Keys {
  create(input: CreateKeyInput): Promise<CreatedKey>;
  /** Newest first. */
  list(options?: {
    readonly includeRevoked?: boolean;
    readonly limit?: number;
    readonly beforeId?: string | undefined;
  }): Promise<readonly VirtualKey[]>;
  get(id: string): Promise<VirtualKey | undefined>;
  /** `undefined`: no such key. */
  patch(id: string, input: PatchKeyInput): Promise<VirtualKey | undefined>;
  /** From now on it opens nothing; its rows stay. False: no such key. */
  revoke(id: string): Promise<boolean>;
  /** Looked up by hash. What another process has changed is seen a second later at the latest. */
  authorise(presentedKey: string): Promise<Authorisation>;
}
