import { joinBytes, tempDir } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { probe, run } from "../__fixtures__/decode.js";
import { createAudioJoiner } from "./create-audio-joiner.js";
import { readWav, wavHeader, writeWav } from "./wav.js";

const STEREO = { sampleRate: 16_000, channels: 2 };

describe("WAV", () => {
  it("has a header that other programs read (TTS-3)", async () => {
    const directory = tempDir();
    const file = writeWav(new Uint8Array(64_003), STEREO);
    expect(file.length).toBe(44 + 64_000);
    expect(new DataView(file.buffer).getUint32(28, true)).toBe(64_000);
    expect(await probe(file, directory, "a.wav")).toMatchObject({
      durationMs: 1000,
      streams: [{ codec_name: "pcm_s16le", sample_rate: "16000", channels: 2 }],
    });
  });

  it("is taken by sox without a complaint (TTS-3)", async () => {
    const directory = tempDir();
    await probe(writeWav(new Uint8Array(64_000), STEREO), directory, "b.wav");
    const { stderr } = await run("sox", [`${directory}/b.wav`, "-n", "stat"]);
    expect(stderr).toMatch(/Length \(seconds\):\s+1\.000000/);
    expect(stderr).not.toMatch(/WARN|FAIL/);
  });

  it("is read back, chunk by chunk, also when its stated length is false", () => {
    const pcm = new Uint8Array(400).fill(3);
    expect(readWav(writeWav(pcm, STEREO))).toEqual({ format: STEREO, pcm });
    const list = joinBytes([new TextEncoder().encode("LIST"), new Uint8Array([3, 0, 0, 0, 1, 2, 3, 0])]);
    const header = wavHeader(STEREO, undefined);
    const odd = joinBytes([header.subarray(0, 36), list, header.subarray(36), pcm]);
    expect(readWav(odd)).toEqual({ format: STEREO, pcm });
    expect(readWav(new Uint8Array(60))).toBeUndefined();
    expect(readWav(header.subarray(0, 20))).toBeUndefined();
  });

  it("joins samples exactly, cut between samples only, and passes over what it has when a part comes again (TTS-3)", () => {
    const joiner = createAudioJoiner({ codec: "pcm", ...STEREO });
    const bytes = Uint8Array.from({ length: 40 }, (_byte, index) => index);
    joiner.begin();
    const out = [joiner.push(bytes.subarray(0, 7)), joiner.push(bytes.subarray(7, 18))];
    joiner.again();
    out.push(joiner.push(bytes.subarray(0, 9)), joiner.push(bytes.subarray(9)), joiner.endPart());
    joiner.begin();
    out.push(joiner.push(bytes.subarray(0, 6)), joiner.endPart(), joiner.end());
    expect(out.every((piece) => piece.length % 4 === 0)).toBe(true);
    expect(joinBytes(out)).toEqual(joinBytes([bytes, bytes.subarray(0, 4)]));
    expect(joiner.durationMs()).toBe((11 * 1000) / 16_000);
  });
});
