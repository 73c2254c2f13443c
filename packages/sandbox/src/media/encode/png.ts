import { crc32, deflateSync, inflateSync } from "node:zlib";
import { createCanvas, type Canvas } from "../paint/canvas.js";

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const COMPRESSION = 3;
/** A picture larger than this is not decoded: a few kilobytes of deflate can hold gigabytes of pixels. */
const MAX_DECODED_PIXELS = 24_000_000;

/** Writes a canvas as an opaque PNG, with `text` as `tEXt` chunks. The same pixels give the same bytes. */
export function encodePng(canvas: Canvas, text: Record<string, string> = {}): Uint8Array {
  const { width, height, pixels } = canvas;
  const stride = width * 3 + 1;
  const raw = new Uint8Array(stride * height);
  for (let y = 0; y < height; y += 1) {
    let at = y * stride;
    raw[at] = 1;
    at += 1;
    const row = y * width * 4;
    for (let x = 0; x < width; x += 1) {
      for (let channel = 0; channel < 3; channel += 1) {
        const here = pixels[row + x * 4 + channel] ?? 0;
        raw[at] = here - (x === 0 ? 0 : (pixels[row + (x - 1) * 4 + channel] ?? 0));
        at += 1;
      }
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const notes = Object.entries(text).map(([key, value]) => chunk("tEXt", Buffer.from(`${key}\0${value}`, "latin1")));
  const body = deflateSync(raw, { level: COMPRESSION });
  return Buffer.concat([SIGNATURE, chunk("IHDR", header), ...notes, chunk("IDAT", body), chunk("IEND", Buffer.alloc(0))]);
}

function chunk(type: string, data: Uint8Array): Buffer {
  const framed = Buffer.alloc(data.length + 12);
  framed.writeUInt32BE(data.length, 0);
  framed.write(type, 4, "latin1");
  framed.set(data, 8);
  framed.writeUInt32BE(crc32(framed.subarray(4, data.length + 8)), data.length + 8);
  return framed;
}

export interface PngHead {
  width: number;
  height: number;
  bitDepth: number;
  colorType: number;
  interlaced: boolean;
}

/** Size and layout of a PNG; `undefined` where the bytes are none. */
export function readPngHead(bytes: Uint8Array): PngHead | undefined {
  if (bytes.length < 33 || !SIGNATURE.every((byte, index) => bytes[index] === byte)) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    width: view.getUint32(16),
    height: view.getUint32(20),
    bitDepth: view.getUint8(24),
    colorType: view.getUint8(25),
    interlaced: view.getUint8(28) !== 0,
  };
}

/** Reads an eight-bit grey, RGB or RGBA PNG that is not interlaced; `undefined` for anything else, broken files included. */
export function decodePng(bytes: Uint8Array): Canvas | undefined {
  const head = readPngHead(bytes);
  const channels = head && { 0: 1, 2: 3, 4: 2, 6: 4 }[head.colorType];
  if (head === undefined || channels === undefined || head.bitDepth !== 8 || head.interlaced) return undefined;
  const { width, height } = head;
  if (width * height === 0 || width * height > MAX_DECODED_PIXELS) return undefined;
  const stride = width * channels;
  try {
    const raw = inflateSync(joinData(bytes), { maxOutputLength: (stride + 1) * height });
    if (raw.length < (stride + 1) * height) return undefined;
    unfilter(raw, stride, height, channels);
    return spread(raw, width, height, channels);
  } catch {
    return undefined;
  }
}

function joinData(bytes: Uint8Array): Buffer {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: Uint8Array[] = [];
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = view.getUint32(at);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (type === "IDAT") parts.push(bytes.subarray(at + 8, at + 8 + length));
    if (type === "IEND") break;
    at += length + 12;
  }
  return Buffer.concat(parts);
}

/** Undoes the five row filters in place. */
function unfilter(raw: Uint8Array, stride: number, height: number, step: number): void {
  for (let y = 0; y < height; y += 1) {
    const start = y * (stride + 1) + 1;
    const filter = raw[start - 1];
    for (let x = 0; x < stride; x += 1) {
      const left = x < step ? 0 : (raw[start + x - step] ?? 0);
      const up = y === 0 ? 0 : (raw[start + x - stride - 1] ?? 0);
      const corner = x < step || y === 0 ? 0 : (raw[start + x - stride - 1 - step] ?? 0);
      const add = filter === 1 ? left : filter === 2 ? up : filter === 3 ? (left + up) >> 1 : filter === 4 ? paeth(left, up, corner) : 0;
      raw[start + x] = (raw[start + x] ?? 0) + add;
    }
  }
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [toLeft, toUp, toCorner] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}

function spread(raw: Uint8Array, width: number, height: number, channels: number): Canvas {
  const canvas = createCanvas(width, height);
  const grey = channels < 3;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const from = y * (width * channels + 1) + 1 + x * channels;
      const at = (y * width + x) * 4;
      for (let channel = 0; channel < 3; channel += 1) canvas.pixels[at + channel] = raw[from + (grey ? 0 : channel)] ?? 0;
      canvas.pixels[at + 3] = 255;
    }
  }
  return canvas;
}
