import type { Clock } from "@openclaw/core";
import type { Engine } from "./engine.js";

/** What every part of the state stands on. */
export interface StateContext {
  readonly engine: Engine;
  readonly clock: Clock;
  /** This process, for leases; new at every start. */
  readonly instanceId: string;
  /** How long the work of an instance that fell silent waits for another. Default 30 s. */
  readonly leaseMs?: number | undefined;
}

export const DEFAULT_LEASE_MS = 30_000;
