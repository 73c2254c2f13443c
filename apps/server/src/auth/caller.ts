import type { VirtualKey } from "../keys/key-types.js";

/** Who asks. */
export interface Caller {
  /** Bounded and harmless: stands in logs. Never the token itself. */
  readonly id: string;
  /** `operator` may do everything; `key` is a virtual key with limits of its own; `anonymous` is whoever reaches a server without auth. */
  readonly kind: "anonymous" | "operator" | "key";
  /** Has given up the operator's rights by `x-openclaw-scopes`: may ask models, and no more. */
  readonly limited?: true;
  /** The one path that it may ask for. */
  readonly only?: string;
  /** Its limits, when it is a virtual key. */
  readonly key?: VirtualKey;
}

export const ANONYMOUS: Caller = { id: "anonymous", kind: "anonymous" };
export const OPERATOR: Caller = { id: "operator", kind: "operator" };
/** Reads figures and nothing else. */
export const SCRAPER: Caller = { id: "metrics", kind: "operator", limited: true, only: "/metrics" };
