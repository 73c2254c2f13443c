import type { Handler, Route } from "../http/route-table.js";
import { chatRoutes } from "./chat-completions.js";
import { isDryRun } from "./dry-run.js";
import type { RouteDeps } from "../route-deps.js";
import type { Live } from "../live/live.js";
import { adminRoutes } from "./admin/admin-routes.js";
import { audioRoutes } from "./audio.js";
import { forwardedRoutes } from "./forwarded.js";
import { healthRoutes, metricsRoute } from "./health.js";
import { imageRoutes } from "./images/image-routes.js";
import { modelRoutes } from "./models.js";
import { openApiRoute } from "./openapi.js";
import { sessionRoutes } from "./sessions.js";
import { pageRoutes } from "./page.js";
import { refuseDryRun, refuseSession } from "./refuse-elsewhere.js";
import type { KeyedAnswers } from "../idempotency/keyed-answers.js";
import { videoRoutes } from "./videos/video-routes.js";
import { webhookRoutes } from "./webhooks.js";

/** Everything that the server answers (SRV-1). */
export function allRoutes(
  deps: RouteDeps & { readonly ready: () => boolean; readonly live: Live; readonly keyed: KeyedAnswers },
): readonly Route[] {
  const routes = [
    ...healthRoutes(deps),
    metricsRoute(deps.metrics),
    ...chatRoutes(deps),
    ...forwardedRoutes(deps),
    ...modelRoutes(deps),
    ...imageRoutes(deps),
    ...audioRoutes(deps),
    ...videoRoutes(deps),
    ...sessionRoutes(deps),
    ...adminRoutes(deps),
    ...webhookRoutes(deps),
  ].map((route) => withKey(route, deps.keyed));
  return [...routes, openApiRoute(routes), ...pageRoutes()];
}

/** Every paid POST takes an `Idempotency-Key` (SRV-6); what only changes rows here costs nothing and needs none. */
function withKey(route: Route, keyed: KeyedAnswers): Route {
  const { method, path, handle } = route;
  if (method !== "POST" || !/^\/(?:api\/)?v1\/(?!sessions\b)/.test(path)) return route;
  if (path.endsWith("/chat/completions")) return { ...route, handle: unlessDry(handle, keyed.wrap(handle, "answer")) };
  const own = refuseSession(handle);
  if (path.endsWith("/videos")) return { ...route, handle: unlessDry(own, keyed.wrap(own, "job")) };
  return { ...route, handle: keyed.wrap(refuseDryRun(own), "answer") };
}

/** A dry run buys nothing: its key is still free for the request itself. */
function unlessDry(dry: Handler, kept: Handler): Handler {
  return (exchange, parameter) => (isDryRun(exchange) ? dry : kept)(exchange, parameter);
}
