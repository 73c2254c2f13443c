import type { Gateway } from "../gateway/gateway.js";
import type { PlanMemory } from "../live/plan-memory.js";
import type { Limits } from "../limits.js";
import type { Logger } from "../log/logger.js";
import type { Meter } from "../meter/meter.js";
import type { Metrics } from "../metrics/metrics.js";
import type { State } from "../store/types.js";
import type { Heartbeat } from "../stream/heartbeat.js";
import type { MediaCatalog } from "@openclaw/media";

/** What the routes share. */
export interface RouteDeps {
  readonly gateway: Gateway;
  readonly metrics: Metrics;
  readonly meter: Meter;
  readonly logger: Logger;
  readonly limits: Limits;
  readonly heartbeat: Heartbeat;
  readonly state: State;
  /** What image and video models can do. */
  readonly mediaCatalog: MediaCatalog;
  readonly videos: VideoSettings;
  /** Write prompts and answers into the log (`--log-prompts`). */
  readonly logPrompts: boolean;
  readonly plans: PlanMemory;
  /** Every end user that a request names in `user` has a stored conversation (`--sessions-by-user`). */
  readonly sessionsByUser: boolean;
}

/** What video jobs are told by whoever runs the server. */
export interface VideoSettings {
  /** Told of every job whose caller names no address of their own. */
  readonly webhookUrl?: string | undefined;
  /** Under which clients reach this server; default: the `Host` they ask for. */
  readonly publicUrl?: string | undefined;
  /** What the videos of one key may take up on the disk. Default: as much as there is. */
  readonly maxStoredBytesPerKey?: number | undefined;
}
