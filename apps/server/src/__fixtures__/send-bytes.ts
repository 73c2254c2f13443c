import { connect } from "node:net";

export interface BytesReply {
  /** Status of each answer that came. */
  readonly statuses: readonly number[];
  /** The stable code of the first one's error. */
  readonly code: string | undefined;
  readonly text: string;
}

/** Sends bytes as they are, which no client library would, and waits for the server to close. */
export async function sendBytes(url: string, pieces: string | Buffer | readonly (string | Buffer)[]): Promise<BytesReply> {
  const { hostname, port } = new URL(url);
  const text = await new Promise<string>((resolve) => {
    let received = "";
    const socket = connect({ host: hostname, port: Number(port) }, () => {
      for (const piece of [pieces].flat() as readonly (string | Buffer)[]) socket.write(piece);
    });
    socket.setEncoding("latin1").on("data", (piece: string) => (received += piece));
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(received));
  });
  const statuses = [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
  const json = /\r\n\r\n(\{[^\n]*?\})(?:HTTP\/|$)/.exec(text)?.[1];
  const error = json === undefined ? undefined : (JSON.parse(json) as { error?: { code?: unknown; metadata?: { error_type?: string } } }).error;
  return { statuses, code: typeof error?.code === "string" ? error.code : error?.metadata?.error_type, text };
}
