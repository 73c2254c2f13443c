import type { Exchange } from "../http/exchange.js";
import { ClientGone } from "../http/exchange.js";

/** Passes bytes on as they come, no faster than the client reads. @throws what the source throws; ClientGone when nobody listens any more */
export async function relayBytes(exchange: Exchange, source: AsyncIterable<Uint8Array>): Promise<void> {
  const { response } = exchange;
  for await (const piece of source) {
    if (response.destroyed) throw new ClientGone();
    if (!response.write(piece)) await drained(exchange);
  }
  response.end();
}

function drained({ response }: Exchange): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off("drain", done).off("close", done);
      resolve();
    };
    response.on("drain", done).on("close", done);
  });
}
