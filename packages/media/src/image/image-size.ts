import { sniffMediaType } from "../sniff-media-type.js";

export interface PixelSize {
  readonly width: number;
  readonly height: number;
}

/** Width and height of a PNG, JPEG, GIF or WebP from its header; `undefined` when they cannot be read. */
export function readImageSize(bytes: Uint8Array): PixelSize | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    switch (sniffMediaType(bytes)) {
      case "image/png":
        return { width: view.getUint32(16), height: view.getUint32(20) };
      case "image/gif":
        return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
      case "image/jpeg":
        return readJpegSize(view);
      case "image/webp":
        return readWebpSize(view);
      default:
        return undefined;
    }
  } catch {
    // Shorter than its own header says.
    return undefined;
  }
}

function readJpegSize(view: DataView): PixelSize | undefined {
  let offset = 2;
  while (offset + 9 < view.byteLength) {
    if (view.getUint8(offset) !== 0xff) return undefined;
    const marker = view.getUint8(offset + 1);
    // Start-of-frame markers hold the size; C4, C8 and CC are other things with the same first digit.
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) {
      return { width: view.getUint16(offset + 7), height: view.getUint16(offset + 5) };
    }
    offset += 2 + view.getUint16(offset + 2);
  }
  return undefined;
}

function readWebpSize(view: DataView): PixelSize | undefined {
  switch (view.getUint32(12)) {
    case 0x56503858: // VP8X
      return { width: 1 + readUint24(view, 24), height: 1 + readUint24(view, 27) };
    case 0x56503820: // VP8, lossy
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    case 0x5650384c: {
      // VP8L, lossless: 14 bits each
      const bits = view.getUint32(21, true);
      return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) };
    }
    default:
      return undefined;
  }
}

function readUint24(view: DataView, offset: number): number {
  return view.getUint16(offset, true) | (view.getUint8(offset + 2) << 16);
}
