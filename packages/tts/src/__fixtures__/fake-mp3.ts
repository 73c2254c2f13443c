import { joinBytes } from "@openclaw/testing";

/** Frames of MPEG-2 Layer III, 24 kHz mono, 64 kbit/s (192 bytes, 24 ms each) whose side information says silence; `mark` fills the data. */
export function fakeMp3(frames: number, mark = 0): Uint8Array<ArrayBuffer> {
  return joinBytes(Array.from({ length: frames }, () => fakeFrame(mark)));
}

export function fakeFrame(mark = 0): Uint8Array<ArrayBuffer> {
  const frame = new Uint8Array(192).fill(mark);
  frame.set([0xff, 0xf3, 0x84, 0xc4, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  return frame;
}

/** An ID3v2.4 tag with a body of `size` bytes, which looks like frames wherever there is room. */
export function fakeId3(size: number): Uint8Array<ArrayBuffer> {
  const tag = new Uint8Array(10 + size).fill(0xff);
  for (let at = 10; at + 192 <= tag.length; at += 192) tag.set(fakeFrame(0xee), at);
  tag.set([0x49, 0x44, 0x33, 4, 0, 0, 0, 0, (size >> 7) & 0x7f, size & 0x7f]);
  return tag;
}
