import { ApiError } from "../errors/api-error.js";
import { NetworkError } from "../errors/network-error.js";
import { readApiError } from "../errors/read-api-error.js";
import { classifyError } from "../failover/classify.js";
import type { ModelTarget } from "../target.js";
import { abortReason, type Clock, systemClock } from "../http/clock.js";
import { delay } from "../http/delay.js";
import { createFetchTransport } from "../http/fetch-transport.js";
import { readNetworkFailure } from "../http/network-failure.js";
import { PhaseTimer } from "../http/phase-timer.js";
import { readBytes } from "../http/read-body.js";
import { requestHeaders } from "../openrouter/request-headers.js";
import { backoffMs, readRetryAfterMs } from "../http/retry-timing.js";
import type { SendOptions } from "../http/send-with.js";
import type { Transport, TransportBody, TransportResponse } from "../http/transport.js";
import { checkResolvedHost, checkUrl, type HostResolver } from "../http/url-safety.js";
import { RequestError } from "../errors/request-error.js";

export interface DownloadRequest {
  readonly url: string;
  /** Whose key may be sent, and only to this endpoint's own origin (KEY-6). Without it no key is sent at all. */
  readonly target?: Pick<ModelTarget, "endpoint" | "apiKey" | "attribution" | "headers"> | undefined;
  /** More than this is refused, before or while it arrives. */
  readonly maxBytes: number;
  /** Says whether a content type can be what is wanted; asked only when the reply names one. */
  readonly accepts?: ((mediaType: string) => boolean) | undefined;
  /** What an earlier process has got of it: asked for is only the rest, where the server can show that it is still the same file. */
  readonly partial?: PartialDownload | undefined;
}

/** The beginning of a file, and how to tell that what is there now is the same file. */
export interface PartialDownload {
  readonly receivedBytes: number;
  /** Of the whole file. */
  readonly lengthBytes: number;
  readonly etag?: string | undefined;
}

export interface DownloadOptions extends SendOptions {
  /** Foreign URLs may point into the local network. Default false. */
  readonly allowPrivateNetwork?: boolean | undefined;
  /** Looks host names up before they are asked; without it only their spelling is judged. */
  readonly resolveHost?: HostResolver | undefined;
  /** Default 60 000: until the headers. */
  readonly responseMs?: number | undefined;
  /** Default 60 000: between two pieces. */
  readonly stallMs?: number | undefined;
  /** How often in a row a broken connection is made again without progress. Default 4. */
  readonly maxResumes?: number | undefined;
  readonly random?: (() => number) | undefined;
}

/** A reply whose headers are in and were found good. Its body goes on by itself, from where it broke, when the connection does. */
export interface Download {
  /** Without parameters, lower case; absent when the server did not say. */
  readonly mediaType?: string;
  readonly lengthBytes?: number;
  /** The server's name for this very content, where it gave one. */
  readonly etag?: string;
  /** Where in the file the body begins: after `partial`, or 0 when the server began anew. */
  readonly startBytes: number;
  readonly body: TransportBody;
}

const MAX_REDIRECTS = 3;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const ERROR_BODY_LIMIT_BYTES = 64 * 1024;
const defaultTransport = createFetchTransport();

/**
 * Opens a download that is safe to point at a URL which somebody else named (VID-1, KEY-6). Every hop, redirects included (at most 3), is
 * checked anew: the key goes to the endpoint's own origin and nowhere else, other origins must not be private addresses. The body is
 * bounded, its length is verified against what was announced, and a connection that breaks is taken up again with `Range`.
 *
 * @throws RequestError `url_refused`; ApiError for a status but 2xx, a wrong content type, a body that is too large;
 *   NetworkError when it cannot be completed.
 */
export async function openDownload(request: DownloadRequest, options: DownloadOptions = {}): Promise<Download> {
  const { connection, startBytes } = await open(request, options);
  const { mediaType, lengthBytes, etag } = connection;
  return {
    ...(mediaType === undefined ? {} : { mediaType }),
    ...(lengthBytes === undefined ? {} : { lengthBytes }),
    ...(etag === undefined ? {} : { etag }),
    startBytes,
    body: resumingBody(connection, request, { ...options, startBytes }),
  };
}

/** Behind what is there, when the server goes on with the same file; else from the beginning. */
async function open(
  request: DownloadRequest,
  options: DownloadOptions,
): Promise<{ readonly connection: Connection; readonly startBytes: number }> {
  const { partial } = request;
  if (partial !== undefined && partial.receivedBytes > 0 && partial.receivedBytes < partial.lengthBytes) {
    const found = await connect(request, options, { ...partial, etag: partial.etag }).catch((error: unknown) => {
      // 416, 412 and whatever else a server says to a range that it does not like.
      if (error instanceof ApiError && error.status >= 400 && error.status < 500) return undefined;
      throw error;
    });
    if (found !== undefined && isSameFile(found, partial) && found.skipBytes === 0) {
      return { connection: found, startBytes: partial.receivedBytes };
    }
    // A whole answer is as good as one that was asked for anew.
    if (found?.whole === true) return { connection: { ...found, skipBytes: 0 }, startBytes: 0 };
    found?.timer.stop();
    await found?.body.cancel();
  }
  return { connection: await connect(request, options, undefined), startBytes: 0 };
}

function isSameFile(
  found: Pick<Connection, "etag" | "lengthBytes">,
  known: Pick<PartialDownload, "etag"> & Pick<Progress, "lengthBytes">,
): boolean {
  return (found.etag === undefined || known.etag === undefined || found.etag === known.etag) && found.lengthBytes === known.lengthBytes;
}

interface Connection {
  readonly origin: string;
  readonly mediaType: string | undefined;
  readonly lengthBytes: number | undefined;
  readonly etag: string | undefined;
  /** How many leading bytes of the body were delivered before and must be dropped. */
  readonly skipBytes: number;
  /** The whole file, not a part of it. */
  readonly whole: boolean;
  readonly body: TransportBody;
  readonly timer: PhaseTimer;
}

/** What a continued download must agree with. */
interface Progress {
  readonly receivedBytes: number;
  readonly lengthBytes: number | undefined;
  readonly etag: string | undefined;
}

async function connect(request: DownloadRequest, options: DownloadOptions, progress: Progress | undefined): Promise<Connection> {
  const clock = options.clock ?? systemClock;
  const timer = new PhaseTimer({ clock, signal: options.signal, what: "the download" });
  timer.start("response", options.responseMs ?? 60_000);
  try {
    const { response, url } = await follow(request, options, { timer, progress });
    const origin = url.origin;
    if (response.status < 200 || response.status > 299) throw await readFailure(response, { request, origin, nowMs: clock.now() });
    const connection = readConnection(response, { origin, timer, progress });
    const problem = findProblem(connection, request);
    if (problem !== undefined) {
      await response.body.cancel();
      throw problem;
    }
    timer.start("stall", options.stallMs ?? 60_000);
    return connection;
  } catch (error) {
    timer.stop();
    throw error;
  }
}

async function follow(
  request: DownloadRequest,
  options: DownloadOptions,
  state: { readonly timer: PhaseTimer; readonly progress: Progress | undefined },
): Promise<{ readonly response: TransportResponse; readonly url: URL }> {
  const transport: Transport = options.transport ?? defaultTransport;
  const rules = { allowPrivate: options.allowPrivateNetwork, trustedOrigin: request.target?.endpoint.origin };
  let url = checkUrl(request.url, rules);
  for (let hops = 0; ; hops += 1) {
    let response: TransportResponse;
    try {
      const addresses = await checkResolvedHost(url, { ...rules, resolveHost: options.resolveHost });
      response = await transport({
        method: "GET",
        url: url.href,
        headers: headersFor(url, request, state.progress),
        signal: state.timer.signal,
        ...(addresses === undefined ? {} : { addresses }),
      });
    } catch (error) {
      state.timer.signal.throwIfAborted();
      throw readNetworkFailure(error, url.origin);
    }
    const location = REDIRECTS.has(response.status) ? response.headers.get("location") : null;
    if (location === null) return { response, url };
    await response.body.cancel();
    if (hops === MAX_REDIRECTS)
      throw new RequestError(`More than ${MAX_REDIRECTS} redirects from ${url.origin} were not followed.`, { code: "url_refused" });
    const next = checkUrl(URL.canParse(location, url) ? new URL(location, url).href : location, rules);
    if (
      url.protocol === "https:" &&
      next.protocol === "http:" &&
      next.origin !== rules.trustedOrigin &&
      options.allowPrivateNetwork !== true
    ) {
      throw new RequestError(`A redirect from ${url.origin} to plain http was not followed.`, { code: "url_refused" });
    }
    url = next;
  }
}

function headersFor(url: URL, request: DownloadRequest, progress: Progress | undefined): Record<string, string> {
  const { target } = request;
  const range: Record<string, string> =
    progress === undefined || progress.receivedBytes === 0
      ? {}
      : {
          Range: `bytes=${progress.receivedBytes}-`,
          // A weak validator may not be used for ranges.
          ...(progress.etag === undefined || progress.etag.startsWith("W/") ? {} : { "If-Range": progress.etag }),
        };
  // Compressed replies have no length to verify and no ranges to go on from.
  const own = { Accept: "*/*", "Accept-Encoding": "identity", ...range };
  if (target === undefined || url.origin !== target.endpoint.origin) return own;
  return { ...requestHeaders(target, own), Authorization: `Bearer ${target.apiKey.reveal()}` };
}

function readConnection(
  response: TransportResponse,
  facts: { readonly origin: string; readonly timer: PhaseTimer; readonly progress: Progress | undefined },
): Connection {
  const { headers, status } = response;
  const encoded = (headers.get("content-encoding") ?? "identity").toLowerCase() !== "identity";
  const announced = encoded ? undefined : readLength(headers.get("content-length"));
  const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers.get("content-range") ?? "");
  const continued = status === 206 && facts.progress !== undefined && Number(range?.[1]) === facts.progress.receivedBytes;
  const total = range?.[2] === undefined || range[2] === "*" ? undefined : Number(range[2]);
  return {
    origin: facts.origin,
    mediaType: headers.get("content-type")?.split(";", 1)[0]?.trim().toLowerCase(),
    lengthBytes: status === 206 ? total : announced,
    etag: headers.get("etag") ?? undefined,
    whole: status !== 206,
    skipBytes: continued ? 0 : status === 206 ? Number.NaN : (facts.progress?.receivedBytes ?? 0),
    body: response.body,
    timer: facts.timer,
  };
}

function readLength(text: string | null): number | undefined {
  return text !== null && /^\d+$/.test(text.trim()) ? Number(text) : undefined;
}

function findProblem(connection: Connection, request: DownloadRequest): ApiError | undefined {
  const { mediaType, lengthBytes, origin } = connection;
  if (mediaType !== undefined && request.accepts?.(mediaType) === false) {
    return new ApiError(`${origin} answered with ${mediaType} instead of the file.`, {
      code: "response_malformed",
      status: 200,
      retryable: true,
    });
  }
  if (lengthBytes !== undefined && lengthBytes > request.maxBytes) return tooLarge(origin, request.maxBytes, lengthBytes);
  return undefined;
}

function tooLarge(origin: string, maxBytes: number, lengthBytes?: number): ApiError {
  const size = lengthBytes === undefined ? "more" : `${lengthBytes} bytes, which is more`;
  return new ApiError(`The file at ${origin} has ${size} than the limit of ${maxBytes} bytes.`, {
    code: "response_too_large",
    status: 200,
    hint: "Raise maxBytes if it is wanted.",
  });
}

async function readFailure(
  response: TransportResponse,
  facts: { readonly request: DownloadRequest; readonly origin: string; readonly nowMs: number },
): Promise<ApiError> {
  const { bytes } = await readBytes(response.body, ERROR_BODY_LIMIT_BYTES).catch(() => ({ bytes: new Uint8Array() }));
  const key = facts.request.target?.apiKey.reveal();
  const text = new TextDecoder().decode(bytes);
  return readApiError(key === undefined ? text : text.replaceAll(key, "[redacted]"), {
    status: response.status,
    retryAfterMs: readRetryAfterMs(response.headers, facts.nowMs),
    requestId: response.headers.get("x-request-id") ?? undefined,
    what: facts.origin,
    nowMs: facts.nowMs,
  });
}

function resumingBody(
  first: Connection,
  request: DownloadRequest,
  options: DownloadOptions & { readonly startBytes: number },
): TransportBody {
  const clock: Clock = options.clock ?? systemClock;
  const { lengthBytes, etag } = first;
  let connection = first;
  let skipBytes = first.skipBytes;
  let receivedBytes = options.startBytes;
  let fruitless = 0;

  /** Makes the connection again after it broke; gives up when it does not get further. */
  const resume = async (broken: Error): Promise<void> => {
    connection.timer.stop();
    for (let error = broken; ;) {
      if (options.signal?.aborted === true) throw abortReason(options.signal);
      if (fruitless >= (options.maxResumes ?? 4)) throw error;
      const waitMs = classifyError(error).retryAfterMs ?? backoffMs(fruitless, { random: options.random ?? Math.random });
      fruitless += 1;
      await delay(waitMs, { clock, signal: options.signal });
      try {
        const next = await connect(request, options, { receivedBytes, lengthBytes, etag });
        if (!isSameFile(next, { etag, lengthBytes }) || Number.isNaN(next.skipBytes)) {
          next.timer.stop();
          await next.body.cancel();
          throw broken;
        }
        connection = next;
        skipBytes = next.skipBytes;
        return;
      } catch (failure) {
        if (failure === broken || !(failure instanceof Error) || classifyError(failure).action === "stop") throw failure;
        error = failure;
      }
    }
  };

  return {
    async read() {
      for (;;) {
        let piece: Uint8Array | undefined;
        try {
          piece = await connection.body.read();
          connection.timer.progress();
        } catch (error) {
          if (options.signal?.aborted === true) throw abortReason(options.signal);
          const { signal } = connection.timer;
          await resume(signal.aborted ? abortReason(signal) : readNetworkFailure(error, connection.origin, { begun: true }));
          continue;
        }
        if (piece === undefined) {
          if (lengthBytes === undefined || receivedBytes === lengthBytes) {
            connection.timer.stop();
            return undefined;
          }
          await resume(cut(connection.origin, receivedBytes, lengthBytes));
          continue;
        }
        const fresh = piece.subarray(Math.min(skipBytes, piece.byteLength));
        skipBytes -= piece.byteLength - fresh.byteLength;
        if (fresh.byteLength === 0) continue;
        fruitless = 0;
        receivedBytes += fresh.byteLength;
        if (receivedBytes > request.maxBytes || (lengthBytes !== undefined && receivedBytes > lengthBytes)) {
          connection.timer.stop();
          await connection.body.cancel();
          throw tooLarge(connection.origin, Math.min(request.maxBytes, lengthBytes ?? request.maxBytes));
        }
        return fresh;
      }
    },
    async cancel() {
      connection.timer.stop();
      await connection.body.cancel();
    },
  };
}

function cut(origin: string, receivedBytes: number, lengthBytes: number): NetworkError {
  return new NetworkError(`The download from ${origin} ended after ${receivedBytes} of ${lengthBytes} bytes.`, {
    code: "network_interrupted",
    origin,
  });
}
