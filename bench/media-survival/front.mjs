import { createServer } from "node:http";
import { once } from "node:events";
import { text } from "node:stream/consumers";

/**
 * Stands before the sandbox as a gateway does, and spoils what comes back. What it lets through reaches the sandbox first: a job whose answer is
 * held or lost here is a job that was accepted there.
 *
 * `behaviour` may hold `submit`, `image` ("hold" | "reset"), `content` (`{ how: "cut" | "stall" | "short", bare, times }`; `bare`: neither
 * length nor ranges, as content addresses behind a proxy often are) and `onEvent(name)`.
 */
export async function createFront(sandbox) {
  let behaviour = {};
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.socket?.resetAndDestroy());
  });
  server.keepAliveTimeout = 1;
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address();

  async function answer(request, response) {
    const { onEvent = () => undefined } = behaviour;
    const kind = kindOf(request);
    const body = request.method === "POST" ? await text(request) : undefined;
    if (kind === "poll") onEvent("poll");
    const { host: own, connection: _connection, "content-length": _length, "transfer-encoding": _encoding, ...headers } = request.headers;
    const bare = kind === "content" && behaviour.content?.bare === true;
    if (bare) delete headers.range;
    const reply = await fetch(sandbox.url + request.url, { method: request.method, headers, body });
    if (kind === "content") {
      const bytes = Buffer.from(await reply.arrayBuffer());
      return sendContent(response, { status: reply.status, headers: Object.fromEntries(reply.headers), bytes, bare, onEvent });
    }
    const answered = (await reply.text()).replaceAll(sandbox.url, `http://${own}`);
    onEvent(kind);
    const how = behaviour[kind];
    if (how === "hold") return undefined;
    if (how === "reset") return response.socket.resetAndDestroy();
    const { "content-length": _old, "content-encoding": _gzip, "transfer-encoding": _chunked, ...rest } = Object.fromEntries(reply.headers);
    return response.writeHead(reply.status, rest).end(answered);
  }

  function sendContent(response, { status, headers, bytes, bare, onEvent }) {
    const { content } = behaviour;
    const { "content-length": length, "accept-ranges": _ranges, "transfer-encoding": _chunked, connection: _connection, ...rest } = headers;
    const shown = bare ? rest : { ...rest, ...(length === undefined ? {} : { "content-length": length }), "accept-ranges": "bytes" };
    response.writeHead(status, shown);
    if (content?.how === undefined || content.times === 0 || status > 299) return response.end(bytes);
    content.times -= 1;
    const half = bytes.subarray(0, Math.floor(bytes.length / 2));
    if (content.how === "short") return response.end(half);
    // The half has to arrive before the connection dies.
    response.write(half, () => setTimeout(() => (content.how === "stall" ? onEvent("half") : response.socket?.resetAndDestroy()), 100));
    return undefined;
  }

  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    behave: (next) => {
      behaviour = next;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function kindOf({ method, url }) {
  const path = url.split("?")[0];
  if (method === "POST" && path.endsWith("/videos")) return "submit";
  if (method === "POST" && /\/(images|chat\/completions)$/.test(path)) return "image";
  if (path.endsWith("/content")) return "content";
  return /\/videos\/[^/]+$/.test(path) && method === "GET" && !path.endsWith("/models") ? "poll" : "other";
}
