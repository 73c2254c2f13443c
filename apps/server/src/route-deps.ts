import type { Gateway } from "./gateway/gateway.js";
import type { PlanMemory } from "./live/plan-memory.js";
import type { Limits } from "./settings/limits.js";
import type { Logger } from "./log/logger.js";
import type { Meter } from "./meter/meter.js";
import type { Metrics } from "./metrics/metrics.js";
import type { VideoSettings } from "./settings/video-settings.js";
import type { State } from "./state/state.js";
import type { Heartbeat } from "./stream/heartbeat.js";
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
