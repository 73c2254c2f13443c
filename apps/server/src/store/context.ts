import type { Clock } from "@openclaw/core";
import type { Engine } from "./engine.js";
import type { Presence } from "./presence/presence.js";

/** What every part of the state stands on. */
export interface StateContext {
  readonly engine: Engine;
  readonly clock: Clock;
  /** This process, for leases; new at every start. */
  readonly instanceId: string;
  /** Which processes live. Absent: only leases tell. */
  readonly presence?: Presence | undefined;
  /** How long the work of an instance that fell silent waits for another. Default 30 s. */
  readonly leaseMs?: number | undefined;
}

export const DEFAULT_LEASE_MS = 30_000;
