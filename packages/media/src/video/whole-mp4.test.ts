import type { TransportBody } from "@openclaw/core";
import { readBytes } from "@openclaw/core/internal";
import { describe, expect, it } from "vitest";
import { wholeMp4 } from "./whole-mp4.js";

const ORIGIN = "https://openrouter.ai";

function box(type: string, sizeBytes: number, options: { readonly long?: boolean; readonly claimed?: number } = {}): number[] {
  const { long = false, claimed = sizeBytes } = options;
  const bytes = new Uint8Array(sizeBytes);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, long ? 1 : claimed);
  bytes.set(new TextEncoder().encode(type), 4);
  if (long) view.setBigUint64(8, BigInt(claimed));
  return [...bytes];
}

const clip = new Uint8Array([...box("ftyp", 24), ...box("mdat", 100, { long: true }), ...box("moov", 60), ...box("free", 8)]);

async function pass(bytes: Uint8Array, pieces: readonly Uint8Array[] = [bytes]): Promise<Uint8Array> {
  const left = [...pieces];
  const body: TransportBody = { read: () => Promise.resolve(left.shift()), cancel: () => Promise.resolve() };
  return (await readBytes(wholeMp4(body, ORIGIN), 1e6)).bytes;
}

// VID-1
describe("an MP4 of unknown length", () => {
  it("passes unchanged, in pieces of any size", async () => {
    for (let size = 1; size <= clip.length; size += 1) {
      const pieces = Array.from({ length: Math.ceil(clip.length / size) }, (_, index) => clip.subarray(index * size, (index + 1) * size));
      expect(await pass(clip, pieces)).toEqual(clip);
    }
  });

  it.each([9, 23, 41, 60, 123, 133, 183])("is refused when it stops inside a box, after %i bytes", async (end) => {
    const cut = pass(clip.slice(0, end));
    await expect(cut).rejects.toMatchObject({ name: "NetworkError", code: "network_interrupted", retryable: true });
  });

  it.each([
    ["whose last box reaches to the end", [...box("ftyp", 24), ...box("mdat", 50, { claimed: 0 })]],
    ["with padding after its last box", [...clip, 0, 0, 0, 0]],
    ["with something behind that is no box", [...clip, ...Array.from({ length: 40 }, () => 255)]],
  ])("passes %s", async (_what, bytes) => {
    expect((await pass(new Uint8Array(bytes))).length).toBe(bytes.length);
  });
});
