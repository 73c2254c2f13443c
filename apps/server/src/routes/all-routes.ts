import type { Route } from "../http/route-table.js";
import { chatRoutes } from "./chat-completions.js";
import type { RouteDeps } from "./deps.js";
import type { Live } from "../live/live.js";
import { adminRoutes } from "./admin.js";
import { audioRoutes } from "./audio.js";
import { forwardedRoutes } from "./forwarded.js";
import { healthRoutes, metricsRoute } from "./health.js";
import { imageRoutes } from "./images.js";
import { modelRoutes } from "./models.js";
import { openApiRoute } from "./openapi.js";
import { pageRoutes } from "./page.js";

/** Everything that the server answers. */
export function allRoutes(deps: RouteDeps & { readonly ready: () => boolean; readonly live: Live }): readonly Route[] {
  const routes = [
    ...healthRoutes(deps),
    metricsRoute(deps.metrics),
    ...chatRoutes(deps),
    ...forwardedRoutes(deps),
    ...modelRoutes(deps),
    ...imageRoutes(deps),
    ...audioRoutes(deps),
    ...adminRoutes(deps),
  ];
  return [...routes, openApiRoute(routes), ...pageRoutes()];
}
