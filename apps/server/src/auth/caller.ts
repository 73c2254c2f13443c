/** Who asks. */
export interface Caller {
  /** Bounded and harmless: stands in logs. Never the token itself. */
  readonly id: string;
  /** `operator` may do everything; `key` is a virtual key with limits of its own; `anonymous` is whoever reaches a server without auth. */
  readonly kind: "anonymous" | "operator" | "key";
}

export const ANONYMOUS: Caller = { id: "anonymous", kind: "anonymous" };
export const OPERATOR: Caller = { id: "operator", kind: "operator" };
