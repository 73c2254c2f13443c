import type * as Undici from "undici";
import type { Dispatcher } from "undici";
import { ConfigError } from "../errors/config-error.js";
import { TimeoutError } from "../errors/timeout-error.js";
import { abortReason } from "../http/clock.js";
import { mergeHeaders } from "../http/headers.js";
import type { Transport, TransportRequest, TransportResponse } from "../http/transport.js";
import { decodeBody } from "./decode-body.js";
import { createDispatcher, type DispatcherOptions } from "./dispatcher.js";
import { readProxySettings } from "./proxy-settings.js";
import { PulledBody } from "./pulled-body.js";
import { tlsConnectOptions, type TlsOptions } from "./tls-options.js";
import { WireHeaders } from "./wire-headers.js";

export interface NodeTransportOptions {
  /** Read for `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY`. Default: the process's own. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** One proxy for every target; the environment's are then not looked at. `false`: none at all. */
  readonly proxy?: string | false | undefined;
  /** Certificates for a proxy or gateway of one's own. */
  readonly tls?: TlsOptions | undefined;
  /** For requests that state none. Default 10 s; 0 waits as long as the system does. */
  readonly connectMs?: number | undefined;
}

/** A transport that holds connections open between requests. */
export interface NodeTransport extends Transport {
  /** Closes every connection at once; requests that still run fail. */
  close(): Promise<void>;
  /** Closes idle connections now, and each other one when its request is over. Settles when none is left. */
  retire(): Promise<void>;
  /** `close`, for `await using transport = createNodeTransport()`. */
  [Symbol.asyncDispose](): Promise<void>;
}

// Each connect limit, and each set of addresses to keep to, needs a pool of its own.
const MAX_POOLS = 8;

/**
 * A transport over undici: pooled connections, a limit of its own for connecting, proxies and certificates (NET-3, NET-4, NET-6). undici is
 * an optional peer dependency and is loaded with the first request.
 *
 * @throws ConfigError `config_invalid` for a proxy that is no URL; with the first request when undici is not installed
 */
export function createNodeTransport(options: NodeTransportOptions = {}): NodeTransport {
  const { env = process.env, proxy, connectMs: defaultConnectMs = 10_000 } = options;
  const settings: Omit<DispatcherOptions, "connectMs"> = {
    proxies: proxy === false ? { http: "", https: "", except: "" } : readProxySettings(env, proxy),
    tls: tlsConnectOptions(options.tls, env),
  };
  const pools = new Map<string, Dispatcher>();
  /** Pools that take no more requests, until their last one is over. */
  const leaving = new Map<Dispatcher, Promise<void>>();
  const running = new Set<Dispatcher.DispatchController>();
  let retired = false;
  let undici: Promise<typeof Undici> | undefined;

  const letGo = (key: string, pool: Dispatcher): void => {
    pools.delete(key);
    // Lets its running requests end; one that is destroyed meanwhile has none.
    const left = pool.close().catch(() => undefined);
    leaving.set(
      pool,
      left.then(() => void leaving.delete(pool)),
    );
  };
  const retire = async (): Promise<void> => {
    retired = true;
    for (const [key, pool] of pools) letGo(key, pool);
    await Promise.all(leaving.values());
  };

  const poolFor = (module: typeof Undici, connectMs: number, addresses: readonly string[] | undefined): Dispatcher => {
    const key = `${connectMs} ${addresses?.join(" ") ?? "any"}`;
    const known = pools.get(key);
    if (known !== undefined && pools.size === 1) return known;
    const pool = known ?? createDispatcher(module, { ...settings, connectMs, addresses });
    pools.delete(key);
    pools.set(key, pool);
    const [oldest] = pools.size > MAX_POOLS ? pools.entries() : [];
    if (oldest !== undefined) letGo(...oldest);
    return pool;
  };

  const transport = async (request: TransportRequest): Promise<TransportResponse> => {
    const connectMs = request.connectMs ?? defaultConnectMs;
    const pool = poolFor(await (undici ??= loadUndici()), connectMs, request.addresses);
    const { body, contentType } = request.body instanceof FormData ? await encodeForm(request.body) : plainBody(request.body);
    const headers = mergeHeaders(DEFAULT_HEADERS, contentType === undefined ? undefined : { "Content-Type": contentType }, request.headers);
    const reply = dispatch(pool, { ...request, headers }, { body, running });
    // A request that was on its way here already has a connection of its own.
    if (retired) void retire();
    try {
      return await reply;
    } catch (error) {
      throw namingProxyTimeout(error, request.url, connectMs);
    }
  };
  const close = async (): Promise<void> => {
    const open = [...pools.values()];
    pools.clear();
    await Promise.all(open.map((pool) => pool.destroy()));
    // A pool that takes leave no longer knows its connections.
    const closed = Object.assign(new Error("The transport was closed."), { code: "UND_ERR_DESTROYED" });
    for (const controller of running) controller.abort(closed);
    await Promise.all(leaving.values());
  };
  return Object.assign(transport, { close, retire, [Symbol.asyncDispose]: close });
}

async function loadUndici(): Promise<typeof Undici> {
  try {
    const module = (await import("undici")) as unknown as Partial<typeof Undici> & { readonly default?: typeof Undici };
    // A bundler that cannot see a CommonJS module's names gives it whole, as its default export.
    return module.Agent === undefined && module.default !== undefined ? module.default : (module as unknown as typeof Undici);
  } catch (cause) {
    const absent = (cause as { code?: unknown }).code === "ERR_MODULE_NOT_FOUND";
    throw new ConfigError(`The Node transport needs the package undici, which ${absent ? "is not installed" : "could not be loaded"}.`, {
      code: "config_invalid",
      hint: "Run: npm install undici",
      cause,
    });
  }
}

// What every fetch sends; some edges turn away requests without it.
const DEFAULT_HEADERS = { Accept: "*/*", "User-Agent": "node" };

interface EncodedBody {
  readonly body: Uint8Array | null;
  readonly contentType?: string | undefined;
}

const encoder = new TextEncoder();

/** Bytes of its own: undici would take them from Node's pool, of which a body that lives as long as its answer keeps 64 KiB. */
function plainBody(body: string | Uint8Array | undefined): EncodedBody {
  return { body: typeof body === "string" ? encoder.encode(body) : (body ?? null) };
}

/** A form is written out here: undici only knows forms of its own copy, not the platform's. */
async function encodeForm(form: FormData): Promise<EncodedBody> {
  const encoded = new Response(form);
  return { body: new Uint8Array(await encoded.arrayBuffer()), contentType: encoded.headers.get("content-type") ?? undefined };
}

// Requests go to the same few addresses again and again: the last one is not taken apart anew.
let lastAddress = { url: "", origin: "", path: "" };

function addressOf(url: string): typeof lastAddress {
  if (url === lastAddress.url) return lastAddress;
  const { origin, pathname, search } = new URL(url);
  lastAddress = { url, origin, path: `${pathname}${search}` };
  return lastAddress;
}

interface Dispatched {
  readonly body: EncodedBody["body"];
  /** Holds each request that has a connection, until it is over. */
  readonly running: Set<Dispatcher.DispatchController>;
}

function dispatch(pool: Dispatcher, request: TransportRequest, { body, running }: Dispatched): Promise<TransportResponse> {
  const { signal, method, headers } = request;
  const { origin, path } = addressOf(request.url);
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | undefined;
    let pulled: PulledBody | undefined;
    const onAbort = (): void => {
      const reason = abortReason(signal);
      // Before its turn in the pool a request has no controller: it is ended when it gets one, and nothing is sent.
      controller?.abort(reason);
      pulled?.abort(reason);
      settle();
      reject(reason);
    };
    const settle = (): void => {
      signal.removeEventListener("abort", onAbort);
      if (controller !== undefined) running.delete(controller);
    };
    if (signal.aborted) {
      reject(abortReason(signal));
      return;
    }
    signal.addEventListener("abort", onAbort, { once: true });
    pool.dispatch(
      // Our own timer runs these phases (NET-3); undici's would cut a model that thinks for minutes.
      { origin, path, method, headers, body, headersTimeout: 0, bodyTimeout: 0 },
      {
        onRequestStart(started) {
          controller = started;
          running.add(started);
          if (signal.aborted) started.abort(abortReason(signal));
        },
        onResponseStart(started, status, wireHeaders) {
          if (status < 200) return;
          // Told already, name by name: as pieces of what the socket read they would keep that for as long as the answer takes.
          started.rawHeaders = null;
          pulled = new PulledBody({
            pause: () => started.pause(),
            resume: () => started.resume(),
            close: () => {
              settle();
              started.abort(new DOMException("The rest of the reply is not wanted.", "AbortError"));
            },
          });
          resolve(toResponse(status, new WireHeaders(wireHeaders), pulled));
        },
        onResponseData(_controller, piece) {
          pulled?.push(piece);
        },
        onResponseEnd() {
          settle();
          pulled?.end();
        },
        onResponseError(_controller, error) {
          settle();
          pulled?.fail(error);
          reject(error);
        },
      },
    );
  });
}

function toResponse(status: number, headers: WireHeaders, body: PulledBody): TransportResponse {
  const decoded = decodeBody(body, headers.get("content-encoding"));
  // They describe the bytes on the wire, not the ones that are read.
  return decoded === undefined ? { status, headers, body } : { status, headers: headers.without(OF_THE_WIRE), body: decoded };
}

const OF_THE_WIRE = ["content-encoding", "content-length"];

/** Requests have no such limit of undici's: only a proxy that does not answer CONNECT runs into it, and that is part of connecting. */
function namingProxyTimeout(error: unknown, url: string, connectMs: number): unknown {
  if ((error as { code?: unknown }).code !== "UND_ERR_HEADERS_TIMEOUT") return error;
  return new TimeoutError("connect", connectMs, { what: `the proxy for ${new URL(url).origin}`, cause: error });
}
