import type { Route } from "../http/route-table.js";
import { sendJson, sendText } from "../http/send-json.js";
import type { State } from "../state/state.js";
import { operatorOnly } from "./admin/admin-access.js";
import type { Metrics } from "../metrics/metrics.js";

/** Is the process alive, and may it be sent requests (SRV-8)? Open, because probes carry no token. */
export function healthRoutes({ ready, state }: { readonly ready: () => boolean; readonly state: State }): readonly Route[] {
  return [
    {
      method: "GET",
      path: "/healthz",
      open: true,
      about: { summary: "Is the process alive?" },
      handle: (exchange) => sendJson(exchange, 200, { status: "ok" }),
    },
    {
      method: "GET",
      path: "/readyz",
      open: true,
      about: { summary: "May requests be sent here? 503 while the server drains." },
      async handle(exchange) {
        if (!ready()) return sendJson(exchange, 503, { status: "draining" });
        const { ok, engines } = await state.check();
        sendJson(exchange, ok ? 200 : 503, { status: ok ? "ready" : "state_unavailable", engines });
      },
    },
  ];
}

/** For Prometheus. For operators: it tells models and spending of all keys together. */
export function metricsRoute(metrics: Metrics): Route {
  return {
    method: "GET",
    path: "/metrics",
    about: { summary: "Metrics for Prometheus.", gives: ["text/plain"] },
    handle: operatorOnly(async (exchange) => sendText(exchange, 200, await metrics.text(), { "content-type": metrics.contentType })),
  };
}
