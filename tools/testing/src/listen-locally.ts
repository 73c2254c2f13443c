import type { AddressInfo, Server, Socket } from "node:net";
import { onTestFinished } from "vitest";

/** Opens a server, of whatever kind, on a free port of loopback for as long as the test runs; its connections are cut in the end. @returns the port */
export async function listenLocally(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket)).on("error", () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}
