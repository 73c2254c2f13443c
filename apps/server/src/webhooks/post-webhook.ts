import { lookup } from "node:dns";
import http, { type RequestOptions } from "node:http";
import https from "node:https";
import type { LookupFunction } from "node:net";
import { checkUrl, isPrivateAddress } from "@openclaw/core/internal";

export interface PostOptions {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly allowPrivate: boolean;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
}

export interface PostReply {
  readonly status: number;
  readonly retryAfter: string | undefined;
}

const TIMEOUT_MS = 15_000;

/**
 * Posts to a URL that a caller named. It is judged by its spelling, and again by the address at the moment of connecting, so that a name cannot
 * change what it stands for in between; a redirect is an answer and is not followed; the answer's body is not read.
 */
export async function postWebhook(text: string, options: PostOptions): Promise<PostReply> {
  const { allowPrivate, body, headers, signal, timeoutMs = TIMEOUT_MS } = options;
  const url = checkUrl(text, { allowPrivate });
  const request: RequestOptions = {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "content-length": String(Buffer.byteLength(body)),
      "user-agent": "openclaw-server",
      ...headers,
    },
    // A connection of its own: a kept one could have been opened under other rules.
    agent: false,
    ...(allowPrivate ? {} : { lookup: publicLookup }),
    signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(signal === undefined ? [] : [signal])]),
  };
  return new Promise((resolve, reject) => {
    const sent = (url.protocol === "https:" ? https : http).request(url, request, (response) => {
      resolve({ status: response.statusCode ?? 0, retryAfter: response.headers["retry-after"] });
      response.on("error", () => undefined);
      response.destroy();
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

/** A look-up that gives public addresses only: one private address among them refuses the name. */
export function createPublicLookup(lookupAll: typeof lookup = lookup): LookupFunction {
  return (hostname, options, callback) => {
    lookupAll(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) {
        callback(error, "");
        return;
      }
      const [first] = addresses;
      if (first === undefined || addresses.some(({ address }) => isPrivateAddress(address))) {
        callback(Object.assign(new Error("The name stands for an address of this machine or its network."), { code: "EPRIVATE" }), "");
      } else if (options.all === true) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}

const publicLookup = createPublicLookup();
