import type { IncomingMessage, ServerResponse } from "node:http";
import { authenticate } from "./auth/authenticate.js";
import type { Caller } from "./auth/caller.js";
import { createLoginLimits } from "./auth/login-limits.js";
import { Refusal } from "./errors/refusal.js";
import type { Gateway } from "./gateway/gateway.js";
import { checkHead } from "./http/check-head.js";
import { checkOrigin, corsHeaders } from "./http/check-origin.js";
import { ClientGone, Exchange } from "./http/exchange.js";
import { type Route, RouteTable } from "./http/route-table.js";
import { sendError } from "./http/send-json.js";
import type { Limits } from "./settings/limits.js";
import type { Logger } from "./log/logger.js";
import type { Metrics } from "./metrics/metrics.js";
import type { Tracing } from "./tracing/tracing.js";

export interface AppDeps {
  readonly gateway: Gateway;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly limits: Limits;
  readonly tracing?: Tracing | undefined;
  /** The server listens on loopback only. */
  readonly loopbackOnly: boolean;
  /** Of the address that clients use, when a proxy stands before the server. */
  readonly publicOrigin?: string | undefined;
  readonly routes: readonly Route[];
  /** Requests in progress. */
  readonly active: Set<Exchange>;
  /** Looks a virtual key up; absent while there are none. */
  readonly findKey?: (token: string) => Promise<Caller | undefined>;
}

export type App = (request: IncomingMessage, response: ServerResponse) => void;

/** The handler of every request: who may, where to, and one log line at the end. It never throws. */
export function createApp(deps: AppDeps): App {
  const table = new RouteTable(deps.routes);
  const running: AllRunning = { perCaller: new Map(), bytes: 0 };
  const logins = createLoginLimits();

  const run = async (exchange: Exchange): Promise<void> => {
    const { operatorSecrets, metricsSecret, trustedProxy, loginRules, loaded } = deps.gateway.current();
    const { loopbackOnly, publicOrigin } = deps;
    const rules = { loopbackOnly, publicOrigin, allowedOrigins: loaded.config.gateway.controlUi.allowedOrigins ?? [] };
    checkHead(exchange.request);
    const origin = exchange.header("origin");
    if (origin !== undefined) Object.assign(exchange.headers, corsHeaders(origin, rules));
    if (exchange.method === "OPTIONS") {
      checkOrigin(exchange, { ...rules, authenticated: false });
      exchange.response.writeHead(204, exchange.headers).end();
      return;
    }
    const caller = await authenticate(exchange, {
      secrets: operatorSecrets,
      metricsSecret,
      trustedProxy,
      logins: loginRules === undefined ? undefined : { rules: loginRules, limits: logins },
      ...(deps.findKey === undefined ? {} : { findKey: deps.findKey }),
    }).catch((error: unknown) => error);
    const known = caller instanceof Error ? undefined : (caller as Caller);
    checkOrigin(exchange, { ...rules, authenticated: known !== undefined && known.kind !== "anonymous" });
    const { route, parameter } = table.find(exchange);
    exchange.route = route.path;
    if (known === undefined && route.open !== true) throw caller;
    if (known?.only !== undefined && route.open !== true && route.path !== known.only) {
      throw new Refusal("forbidden", `This token opens ${known.only} alone.`);
    }
    const offBy = route.switchedOff?.(loaded.config.gateway);
    if (offBy !== undefined) throw new Refusal("route_not_found", `${route.path} is switched off: ${offBy} is false.`);
    exchange.caller = known ?? exchange.caller;
    if (route.open === true) {
      await route.handle(exchange, parameter);
      return;
    }
    const leave = enter(exchange, running, deps);
    try {
      await route.handle(exchange, parameter);
    } finally {
      leave();
      // A request that was let in and then failed on this side: nothing was bought.
      exchange.onAnswer?.({ model: "none", outcome: "failed", attempts: [], usage: undefined });
      exchange.onAnswer = undefined;
    }
  };

  return (request, response) => {
    const exchange = new Exchange(request, response, performance.now());
    deps.active.add(exchange);
    // An error of the socket ends the answer; `close` follows and says the rest.
    response.on("error", () => undefined);
    response.on("close", () => {
      const whole = response.writableFinished;
      if (!whole && !exchange.outlivesClient) exchange.leave();
      if (whole || exchange.signal.aborted) deps.active.delete(exchange);
      // What the route notes of an answer that was cut belongs to the same line.
      void handled.then(() => {
        deps.active.delete(exchange);
        noteEnd(exchange, whole, deps);
      });
    });
    exchange.trace = deps.tracing?.begin(exchange);
    const { trace } = exchange;
    const handled = (trace === undefined ? run(exchange) : trace.run(() => run(exchange))).catch((error: unknown) =>
      fail(exchange, error, deps),
    );
  };
}

/** What one caller has in progress. */
interface Running {
  requests: number;
  /** Of their bodies. */
  bytes: number;
}

interface AllRunning {
  readonly perCaller: Map<string, Running>;
  /** Of all bodies. */
  bytes: number;
}

// What all that may be in progress can send of it is not much: a tenant's large bodies keep nobody's small ones out.
const SMALL_BYTES = 64 * 1024;

/** Counts a request in. @throws Refusal `too_many_requests` */
function enter(exchange: Exchange, all: AllRunning, { limits, active }: AppDeps): () => void {
  const { id } = exchange.caller;
  const { perCaller } = all;
  const running = perCaller.get(id) ?? { requests: 0, bytes: 0 };
  if (running.requests >= limits.maxActivePerCaller || active.size > limits.maxActive) {
    throw new Refusal("too_many_requests", "Too many requests are in progress.", { headers: { "retry-after": "1" } });
  }
  let bytes = bodyBytes(exchange, limits);
  const own = Math.min(limits.maxActiveBytesPerCaller, limits.maxActiveBytes / 2);
  // One body alone has limits of its own.
  const tooLarge = running.requests > 0 && running.bytes + bytes > own;
  if (tooLarge || (bytes > SMALL_BYTES && all.bytes > 0 && all.bytes + bytes > limits.maxActiveBytes)) {
    throw new Refusal("too_many_requests", "The requests in progress are too large together.", { headers: { "retry-after": "1" } });
  }
  running.requests++;
  running.bytes += bytes;
  all.bytes += bytes;
  perCaller.set(id, running);
  if (exchange.request.headers["content-length"] === undefined && bytes > 0) {
    exchange.onBody = (length) => {
      running.bytes += length - bytes;
      all.bytes += length - bytes;
      bytes = length;
    };
  }
  return () => {
    running.requests--;
    running.bytes -= bytes;
    all.bytes -= bytes;
    if (running.requests === 0) perCaller.delete(id);
  };
}

/** A body that does not say how long it is counts as the longest of JSON until it is there. */
function bodyBytes({ request: { headers } }: Exchange, { maxBodyBytes }: Limits): number {
  const declared = headers["content-length"];
  if (declared !== undefined) return Number(declared);
  return headers["transfer-encoding"] === undefined ? 0 : maxBodyBytes;
}

function fail(exchange: Exchange, error: unknown, { gateway, logger, limits, active }: AppDeps): void {
  const { response } = exchange;
  if (error instanceof ClientGone || response.destroyed) {
    response.destroy();
    return;
  }
  // Half an answer that cannot be told as an error must at least not look whole (FAIL-4).
  if (response.headersSent) response.destroy();
  // What may still come of it takes nobody's place.
  active.delete(exchange);
  const { code } = sendError(exchange, error, { secrets: gateway.current().secretTexts, lingerMs: limits.lingerMs });
  if (code === "internal") {
    const stack = error instanceof Error ? error.stack : undefined;
    logger.log("error", "internal_error", { id: exchange.id, route: exchange.route, stack: stack?.slice(0, 2_000) });
  }
}

function noteEnd(exchange: Exchange, whole: boolean, { logger, metrics }: AppDeps): void {
  const durationMs = Math.round(((exchange.toldAtMs ?? performance.now()) - exchange.startedAtMs) * 10) / 10;
  // 499: the client had gone; nobody was told a status.
  const status = whole || exchange.response.headersSent ? exchange.response.statusCode : 499;
  exchange.trace?.ended({ status, cut: !whole });
  metrics.requestEnded({ route: exchange.route, method: exchange.method, status, durationMs });
  const { error } = exchange.notes;
  if (typeof error === "string") metrics.failed(error);
  logger.log("info", "request", {
    id: exchange.id,
    method: exchange.method.slice(0, 20),
    route: exchange.route,
    status,
    ...(whole ? {} : { cut: true }),
    durationMs,
    caller: exchange.caller.id,
    // The caller's own id is no name in the ledger: it may come again.
    ...(exchange.ownId || exchange.requestId === undefined ? {} : { request: exchange.requestId }),
    // As OpenTelemetry has them in logs of its own and of others.
    trace_id: exchange.traceId,
    span_id: exchange.trace?.spanId,
    ...exchange.notes,
  });
}
