/** RGBA, eight bits a channel. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

// A preview is not worth more memory than this: 64 million pixels in RGBA.
const MAX_PIXELS = 64_000_000;

/** Decodes a PNG or JPEG; `undefined` for anything else, or what cannot be decoded. A preview is never a reason to fail. */
export async function decodePixels(bytes: Uint8Array): Promise<Pixels | undefined> {
  try {
    if (bytes[0] === 0x89 && bytes[1] === 0x50) return await decodePng(bytes);
    if (bytes[0] === 0xff && bytes[1] === 0xd8) return await decodeJpeg(bytes);
  } catch {
    return undefined;
  }
  return undefined;
}

async function decodePng(bytes: Uint8Array): Promise<Pixels | undefined> {
  const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (header.getUint32(16) * header.getUint32(20) > MAX_PIXELS) return undefined;
  const { decode, convertIndexedToRgb } = await import("fast-png");
  const image = decode(bytes);
  const { width, height, depth } = image;
  const channels = image.palette === undefined ? image.channels : (image.palette[0]?.length ?? 3);
  const source = image.palette === undefined ? image.data : convertIndexedToRgb(image);
  const scale = depth === 16 ? 257 : 1;
  const at = (position: number): number => (source[position] ?? 0) / scale;
  const data = new Uint8Array(width * height * 4);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const from = pixel * channels;
    const grey = channels < 3;
    data[pixel * 4] = at(from);
    data[pixel * 4 + 1] = at(grey ? from : from + 1);
    data[pixel * 4 + 2] = at(grey ? from : from + 2);
    data[pixel * 4 + 3] = channels === 4 ? at(from + 3) : channels === 2 ? at(from + 1) : 255;
  }
  return { width, height, data };
}

async function decodeJpeg(bytes: Uint8Array): Promise<Pixels> {
  const { default: jpeg } = await import("jpeg-js");
  return jpeg.decode(bytes, { useTArray: true, maxResolutionInMP: MAX_PIXELS / 1_000_000, maxMemoryUsageInMB: 512 });
}
