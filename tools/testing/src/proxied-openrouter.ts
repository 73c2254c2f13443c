import { readFileSync } from "node:fs";
import { createServer, request as forward } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { connect, type Socket } from "node:net";
import { fileURLToPath } from "node:url";
import { listenLocally } from "./listen-locally.js";

const certificate = new URL("tls/test-only.cert.pem", import.meta.url);
const key = new URL("tls/test-only.key.pem", import.meta.url);

export interface ProxiedOpenRouter {
  /** For HTTPS_PROXY. */
  readonly proxyUrl: string;
  /** For NODE_EXTRA_CA_CERTS: what vouches for the server behind the proxy. */
  readonly certificatePath: string;
  /** What the proxy was asked for, in order. */
  readonly asked: readonly string[];
  /** The headers of each request that came through. */
  readonly headers: readonly Readonly<Record<string, unknown>>[];
}

/** `https://openrouter.ai` as a company's machine reaches it: through a proxy, with a certificate of its own, and a sandbox behind it. */
export async function proxiedOpenRouter(sandboxUrl: string): Promise<ProxiedOpenRouter> {
  const asked: string[] = [];
  const headers: Record<string, unknown>[] = [];
  const server = createTlsServer({ key: readFileSync(key), cert: readFileSync(certificate) }, (request, response) => {
    headers.push(request.headers);
    const { host: _host, ...passed } = request.headers;
    const onward = forward(new URL(request.url ?? "/", sandboxUrl), { method: request.method, headers: passed }, (reply) => {
      response.writeHead(reply.statusCode ?? 500, reply.headers);
      reply.pipe(response);
    });
    request.pipe(onward);
  });
  const port = await listenLocally(server);
  const proxy = createServer();
  proxy.on("connect", ({ url = "" }, client: Socket) => {
    asked.push(url);
    const upstream = connect(port, "127.0.0.1", () => {
      client.write("HTTP/1.1 200 Connection established\r\n\r\n");
      upstream.pipe(client);
      client.pipe(upstream);
    });
    for (const socket of [upstream, client])
      socket.on("error", () => undefined).on("close", () => [upstream, client].map((end) => end.destroy()));
  });
  const proxyUrl = `http://127.0.0.1:${await listenLocally(proxy)}`;
  return { proxyUrl, certificatePath: fileURLToPath(certificate), asked, headers };
}
