import { connect } from "node:net";
import type { RawRequest } from "./http-requests.js";

/** Sends bytes as they are and gives what came back until the end: `""` when the server closed without a word. */
export async function sendRaw(port: number, { bytes, isWhole }: RawRequest): Promise<string> {
  return new Promise((resolve) => {
    const pieces: Buffer[] = [];
    const socket = connect(port, "127.0.0.1");
    const end = (): void => {
      socket.destroy();
      resolve(Buffer.concat(pieces).toString("latin1"));
    };
    socket.setTimeout(20_000, () => {
      socket.destroy();
      resolve("timeout");
    });
    socket.on("data", (data: Buffer) => pieces.push(data));
    socket.on("error", end);
    socket.on("close", end);
    // Who closes its half is taken for gone: that is for requests which promise more than they bring.
    if (isWhole) socket.write(bytes);
    else socket.end(bytes);
  });
}
