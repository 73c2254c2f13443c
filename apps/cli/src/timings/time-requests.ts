import { resolveEndpoint, type Transport, type TransportBody } from "@openclaw/core";
import { shownBytes, shownMs } from "../output/amounts.js";
import type { RunningTiming, Timings } from "./timings.js";

/** The transport with the times of each request: until the reply began, until its first byte, until its last. */
export function timeRequests(
  transport: Transport,
  timings: Timings,
  { baseUrl, now }: { readonly baseUrl: string; readonly now: () => number },
): Transport {
  return async (request) => {
    timings.sent();
    const sentMs = now();
    const timing = timings.start(`${request.method} ${shownTarget(request.url, baseUrl)}`);
    try {
      const response = await transport(request);
      const replied = `${response.status} after ${shownMs(now() - sentMs)}`;
      timing.note(replied);
      return { ...response, body: timeBody(response.body, { timing, replied, elapsedMs: () => now() - sentMs }) };
    } catch (error) {
      timing.note("no reply");
      timing.end();
      throw error;
    }
  };
}

function timeBody(
  body: TransportBody,
  { timing, replied, elapsedMs }: { readonly timing: RunningTiming; readonly replied: string; readonly elapsedMs: () => number },
): TransportBody {
  let bytes = 0;
  let first: string | undefined;
  const end = (): void => {
    timing.note([replied, ...(first === undefined ? [] : [first, shownBytes(bytes)])].join(", "));
    timing.end();
  };
  return {
    async read() {
      const piece = await body.read();
      if (piece === undefined) end();
      else {
        first ??= `first byte after ${shownMs(elapsedMs())}`;
        bytes += piece.length;
      }
      return piece;
    },
    async cancel() {
      end();
      await body.cancel();
    },
  };
}

/** A path of the API without its query; of every other address, which may be signed, only the host. */
function shownTarget(url: string, baseUrl: string): string {
  const { origin, host, pathname } = new URL(url);
  const api = new URL(resolveEndpoint(baseUrl).baseUrl);
  const below = `${api.pathname.replace(/\/$/, "")}/`;
  return origin === api.origin && pathname.startsWith(below) ? pathname.slice(below.length - 1) : host;
}
