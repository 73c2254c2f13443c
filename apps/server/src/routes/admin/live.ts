import type { Route } from "../../http/route-table.js";
import { sendJson } from "../../http/send-json.js";
import type { AdminDeps } from "./admin-deps.js";

/** What goes on right now; a virtual key sees its own requests and jobs. */
export function liveRoute({ live }: AdminDeps): Route {
  return {
    method: "GET",
    path: "/admin/live",
    about: { summary: "Requests in progress, resting models, video jobs that are not done." },
    handle: async (exchange) => sendJson(exchange, 200, await live.look(exchange.caller)),
  };
}
