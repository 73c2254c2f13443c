import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { connect, createServer as createTcpServer, type Socket } from "node:net";
import { listenLocally } from "@openclaw/testing";

const read = (name: string): string => readFileSync(new URL(`tls/${name}`, import.meta.url), "utf8");
/** Trusted by nobody; a test has to give it along. */
export const TEST_CA = read("test-only.cert.pem");

export async function plainServer(answer: RequestListener): Promise<string> {
  return `http://127.0.0.1:${await listenLocally(createServer(answer))}`;
}

/** Answers as the names of the test certificate. */
export async function tlsServer(answer: RequestListener): Promise<number> {
  return listenLocally(createTlsServer({ key: read("test-only.key.pem"), cert: TEST_CA }, answer));
}

export async function tcpServer(onConnection: (socket: Socket) => void): Promise<number> {
  return listenLocally(createTcpServer(onConnection));
}

export interface TestProxy {
  readonly url: string;
  readonly port: number;
  /** `CONNECT host:port`, or the absolute URL of a forwarded request, in order. */
  readonly asked: readonly string[];
  readonly credentials: readonly (string | undefined)[];
}

/** An HTTP proxy that leads every tunnel to one local port, whatever it was asked for. */
export async function testProxy(
  toPort: number,
  options: { readonly refuse?: number; readonly silent?: boolean; readonly hangUp?: boolean } = {},
): Promise<TestProxy> {
  const asked: string[] = [];
  const credentials: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    credentials.push(request.headers["proxy-authorization"]);
    response.end("forwarded");
  });
  server.on("connect", (request: IncomingMessage, client: Socket) => {
    asked.push(`CONNECT ${request.url ?? ""}`);
    credentials.push(request.headers["proxy-authorization"]);
    client.on("error", () => undefined);
    if (options.silent === true) return;
    if (options.hangUp === true) {
      client.destroy();
      return;
    }
    if (options.refuse !== undefined) {
      client.end(`HTTP/1.1 ${options.refuse} No\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    const upstream = connect(toPort, "127.0.0.1", () => {
      client.write("HTTP/1.1 200 Connection established\r\n\r\n");
      upstream.pipe(client);
      client.pipe(upstream);
    });
    upstream.on("error", () => client.destroy()).on("close", () => client.destroy());
    client.on("close", () => upstream.destroy());
  });
  const port = await listenLocally(server);
  return { url: `http://127.0.0.1:${port}`, port, asked, credentials };
}
