import type { IncomingHttpHeaders } from "node:http";

const OPENROUTER = "https://openrouter.ai";
const HEADER = "x-sandbox-origin";

/** `fetch`, as far as clients use it. */
export type SandboxFetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/**
 * A `fetch` by which requests to https://openrouter.ai are answered by the sandbox at `url`, so that a client sends what it sends to OpenRouter
 * only. What goes elsewhere is refused: a test that reaches for the network is told so.
 */
export function openrouterFetch(url: string): SandboxFetch {
  return async (input, init) => {
    const asked = new URL(input instanceof Request ? input.url : input);
    if (asked.origin !== OPENROUTER && asked.origin !== url) {
      throw new TypeError(`sandbox.fetch answers for ${OPENROUTER} and for itself; ${asked.origin} was asked for.`);
    }
    const own = `${url}${asked.pathname}${asked.search}`;
    const request = new Request(input instanceof Request ? new Request(own, input) : own, init);
    request.headers.set(HEADER, asked.origin);
    return fetch(request);
  };
}

/** Where the client believes the sandbox to be: links it is given have to lead there, or it would not follow them with its key. */
export function believedOrigin(headers: IncomingHttpHeaders, url: string): string {
  return headers[HEADER] === OPENROUTER ? OPENROUTER : url;
}
