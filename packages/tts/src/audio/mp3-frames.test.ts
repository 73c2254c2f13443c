import { joinBytes, splitBytes } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { fakeId3, fakeMp3 } from "../__fixtures__/fake-mp3.js";
import { createMp3Splitter, splitMp3 } from "./mp3-frames.js";
import { readMp3Header } from "./mp3-header.js";

const oldTag = joinBytes([new TextEncoder().encode("TAG"), new Uint8Array(125)]);

describe("MP3 frames", () => {
  it("are read from their header: version, rates, channels, length (TTS-3)", () => {
    expect(readMp3Header(new Uint8Array([0xff, 0xfb, 0x90, 0x64]))).toMatchObject({
      version: 1,
      sampleRate: 44_100,
      channels: 2,
      bitrateKbps: 128,
      samples: 1152,
      frameBytes: 417,
      sideInfoBytes: 32,
    });
    expect(readMp3Header(new Uint8Array([0xff, 0xfb, 0x92, 0x64]))?.frameBytes).toBe(418);
    expect(readMp3Header(new Uint8Array([0xff, 0xf3, 0x84, 0xc4]))).toMatchObject({
      version: 2,
      sampleRate: 24_000,
      channels: 1,
      frameBytes: 192,
      sideInfoBytes: 9,
    });
    expect(readMp3Header(new Uint8Array([0xff, 0xe3, 0x18, 0xc4]))).toMatchObject({ version: 2.5, sampleRate: 8_000 });
    for (const wrong of [
      [0xff, 0xfb, 0xf0, 0],
      [0xff, 0xfb, 0x00, 0],
      [0xff, 0xfb, 0x9c, 0],
      [0xff, 0xfd, 0x90, 0],
      [0xff, 0xeb, 0x90, 0],
      [0xfe, 0xfb, 0x90, 0],
      [0xff, 0xfb],
    ]) {
      expect(readMp3Header(new Uint8Array(wrong))).toBeUndefined();
    }
  });

  it("are found between tags and stray bytes, however the network cuts them (TTS-3)", () => {
    const file = joinBytes([fakeId3(600), fakeMp3(2, 5), fakeId3(12), fakeMp3(1, 6), oldTag]);
    for (const { name, chunks } of splitBytes(file)) {
      const splitter = createMp3Splitter();
      const frames = [...chunks.flatMap((chunk) => splitter.push(chunk)), ...splitter.end().frames];
      expect(
        frames.map((frame) => frame.bytes[60]),
        name,
      ).toEqual([5, 5, 6]);
    }
  });

  it("are not seen in bytes that only look like a header", () => {
    const lure = new Uint8Array(50);
    lure.set([0xff, 0xf3, 0x84, 0xc4], 10);
    expect(splitMp3(joinBytes([lure, fakeMp3(3)]))).toHaveLength(3);
    expect(splitMp3(new TextEncoder().encode("<html>no sound</html>"))).toEqual([]);
  });

  it("tell when the last one was cut off", () => {
    const cut = createMp3Splitter();
    expect(cut.push(fakeMp3(3).subarray(0, 500))).toHaveLength(2);
    expect(cut.end()).toEqual({ frames: [], cut: true });
    const whole = createMp3Splitter();
    whole.push(fakeMp3(3));
    expect(whole.end()).toMatchObject({ cut: false });
  });
});
