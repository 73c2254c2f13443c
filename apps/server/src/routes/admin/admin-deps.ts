import type { State } from "../../state/state.js";
import type { Live } from "../../live/live.js";
import type { RouteDeps } from "../../route-deps.js";

/** What the routes for operators and the page stand on. */
export interface AdminDeps extends Pick<RouteDeps, "gateway" | "logPrompts"> {
  readonly state: State;
  readonly live: Live;
}
