import type { LoadConfigOptions, LoadedConfig } from "@openclaw/config/node";
import type { Transport } from "@openclaw/core";
import { createApp } from "./app.js";
import { type Closers, createClosers } from "./closers.js";
import { createGateway, type Gateway, type GatewayOptions } from "./gateway/gateway.js";
import { keepsOut, refuseOpening } from "./gateway/keeps-out.js";
import { createFileWatch } from "./gateway/watch-config.js";
import type { Exchange } from "./http/exchange.js";
import { DEFAULT_LIMITS, type Limits } from "./settings/limits.js";
import { createLive } from "./live/live.js";
import { createLonePeers, type Peers } from "./live/peers.js";
import { createPlanMemory } from "./live/plan-memory.js";
import { listen } from "./listen.js";
import { createLogger, type Logger } from "./log/logger.js";
import { createMeter } from "./meter/meter.js";
import { createMetrics } from "./metrics/metrics.js";
import { createMediaCatalog } from "@openclaw/media";
import { createKeyedAnswers } from "./idempotency/keyed-answers.js";
import { readTracingSettings } from "./settings/read-tracing-settings.js";
import type { Tracing } from "./tracing/tracing.js";
import { readJobSettings } from "./settings/read-job-settings.js";
import type { VideoSettings } from "./settings/video-settings.js";
import { allRoutes } from "./routes/all-routes.js";
import { findKey } from "./auth/find-key.js";
import { openServerState } from "./state/open-server-state.js";
import { createHeartbeat } from "./stream/heartbeat.js";
import { resolveAddress } from "./settings/resolve-address.js";

export interface ServeOptions extends Pick<GatewayOptions, "transport"> {
  readonly configOptions: LoadConfigOptions;
  readonly host?: string;
  readonly port?: number;
  readonly logPrompts?: boolean;
  /** Keep a conversation for every end user that requests name (CHAT-12). */
  readonly sessionsByUser?: boolean;
  readonly limits?: Partial<Limits>;
  readonly videos?: VideoSettings;
  /** The other workers of this server; absent without `--workers`. */
  readonly peers?: Peers;
  /** For the log: which process this is. */
  readonly pid?: number;
  /** Where log lines go. */
  readonly write: (text: string) => void;
}

/** A running server. */
export interface Serving {
  readonly url: string;
  readonly port: number;
  readonly gateway: Gateway;
  readonly logger: Logger;
  /** @returns true when the configuration was taken */
  reload(): Promise<boolean>;
  drain(): Promise<void>;
  close(): Promise<void>;
}

/** Starts the server: reads the configuration, opens the port, watches the files. @throws ConfigError when it cannot start */
export async function serve(options: ServeOptions): Promise<Serving> {
  const closers = createClosers();
  return closers.unlessOpened(() => open(options, closers));
}

/** What is opened first is closed last. */
async function open(options: ServeOptions, closers: Closers): Promise<Serving> {
  const limits: Limits = { ...DEFAULT_LIMITS, ...options.limits };
  const peers = options.peers ?? createLonePeers();
  closers.add(() => peers.close());
  const base = await createGateway(options);
  closers.add(() => base.close());
  const { loaded } = base.current();
  const active = new Set<Exchange>();
  // Other workers may ask for figures before this one's state is open.
  let resting = (): number => 0;
  const metrics = createMetrics({ active: () => active.size, resting: () => resting() }, peers);
  const secrets = (): readonly string[] => base.current().secretTexts;
  const logger = createLogger({ write: options.write, secrets, onTrouble: (event) => metrics.troubled(event) });
  closers.add(() => logger.flush());
  let ready = true;
  const settings = readJobSettings(loaded, options.videos);
  const address = resolveAddress(loaded.config, { ...options, authConfigured: keepsOut(base.current()) });
  const wished = readTracingSettings(loaded.environment.values);
  const ownUrl = (): string => base.current().loaded.config.models.providers.openrouter.baseUrl;
  // Loaded only where it is wanted.
  const tracing =
    wished === undefined ? undefined : (await import("./tracing/otlp-tracing.js")).createOtlpTracing(wished, { logger, baseUrl: ownUrl });
  closers.add(() => tracing?.close());
  const { loopbackOnly } = address;
  const mediaCatalog = createMediaCatalog({ transport: base.transport });
  const state = await openServerState(base, logger, { settings, mediaCatalog, bus: options.peers });
  closers.add(() => state.close());
  resting = () => state.watched.resting().length;
  const gateway: Gateway = { ...base, circuits: state.circuits, transport: carrying(base.transport, tracing) };
  const plans = createPlanMemory();
  const live = createLive({ active, circuits: state.watched, plans, jobs: state.jobs, peers, draining: () => !ready });
  const meter = createMeter({ state, gateway, logger });
  closers.add(() => meter.close());
  const keyed = createKeyedAnswers({ idempotency: state.idempotency, limits, logger });
  closers.add(() => keyed.close());
  const heartbeat = createHeartbeat(limits.heartbeatMs);
  closers.add(() => heartbeat.close());
  const routes = allRoutes({
    gateway,
    state,
    meter,
    metrics,
    logger,
    limits,
    heartbeat,
    ready: () => ready,
    keyed,
    mediaCatalog,
    videos: settings,
    live,
    plans,
    sessionsByUser: options.sessionsByUser ?? false,
    logPrompts: options.logPrompts ?? false,
  });
  const app = createApp({
    gateway,
    logger,
    metrics,
    tracing,
    limits,
    loopbackOnly,
    publicOrigin: settings.publicUrl === undefined ? undefined : new URL(settings.publicUrl).origin,
    routes,
    active,
    findKey: (token) => findKey(state, token),
  });
  const listening = await listen(app, {
    ...address,
    limits,
    active,
    onDraining: () => {
      ready = false;
    },
    onMalformed: (status) => metrics.requestEnded({ route: "unmatched", method: "other", status, durationMs: 0 }),
    onNotAccepted: (code) =>
      logger.log("error", "not_accepted", { code, message: "The system has no file or memory left for another connection." }),
  });
  const watch = createFileWatch(() => void reload());
  closers.add(() => watch.close());
  watch.set(gateway.files());
  const reload = async (): Promise<boolean> => {
    const problem = await gateway.reload((now, next) => refuseOpening(now, next, address));
    watch.set(gateway.files());
    metrics.configReloaded(problem === undefined);
    if (problem === undefined) {
      logger.log("info", "config_reloaded", {});
      tellWarnings(logger, gateway.current().loaded);
    } else logger.log("error", "config_refused", { code: problem.code, message: problem.message, kept: "the last good configuration" });
    return problem === undefined;
  };
  let ended: Promise<void> | undefined;
  const end = (): Promise<void> => (ended ??= closers.close());
  logger.log("info", "listening", {
    url: listening.url,
    config: loaded.exists ? loaded.configPath : "defaults",
    auth: keepsOut(base.current()),
    ...(options.pid === undefined ? {} : { pid: options.pid }),
  });
  tellWarnings(logger, loaded);
  logger.flush();
  return {
    url: listening.url,
    port: listening.port,
    gateway,
    logger,
    reload,
    async drain() {
      logger.log("info", "draining", { active: active.size, limitMs: limits.drainMs });
      const endMs = performance.now() + limits.drainMs;
      await listening.drain();
      await keyed.drain(Math.max(0, endMs - performance.now()));
      logger.log("info", "drained", {});
      await end();
    },
    async close() {
      await listening.close();
      await end();
    },
  };
}

/** Requests to providers carry the trace of the request that they are made for. */
function carrying(transport: Transport, tracing: Tracing | undefined): Transport {
  if (tracing === undefined) return transport;
  return (request) => transport({ ...request, headers: { ...request.headers, ...tracing.outgoing() } });
}

/** What the configuration asks for in vain: unset variables, and settings of the gateway that are another program's. */
function tellWarnings(logger: Logger, { warnings, notes }: LoadedConfig): void {
  const unused = notes.filter(({ code }) => code === "config_gateway_unused");
  for (const { code, message } of [...warnings, ...unused]) logger.log("warn", "config_warning", { code, message });
}
