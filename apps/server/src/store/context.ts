import type { Clock } from "@openclaw/core";
import type { Engine } from "./engine.js";

/** What every part of the state stands on. */
export interface StateContext {
  readonly engine: Engine;
  readonly clock: Clock;
  /** This process, for leases; new at every start. */
  readonly instanceId: string;
}
