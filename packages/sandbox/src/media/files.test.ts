import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { inflateSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createMediaStudio, type MediaStudio } from "./media-studio.js";
import { decodePng, readPngHead } from "./encode/png.js";
import { readTranscripts, writeId3 } from "./encode/id3.js";
import { STAMP } from "./paint/caption.js";

// SBX-1: the parts are real. The worker thread is started from the sources here, as a program would start it from the build.
let studio: MediaStudio;
beforeAll(() => {
  studio = createMediaStudio("worker");
});
afterAll(() => studio.close());

const CLIP = { kind: "video", prompt: "ocean at sunset", seed: 1, width: 160, height: 90, seconds: 1, framesPerSecond: 8 } as const;

/** Every box of an MP4 by path, with its content. */
function listBoxes(file: Buffer, start = 0, end = file.length, path = ""): Map<string, Buffer> {
  const boxes = new Map<string, Buffer>();
  for (let at = start; at + 8 <= end;) {
    const size = file.readUInt32BE(at);
    const name = `${path}/${file.toString("latin1", at + 4, at + 8)}`;
    expect(size).toBeGreaterThanOrEqual(8);
    boxes.set(name, file.subarray(at + 8, at + size));
    if (/\/(moov|trak|mdia|minf|stbl)$/.test(name))
      for (const [key, value] of listBoxes(file, at + 8, at + size, name)) boxes.set(key, value);
    at += size;
  }
  return boxes;
}

/** Frames of an MPEG audio file: checks each header and hops from one to the next. */
function countMp3Frames(file: Buffer): { frames: number; sampleRate: number } {
  const rates = [22_050, 24_000, 16_000];
  const bitrates = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
  let frames = 0;
  let sampleRate = 0;
  for (let at = 0; at + 4 <= file.length; frames += 1) {
    const head = file.readUInt32BE(at);
    expect(head >>> 21).toBe(0x7ff);
    sampleRate = rates[(head >>> 10) & 3] ?? 0;
    at += Math.floor((72_000 * (bitrates[(head >>> 12) & 15] ?? 0)) / sampleRate) + ((head >>> 9) & 1);
  }
  return { frames, sampleRate };
}

/** What ffprobe says of a clip: codec, width, height, frames. */
async function probe(clip: Uint8Array): Promise<string> {
  const run = promisify(execFile);
  const folder = await mkdtemp(join(tmpdir(), "sandbox-"));
  const file = join(folder, "clip.mp4");
  await writeFile(file, clip);
  const entries = "stream=codec_name,width,height,nb_frames";
  const probing = run("ffprobe", ["-v", "error", "-show_entries", entries, "-of", "default=nw=1:nk=1", file]);
  const text = await probing.then(
    ({ stdout }) => stdout.trim().split(/\s+/).join(" "),
    (error: { code?: unknown }) => (error.code === "ENOENT" ? "not installed" : "refused"),
  );
  await rm(folder, { recursive: true });
  return text;
}

describe("pictures", () => {
  it("are PNG files of the size asked for, stamped in text and in pixels", async () => {
    const png = Buffer.from(await studio.make({ kind: "image", prompt: "a red forest", seed: 1, width: 240, height: 160 }));
    expect(readPngHead(png)).toEqual({ width: 240, height: 160, bitDepth: 8, colorType: 2, interlaced: false });
    expect(png.toString("latin1")).toContain(`Comment\0${STAMP}`);
    const data = png.subarray(png.indexOf("IDAT") + 4, png.indexOf("IEND") - 8);
    expect(inflateSync(data)).toHaveLength((240 * 3 + 1) * 160);
    const canvas = decodePng(png);
    const row = (159 - 8) * 240 * 4;
    const band = canvas?.pixels.subarray(row, row + 240 * 4) ?? new Uint8ClampedArray();
    expect(Math.max(...band)).toBeGreaterThan(230);
  });

  it("are the same for the same words and seed, and others for others", async () => {
    const paint = async (prompt: string, seed: number): Promise<string> =>
      Buffer.from(await studio.make({ kind: "image", prompt, seed, width: 64, height: 64 })).toString("base64");
    const first = await paint("a lake", 1);
    expect(await paint("a lake", 1)).toBe(first);
    expect(await paint("a lake", 2)).not.toBe(first);
    expect(await paint("a city at night", 1)).not.toBe(first);
  });

  it("are enlarged, not painted, above the painted size", async () => {
    const png = await studio.make({ kind: "image", prompt: "a lake", seed: 1, width: 3200, height: 160 });
    expect(readPngHead(png)).toMatchObject({ width: 3200, height: 160 });
  });

  it("can stand on a picture that was given", async () => {
    const backdrop = await studio.make({ kind: "image", prompt: "a lake", seed: 1, width: 64, height: 64 });
    const edited = await studio.make({ kind: "image", prompt: "make it night", seed: 1, width: 64, height: 64, backdrop });
    const plain = await studio.make({ kind: "image", prompt: "make it night", seed: 1, width: 64, height: 64 });
    expect(Buffer.from(edited).equals(Buffer.from(plain))).toBe(false);
  });

  it("a PNG that is broken, or too large to hold, decodes to nothing", () => {
    expect(decodePng(new Uint8Array(10))).toBeUndefined();
    const bomb = Buffer.alloc(64);
    bomb.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    bomb.writeUInt32BE(60_000, 16);
    bomb.writeUInt32BE(60_000, 20);
    bomb.set([8, 6, 0, 0, 0], 24);
    expect(decodePng(bomb)).toBeUndefined();
  });
});

describe("clips", () => {
  it("are MP4 files with H.264 frames of the size and length asked for", async () => {
    const boxes = listBoxes(Buffer.from(await studio.make(CLIP)));
    expect([...boxes.keys()].slice(0, 1)).toEqual(["/ftyp"]);
    expect(boxes.get("/moov/trak/mdia/minf/stbl/stsd")?.toString("latin1")).toContain("avc1");
    const header = boxes.get("/moov/mvhd") ?? Buffer.alloc(0);
    expect(header.readUInt32BE(16) / header.readUInt32BE(12)).toBeCloseTo(1, 1);
    const track = boxes.get("/moov/trak/tkhd") ?? Buffer.alloc(0);
    expect([track.readUInt32BE(track.length - 8) / 65_536, track.readUInt32BE(track.length - 4) / 65_536]).toEqual([160, 90]);
    expect(boxes.get("/moov/trak/mdia/minf/stbl/stsz")?.readUInt32BE(8)).toBe(8);
  });

  it("hold no time of making: the same request gives the same bytes", async () => {
    const [first, second] = await Promise.all([studio.make(CLIP), studio.make(CLIP)]);
    expect(Buffer.from(first).equals(Buffer.from(second))).toBe(true);
    const boxes = listBoxes(Buffer.from(first));
    const times = ["/moov/mvhd", "/moov/trak/tkhd", "/moov/trak/mdia/mdhd"].map((box) => boxes.get(box)?.readBigUInt64BE(4));
    expect(times).toEqual([0n, 0n, 0n]);
  });

  it("satisfy ffprobe where there is one", async () => {
    const probed = await probe(await studio.make(CLIP));
    expect(["not installed", "h264 160 90 8"]).toContain(probed);
  });
});

describe("speech", () => {
  const text = "Hello from the sandbox.";

  it("comes as MP3 frames whose count agrees with the PCM of the same words", async () => {
    const spoken = { kind: "speech", text, voice: "kal16", speed: 1 } as const;
    const pcm = await studio.make({ ...spoken, format: "pcm" });
    const { frames, sampleRate } = countMp3Frames(Buffer.from(await studio.make({ ...spoken, format: "mp3" })));
    const seconds = pcm.length / 2 / 24_000;
    expect(sampleRate).toBe(24_000);
    expect(seconds).toBeGreaterThan(1);
    expect((frames * 576) / sampleRate).toBeCloseTo(seconds, 0);
  });

  it("is louder than silence, and shorter when spoken faster", async () => {
    const speak = async (speed: number): Promise<Buffer> =>
      Buffer.from(await studio.make({ kind: "speech", text, voice: "kal16", speed, format: "pcm" }));
    const normal = await speak(1);
    let peak = 0;
    for (let at = 0; at + 1 < normal.length; at += 2) peak = Math.max(peak, Math.abs(normal.readInt16LE(at)));
    expect(peak).toBeGreaterThan(3000);
    expect((await speak(2)).length).toBeLessThan(normal.length * 0.7);
  });

  it("leaves sentence by sentence", async () => {
    const chunks: number[] = [];
    await studio.run({ kind: "speech", text: "One. Two. Three.", voice: "kal16", speed: 1, format: "pcm" }, (chunk) =>
      chunks.push(chunk.length),
    );
    expect(chunks).toHaveLength(3);
  });

  it("carries its words in a tag, also when files are joined", () => {
    const joined = Buffer.concat([writeId3("First part."), Buffer.from([0xff, 0xf3, 1, 2]), writeId3("Zweiter Teil, äöü.")]);
    expect(readTranscripts(joined)).toEqual(["First part.", "Zweiter Teil, äöü."]);
  });
});

describe("the studio", () => {
  it("works in the caller's thread too", async () => {
    const here = createMediaStudio("in-process");
    expect(readPngHead(await here.make({ kind: "image", prompt: "a lake", seed: 1, width: 32, height: 32 }))?.width).toBe(32);
    await here.close();
  });

  it("rejects what is unfinished when it closes", async () => {
    const closing = createMediaStudio("worker");
    const clip = closing.make({ ...CLIP, seconds: 60 }).catch((error: unknown) => String(error));
    await closing.close();
    expect(await clip).toContain("closed");
  });

  it("plays a tune, the same for the same words", async () => {
    const tune = { kind: "tune", prompt: "a happy song", seed: 1, seconds: 2, format: "pcm" } as const;
    const first = await studio.make(tune);
    expect(first).toHaveLength(2 * 24_000 * 2);
    expect(Buffer.from(await studio.make(tune)).equals(Buffer.from(first))).toBe(true);
  });
});
