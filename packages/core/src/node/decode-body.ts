import { pipeline, Readable } from "node:stream";
import { constants, createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import type { TransportBody } from "../http/transport.js";

/** Undoes a `content-encoding`, piece by piece; `undefined` for one that is not known, or none. */
export function decodeBody(body: TransportBody, encoding: string | null): TransportBody | undefined {
  const decoder = decoderFor(encoding?.trim().toLowerCase());
  if (decoder === undefined) return undefined;
  // The break of either side reaches the reader through the iterator.
  const decoded = pipeline(Readable.from(pieces(body), { objectMode: false }), decoder, () => undefined);
  const iterator = decoded[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  return {
    async read() {
      const next = await iterator.next();
      return next.done === true ? undefined : next.value;
    },
    async cancel() {
      decoded.destroy();
      await body.cancel();
    },
  };
}

function decoderFor(encoding: string | undefined): ReturnType<typeof createGunzip | typeof createBrotliDecompress> | undefined {
  // Each piece is given on as far as it can be decoded: a compressed stream of tokens is still a stream.
  const zlib = { flush: constants.Z_SYNC_FLUSH, finishFlush: constants.Z_SYNC_FLUSH };
  switch (encoding) {
    case "gzip":
    case "x-gzip":
      return createGunzip(zlib);
    case "deflate":
      return createInflate(zlib);
    case "br":
      return createBrotliDecompress({ flush: constants.BROTLI_OPERATION_FLUSH, finishFlush: constants.BROTLI_OPERATION_FLUSH });
    default:
      return undefined;
  }
}

async function* pieces(body: TransportBody): AsyncGenerator<Uint8Array> {
  for (let piece = await body.read(); piece !== undefined; piece = await body.read()) yield piece;
}
