import { NetworkError, type TransportBody } from "@openclaw/core";

const HEADER_BYTES = 8;
const LONG_HEADER_BYTES = 16;

/**
 * Passes an MP4 on and refuses, at its end, one that stops inside a box (VID-1). A file that comes without a length and
 * that a proxy ended half way looks whole on the wire; only the boxes of the file itself tell. What is not understood passes.
 *
 * @throws NetworkError `network_interrupted` from the last `read`
 */
export function wholeMp4(body: TransportBody, origin: string): TransportBody {
  const boxes = createBoxWalk();
  return {
    async read() {
      const piece = await body.read();
      if (piece !== undefined) boxes.add(piece);
      else if (boxes.isCut()) {
        throw new NetworkError(`The download from ${origin} ended early: the video it sent stops inside a part of it.`, {
          code: "network_interrupted",
          origin,
        });
      }
      return piece;
    },
    cancel: () => body.cancel(),
  };
}

interface BoxWalk {
  add(piece: Uint8Array): void;
  /** The last box has not come whole. Bytes too few for another header are padding, which QuickTime allows. */
  isCut(): boolean;
}

/** Follows the boxes of the top level by their lengths; keeps no more than one header. */
function createBoxWalk(): BoxWalk {
  const header = new Uint8Array(LONG_HEADER_BYTES);
  const view = new DataView(header.buffer);
  let headerBytes = 0;
  let bodyBytes = 0;
  // A box that reaches to the end, or something that is no box: from there on nothing can be told.
  let blind = false;

  const endHeader = (): void => {
    const short = view.getUint32(0);
    if (short === 1 && headerBytes < LONG_HEADER_BYTES) return;
    const size = short === 1 ? Number(view.getBigUint64(HEADER_BYTES)) : short;
    blind = size < headerBytes || !isBoxType(header);
    bodyBytes = size - headerBytes;
    headerBytes = 0;
  };

  return {
    add(piece) {
      for (let at = 0; at < piece.byteLength;) {
        if (blind) return;
        const skipped = Math.min(bodyBytes, piece.byteLength - at);
        bodyBytes -= skipped;
        at += skipped;
        if (bodyBytes > 0 || at === piece.byteLength) continue;
        header[headerBytes] = piece[at] ?? 0;
        headerBytes += 1;
        at += 1;
        if (headerBytes === HEADER_BYTES || headerBytes === LONG_HEADER_BYTES) endHeader();
      }
    },
    isCut: () => !blind && bodyBytes > 0,
  };
}

/** Four printable characters: `moov`, `mdat`, `free`. */
function isBoxType(header: Uint8Array): boolean {
  return header.subarray(4, HEADER_BYTES).every((byte) => byte >= 0x20 && byte < 0x7f);
}
