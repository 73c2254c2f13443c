import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

export interface ChatOnly {
  readonly baseUrl: string;
  /** Paths that were asked for. */
  readonly asked: string[];
}

/** A server that knows chat completions and models alone, as many local ones do: the rest is not found. */
export async function startChatOnly(behind: string): Promise<ChatOnly> {
  const asked: string[] = [];
  const server = createServer((incoming, outgoing) => {
    const path = new URL(incoming.url ?? "/", "http://any").pathname;
    asked.push(path);
    if (!/\/(?:chat\/completions|models|generation)$/.test(path)) {
      incoming.resume();
      outgoing.writeHead(404, { "content-type": "text/plain" }).end("404 page not found");
      return;
    }
    const passed = request(`${behind}${(incoming.url ?? "").replace(/^\/v1/, "")}`, { method: incoming.method, headers: { ...incoming.headers, host: new URL(behind).host } });
    passed.on("response", (reply) => {
      outgoing.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.on("error", () => outgoing.destroy());
      reply.pipe(outgoing);
    });
    passed.on("error", () => outgoing.destroy());
    outgoing.on("close", () => passed.destroy());
    incoming.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, asked };
}
