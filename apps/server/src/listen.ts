import { createServer, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { ConfigError } from "@openclaw/core";
import type { App } from "./app.js";
import { Refusal } from "./errors/refusal.js";
import type { Exchange } from "./http/exchange.js";
import { type LastAnswers, refuseMalformed } from "./http/refuse-malformed.js";
import type { Limits } from "./settings/limits.js";

export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  readonly limits: Limits;
  readonly active: ReadonlySet<Exchange>;
  /** Told when `/readyz` must say no. */
  readonly onDraining: () => void;
  /** Told of bytes that never became a request. */
  readonly onMalformed: (status: number) => void;
  /** Told the system's reason why it could not give a connection, once a minute at most. */
  readonly onNotAccepted: (code: string) => void;
}

export interface Listening {
  /** Such as `http://127.0.0.1:18789`. */
  readonly url: string;
  readonly port: number;
  /** Ends gently (SRV-8): takes no new requests, lets running ones finish for `drainMs`, then ends those with a clean error. */
  drain(): Promise<void>;
  /** Ends at once. */
  close(): Promise<void>;
}

// A last moment for error events to reach their clients.
const FAREWELL_MS = 1_000;
const SWEEP_MS = 100;
const COMPLAIN_MS = 60_000;

/** Opens the port. @throws ConfigError when it cannot be had */
export async function listen(app: App, options: ListenOptions): Promise<Listening> {
  const { host, port, limits, active } = options;
  const server = createServer({
    maxHeaderSize: limits.maxHeaderBytes,
    headersTimeout: limits.headersTimeoutMs,
    // Bodies have a clock of their own; this one holds for routes that read none.
    requestTimeout: limits.bodyTimeoutMs + limits.headersTimeoutMs,
    connectionsCheckingInterval: Math.min(5_000, limits.headersTimeoutMs),
    keepAliveTimeout: limits.keepAliveMs,
    // Refuses what proxies read in two ways: request smuggling lives from that.
    insecureHTTPParser: false,
    // A request without a Host is refused as any other, in words.
    requireHostHeader: false,
    noDelay: true,
  });
  server.maxConnections = limits.maxConnections;
  let draining = false;
  const answers: LastAnswers = new WeakMap();
  server.on("clientError", (error, socket) => {
    const status = refuseMalformed(error, socket, answers);
    if (status !== undefined) options.onMalformed(status);
  });
  // Browsers and proxies open connections in store. To Node one that has said nothing yet is not idle but in its first request.
  const unused = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    unused.add(socket);
    socket.once("close", () => unused.delete(socket));
  });
  const closeIdle = (): void => {
    server.closeIdleConnections();
    for (const socket of unused) if (socket.bytesRead === 0) socket.destroy();
  };
  server.on("request", (request, response) => {
    unused.delete(request.socket);
    answers.set(request.socket, response);
    if (draining) response.setHeader("connection", "close");
    app(request, response);
  });
  await open(server, { host, port });
  // No file or no memory left for one more connection: those that are open go on, and so does the server.
  let complainedMs = -COMPLAIN_MS;
  server.on("error", ({ code = "unknown" }: NodeJS.ErrnoException) => {
    if (performance.now() - complainedMs < COMPLAIN_MS) return;
    complainedMs = performance.now();
    options.onNotAccepted(code);
  });
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${bound}`,
    port: bound,
    async drain() {
      draining = true;
      options.onDraining();
      if (limits.drainDelayMs > 0) await wait(limits.drainDelayMs);
      const closed = shut(server);
      let farewell: NodeJS.Timeout | undefined;
      const cut = setTimeout(() => {
        const reason = new Refusal("shutting_down", "The server is shutting down.", { headers: { "retry-after": "1" } });
        for (const exchange of active) exchange.abort(reason);
        farewell = setTimeout(() => server.closeAllConnections(), FAREWELL_MS);
      }, limits.drainMs);
      // A connection that was busy is idle when its answer is out. What has arrived by now is read before one counts as unused.
      const sweep = setInterval(() => setImmediate(closeIdle), SWEEP_MS);
      await closed;
      clearTimeout(cut);
      clearTimeout(farewell);
      clearInterval(sweep);
    },
    async close() {
      const closed = shut(server);
      server.closeAllConnections();
      await closed;
    },
  };
}

function open(server: Server, { host, port }: { readonly host: string; readonly port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException): void => {
      const why = error.code === "EADDRINUSE" ? "another program listens there" : (error.code ?? "unknown reason");
      reject(
        new ConfigError(`${host}:${port} cannot be listened on: ${why}.`, {
          code: "config_invalid",
          hint: "Choose another one with --port or --host.",
          cause: error,
        }),
      );
    };
    server.once("error", fail);
    server.listen({ host, port }, () => {
      server.off("error", fail);
      resolve();
    });
  });
}

function shut(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}

function wait(delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, delayMs);
  });
}
