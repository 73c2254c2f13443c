import { expect, it } from "vitest";
import { GIF, JPEG_HEAD, MP4, PNG, pngOf } from "../__fixtures__/targets.js";
import { readImageSize } from "./image-size.js";

const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text.replaceAll(" ", ""), "hex"));

// IMG-3
it.each<[string, Uint8Array, { width: number; height: number } | undefined]>([
  ["PNG", pngOf(3_000, 2), { width: 3_000, height: 2 }],
  ["GIF", GIF, { width: 1, height: 1 }],
  ["JPEG", JPEG_HEAD, { width: 2_500, height: 1_536 }],
  ["WebP, extended", hex("52494646 00000000 57454250 56503858 0a000000 00000000 ff0700 ff0300 00"), { width: 2_048, height: 1_024 }],
  ["WebP, lossy", hex("52494646 00000000 57454250 56503820 00000000 000000 9d012a 8002 e001"), { width: 640, height: 480 }],
  ["WebP, lossless", hex("52494646 00000000 57454250 5650384c 00000000 2f 7fc27700 00"), { width: 640, height: 480 }],
  ["a PNG cut short", PNG.subarray(0, 12), undefined],
  ["no picture", MP4, undefined],
])("reads the size of %s", (_what, bytes, size) => expect(readImageSize(bytes)).toEqual(size));
