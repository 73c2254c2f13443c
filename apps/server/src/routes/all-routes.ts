import type { Route } from "../http/route-table.js";
import { chatRoutes } from "./chat-completions.js";
import type { RouteDeps } from "./deps.js";
import { healthRoutes, metricsRoute } from "./health.js";

/** Everything that the server answers. */
export function allRoutes(deps: RouteDeps & { readonly ready: () => boolean }): readonly Route[] {
  return [...healthRoutes(deps), metricsRoute(deps.metrics), ...chatRoutes(deps)];
}
