import { readFile } from "node:fs/promises";
import { joinBytes, splitBytes, tempDir } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { decode, probe, run } from "../__fixtures__/decode.js";
import { fakeFrame, fakeId3, fakeMp3 } from "../__fixtures__/fake-mp3.js";
import { findPart, sandboxForTest, speakPart, toSamples } from "../__fixtures__/spoken-parts.js";
import type { AudioJoiner } from "./audio-joiner.js";
import { createAudioJoiner } from "./create-audio-joiner.js";
import { splitMp3 } from "./mp3-frames.js";

const MONO_24K = { codec: "mp3", sampleRate: 24_000, channels: 1 } as const;
const TEXTS = ["Hello there, my friend.", "How are you today?", "It is a nice day, and I am happy.", "Go!"];

function join(joiner: AudioJoiner, parts: readonly Uint8Array[]): Uint8Array {
  const out: Uint8Array[] = [];
  for (const part of parts) {
    joiner.begin();
    out.push(joiner.push(part), joiner.endPart());
  }
  out.push(joiner.end());
  const body = joinBytes(out);
  return joinBytes([joiner.header(body.length), body]);
}

describe("joined MP3", () => {
  it("is one valid stream whose joins are within 20 ms of what was spoken, with the exact duration (TTS-3)", async () => {
    const [sandbox, directory] = [await sandboxForTest(), tempDir()];
    const parts = await Promise.all(TEXTS.map((text) => speakPart(sandbox, text, "mp3")));
    const spoken = (await Promise.all(TEXTS.map((text) => speakPart(sandbox, text, "pcm")))).map(toSamples);
    const joiner = createAudioJoiner(MONO_24K);
    const file = join(joiner, parts);
    const said = await probe(file, directory, "joined.mp3");
    expect(said.streams).toMatchObject([{ codec_name: "mp3", sample_rate: "24000", channels: 1 }]);
    expect(said.durationMs).toBeCloseTo(joiner.durationMs(), 0);
    const { samples, complaints } = await decode(file, directory, { name: "joined.mp3" });
    expect(complaints).toBe("");
    expect(samples.length / 24).toBeCloseTo(joiner.durationMs(), 0);
    let place = 0;
    const starts = spoken.map((part) => {
      const found = findPart(samples, part, place) - place;
      place += part.length;
      return found / 24;
    });
    const gaps = starts.slice(1).map((start, index) => start - (starts[index] ?? 0));
    expect(Math.max(...gaps.map(Math.abs))).toBeLessThanOrEqual(20);
    const peak = (all: Int16Array): number => all.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    expect(peak(samples)).toBeLessThan(32_767);
  });

  const ENCODERS: readonly [string, readonly string[], { sampleRate: number; channels: 1 | 2 }][] = [
    ["44.1 kHz stereo with its tag", ["-ar", "44100", "-ac", "2", "-b:a", "128k"], { sampleRate: 44_100, channels: 2 }],
    ["variable bit rate", ["-ar", "24000", "-ac", "1", "-q:a", "5"], { sampleRate: 24_000, channels: 1 }],
    [
      "no tag at all",
      ["-ar", "48000", "-ac", "1", "-b:a", "64k", "-write_xing", "0", "-id3v2_version", "0"],
      { sampleRate: 48_000, channels: 1 },
    ],
    ["no bit reservoir", ["-ar", "24000", "-ac", "1", "-b:a", "64k", "-reservoir", "0"], { sampleRate: 24_000, channels: 1 }],
  ];
  for (const [name, args, facts] of ENCODERS) {
    it(`keeps its joins within 20 ms for another encoder's ${name} (TTS-3)`, async () => {
      const [sandbox, directory] = [await sandboxForTest(), tempDir()];
      const spoken = await Promise.all(TEXTS.map((text) => speakPart(sandbox, text, "pcm")));
      const parts = await Promise.all(spoken.map((pcm, index) => encode(pcm, args, `${directory}/${index}.mp3`)));
      const joiner = createAudioJoiner({ codec: "mp3", ...facts });
      const file = join(joiner, parts);
      const { samples, complaints } = await decode(file, directory, { name: "joined.mp3" });
      expect(complaints).toBe("");
      expect(samples.length / 24).toBeCloseTo(joiner.durationMs(), -1);
      let place = 0;
      const starts = spoken.map(toSamples).map((part) => {
        const found = findPart(samples, part, place) - place;
        place += part.length;
        return found / 24;
      });
      const gaps = starts.slice(1).map((start, index) => start - (starts[index] ?? 0));
      expect(Math.max(...gaps.map(Math.abs)), gaps.join(" ")).toBeLessThanOrEqual(20);
    });
  }

  it("sounds the same, sample for sample, where a frame took in the data of dropped ones", async () => {
    const [sandbox, directory] = [await sandboxForTest(), tempDir()];
    const part = await speakPart(sandbox, TEXTS[0]!, "mp3");
    const alone = await decode(part, directory, { name: "alone.mp3" });
    const twice = await decode(join(createAudioJoiner(MONO_24K), [part, part]), directory, { name: "twice.mp3" });
    // Two frames were dropped at the join. Behind the third one's start, past what a decoder still remembers, nothing may differ.
    const from = 3 * 576 + 490;
    const tail = (samples: Int16Array): Int16Array => samples.slice(from - alone.samples.length);
    expect(tail(twice.samples)).toHaveLength(alone.samples.length - from);
    expect(Buffer.from(tail(twice.samples).buffer).equals(Buffer.from(tail(alone.samples).buffer))).toBe(true);
  });

  it("does not depend on how the network cuts it", async () => {
    const sandbox = await sandboxForTest();
    const part = (await speakPart(sandbox, "Go!", "mp3")).subarray(0, 1400);
    const whole = join(createAudioJoiner(MONO_24K), [part, part]);
    for (const { name, chunks } of splitBytes(part)) {
      const joiner = createAudioJoiner(MONO_24K);
      const out: Uint8Array[] = [];
      for (let time = 0; time < 2; time += 1) {
        joiner.begin();
        for (const chunk of chunks) out.push(joiner.push(chunk));
        out.push(joiner.endPart());
      }
      out.push(joiner.end());
      const body = joinBytes(out);
      expect(Buffer.from(joinBytes([joiner.header(body.length), body])).equals(Buffer.from(whole)), name).toBe(true);
    }
  });

  it("passes over what it has when a part is sent again, also when the break came within the first frames", () => {
    for (const brokenAfter of [0, 1, 2, 3, 7, 12]) {
      const part = joinBytes([fakeId3(10), ...Array.from({ length: 12 }, (_frame, index) => loudFrame(index))]);
      const joiner = createAudioJoiner(MONO_24K);
      const out: Uint8Array[] = [];
      joiner.begin();
      out.push(joiner.push(fakeMp3(5)), joiner.endPart());
      joiner.begin();
      out.push(joiner.push(part.subarray(0, 20 + brokenAfter * 192 + 50)));
      joiner.again();
      out.push(joiner.push(part), joiner.endPart(), joiner.end());
      const marks = splitMp3(joinBytes(out)).map((frame) => frame.bytes[100]);
      expect(
        marks.filter((mark) => mark !== 0),
        `broken after ${brokenAfter}`,
      ).toEqual(Array.from({ length: 12 }, (_frame, index) => index + 1));
    }
  });
});

/** A frame that is not quiet: full gain, marked with its number. */
function loudFrame(index: number): Uint8Array {
  const frame = fakeFrame(index + 1);
  frame.set([0, 0x40, 0x0f, 0xff, 0xff, 0, 0, 0, 0], 4);
  return frame;
}

/** Another encoder's file; it writes its tag only into a file that it can go back in. */
async function encode(pcm: Uint8Array, args: readonly string[], path: string): Promise<Uint8Array> {
  await run("ffmpeg", ["-v", "error", "-y", "-f", "s16le", "-ar", "24000", "-ac", "1", "-i", "-", ...args, path], pcm);
  return readFile(path);
}
