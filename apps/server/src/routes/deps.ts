import type { Gateway } from "../gateway/gateway.js";
import type { Limits } from "../limits.js";
import type { Logger } from "../log/logger.js";
import type { Meter } from "../meter/meter.js";
import type { Metrics } from "../metrics/metrics.js";
import type { Heartbeat } from "../stream/heartbeat.js";

/** What the routes share. */
export interface RouteDeps {
  readonly gateway: Gateway;
  readonly metrics: Metrics;
  readonly meter: Meter;
  readonly logger: Logger;
  readonly limits: Limits;
  readonly heartbeat: Heartbeat;
  /** Write prompts and answers into the log (`--log-prompts`). */
  readonly logPrompts: boolean;
}
