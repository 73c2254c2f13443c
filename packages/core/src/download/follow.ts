import { RequestError } from "../errors/request-error.js";
import { createFetchTransport } from "../http/fetch-transport.js";
import { readNetworkFailure } from "../http/network-failure.js";
import type { PhaseTimer } from "../http/phase-timer.js";
import type { Transport, TransportResponse } from "../http/transport.js";
import { checkResolvedHost, checkUrl } from "../http/url-safety.js";
import { requestHeaders } from "../openrouter/request-headers.js";
import type { DownloadOptions, DownloadRequest } from "./download-request.js";

const MAX_REDIRECTS = 3;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const defaultTransport = createFetchTransport();

/** What a continued download must agree with. */
export interface Progress {
  readonly receivedBytes: number;
  readonly lengthBytes: number | undefined;
  readonly etag: string | undefined;
}

/** Sends the request and follows redirects, each hop checked anew; the key goes to the endpoint's own origin only (KEY-6). */
export async function follow(
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
