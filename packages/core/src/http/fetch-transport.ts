import type { Transport, TransportBody } from "./transport.js";

/** The part of `fetch` that is used; any compatible function will do. */
export type FetchLike = (input: string, init: RequestInit) => Promise<Response>;

/**
 * A transport over `fetch`, for every runtime that has one. `fetch` cannot tell connecting from waiting, so `connectMs` has no effect
 * here; `@openclaw/core/node` has a transport that can.
 *
 * @param fetch defaults to the global one, looked up at each request so that it can be replaced
 */
export function createFetchTransport(fetch: FetchLike = (input, init) => globalThis.fetch(input, init)): Transport {
  return async (request) => {
    const init: RequestInit = { method: request.method, headers: request.headers, signal: request.signal, redirect: "manual" };
    if (request.body !== undefined) init.body = request.body;
    const response = await fetch(request.url, init);
    return { status: response.status, headers: response.headers, body: readerBody(response.body) };
  };
}

/** Adapts a web stream to the pull interface. */
export function readerBody(stream: ReadableStream<Uint8Array> | null): TransportBody {
  const reader = stream?.getReader();
  return {
    async read() {
      if (reader === undefined) return undefined;
      const { value, done } = await reader.read();
      return done ? undefined : value;
    },
    async cancel() {
      // A stream that already broke rejects its own cancellation; the caller has seen the break.
      await reader?.cancel().catch(() => undefined);
    },
  };
}
