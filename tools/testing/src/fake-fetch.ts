import { type FakeCall, recordCall, type RecordedCall } from "./fake-call.js";
import { type FakeReply, networkFailure } from "./fake-reply.js";
import { paceChunks, watchBody } from "./reply-body.js";
import { findRoute, type RouteTable } from "./route-table.js";

/**
 * Keys are `"METHOD url"` or `"url"`; the url is absolute or a path (any origin), without its query, and may end in `*`. An array answers
 * call by call and fails the request that comes after its last entry, because an extra request is a finding.
 */
export type FakeRoutes = RouteTable<FakeReply | readonly FakeReply[]>;

export interface FakeFetch {
  readonly fetch: typeof globalThis.fetch;
  readonly calls: readonly FakeCall[];
  /** The last call; throws when there was none. */
  readonly last: () => FakeCall;
}

/** A `fetch` that answers from a table and remembers what was asked. It behaves as the platform's on abort, redirects and broken bodies. */
export function fakeFetch(routes: FakeRoutes): FakeFetch {
  const calls: FakeCall[] = [];
  const counts = new Map<string, number>();

  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = recordCall(input, init);
    const { call, signal } = request;
    signal?.throwIfAborted();
    calls.push(call);
    await request.bodyRead;
    const route = findRoute(routes, call.method, call.url);
    if (route === undefined)
      throw new Error(`fakeFetch: no route for ${call.method} ${call.url}. Routes: ${Object.keys(routes).join(", ")}`);
    const count = counts.get(route.key) ?? 0;
    counts.set(route.key, count + 1);
    const reply = Array.isArray(route.value) ? (route.value as readonly FakeReply[])[count] : (route.value as FakeReply);
    if (reply === undefined) throw new Error(`fakeFetch: request ${count + 1} to ${route.key}, which has only ${count} replies.`);
    const response = await unlessAborted(toResponse(reply, request), signal);
    return followRedirect(response, call, (url, headers) =>
      fetch(url, { method: redirectMethod(response.status, call.method), headers, ...(signal === undefined ? {} : { signal }) }),
    );
  };

  return {
    fetch,
    calls,
    last: () => {
      const call = calls.at(-1);
      if (call === undefined) throw new Error("fakeFetch: nothing was requested.");
      return call;
    },
  };
}

async function toResponse(reply: FakeReply, request: RecordedCall): Promise<Response> {
  if (typeof reply === "function") {
    const answer = await reply(request.call);
    return answer instanceof Response ? answer : toResponse(answer, request);
  }
  // oxlint-disable-next-line typescript/only-throw-error -- a test may want to see what the code does with a reason that is no Error
  if (reply.type === "network-error") throw reply.error ?? networkFailure();
  if (reply.type === "hang") return new Promise<never>(() => undefined);
  const { status = 200 } = reply;
  const [source, contentType] = bodySource(reply);
  const headers = new Headers(contentType === undefined ? {} : { "content-type": contentType });
  for (const [name, value] of Object.entries(reply.headers ?? {})) headers.set(name, value);
  if (source === undefined) return new Response(null, { status, headers });
  const body = watchBody(source, request.signal, {
    onDelivered: (bytes) => (request.note.delivered += bytes),
    onCancelled: () => (request.note.cancelled = true),
    onClosed: () => (request.note.finished = true),
  });
  return new Response(body, { status, headers });
}

type AnsweringReply = Exclude<FakeReply, { type: "network-error" } | { type: "hang" } | ((...args: never[]) => unknown)>;

function bodySource(reply: AnsweringReply): [ReadableStream<Uint8Array<ArrayBuffer>> | undefined, string | undefined] {
  switch (reply.type) {
    case "json":
      return [paceChunks({ type: "stream", chunks: [JSON.stringify(reply.body)] }), "application/json"];
    case "text":
      return [paceChunks({ type: "stream", chunks: reply.body === "" ? [] : [reply.body] }), "text/plain; charset=utf-8"];
    case "binary":
      return [paceChunks({ type: "stream", chunks: reply.body.length === 0 ? [] : [reply.body] }), "application/octet-stream"];
    case "stream":
      return [paceChunks(reply), "text/event-stream"];
    case "controlled":
      return [reply.stream.stream, "text/event-stream"];
    case "empty":
      return [undefined, undefined];
  }
}

async function unlessAborted<T>(answer: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return answer;
  answer.catch(() => undefined);
  signal.throwIfAborted();
  let stop: () => void = () => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(signal.reason as Error);
    signal.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([answer, aborted]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** As the platform does: `manual` hands the answer over, `error` rejects, `follow` asks again and keeps the key on the same origin only. */
async function followRedirect(
  response: Response,
  call: FakeCall,
  again: (url: string, headers: Headers) => Promise<Response>,
): Promise<Response> {
  const location = response.headers.get("location");
  if (call.redirect === "manual" || location === null || !REDIRECTS.has(response.status)) return response;
  if (call.redirect === "error") throw new TypeError("fetch failed", { cause: new Error("unexpected redirect") });
  await response.body?.cancel();
  const url = new URL(location, call.url);
  const headers = new Headers(call.headers);
  if (url.origin !== new URL(call.url).origin) for (const name of ["authorization", "cookie"]) headers.delete(name);
  return again(url.href, headers);
}

function redirectMethod(status: number, method: string): string {
  return status === 303 || ((status === 301 || status === 302) && method === "POST") ? "GET" : method;
}
