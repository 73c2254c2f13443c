import type { TransportBody } from "@openclaw/core";
import { safeFileName } from "@openclaw/core/node";
import { tempDir } from "@openclaw/testing";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { GIF, JPEG_HEAD, PNG } from "../__fixtures__/targets.js";
import { createMediaFile } from "../media-file.js";
import { checkFileName } from "./file-name.js";
import { readMediaFile } from "./read-media-file.js";
import { saveImages } from "./save-images.js";
import { checkOutput } from "./save-target.js";
import { saveVideo } from "./save-video.js";
import { writeMediaFile } from "./write-media-file.js";

const png = createMediaFile(PNG);
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
function body(...pieces: readonly (string | Error)[]): TransportBody & { cancelled: boolean } {
  const left = [...pieces];
  return {
    cancelled: false,
    read() {
      const piece = left.shift();
      return piece instanceof Error ? Promise.reject(piece) : Promise.resolve(piece === undefined ? undefined : bytes(piece));
    },
    cancel() {
      this.cancelled = true;
      return Promise.resolve();
    },
  };
}

// IMG-3, VID-1
describe("writeMediaFile", () => {
  it("writes the whole file, tells its size and hash, and leaves nothing else", async () => {
    const folder = join(tempDir(), "made", "for", "it");
    const written = await writeMediaFile(join(folder, "a.txt"), body("moving ", "pictures"));
    expect(written).toMatchObject({ sizeBytes: 15, sha256: "6cb754acd2d240d3b451bdc7cf7d09b98d66b50c4cd16b01ab9f58c3738778f7" });
    expect(readFileSync(join(folder, "a.txt"), "utf8")).toBe("moving pictures");
    expect(readdirSync(folder)).toEqual(["a.txt"]);
  });

  it("never touches a file that is there, and replaces it whole with force", async () => {
    const path = join(tempDir(), "a.txt");
    writeFileSync(path, "earlier");
    await expect(writeMediaFile(path, bytes("new"))).rejects.toMatchObject({
      code: "file_io",
      message: expect.stringContaining("exists already"),
    });
    expect(readFileSync(path, "utf8")).toBe("earlier");
    await writeMediaFile(path, bytes("new"), { force: true });
    expect(readFileSync(path, "utf8")).toBe("new");
    expect(readdirSync(join(path, ".."))).toEqual(["a.txt"]);
  });

  it("never touches a file that appears while it writes", async () => {
    const path = join(tempDir(), "a.txt");
    const beforePublish = () => Promise.resolve(writeFileSync(path, "somebody else's"));
    await expect(writeMediaFile(path, bytes("new"), { beforePublish })).rejects.toMatchObject({ code: "file_io" });
    expect(readFileSync(path, "utf8")).toBe("somebody else's");
  });

  it.each([
    ["the source breaks", body("half", new Error("cut")), /^cut$/],
    ["the source is empty", body(), /0 bytes/],
  ])("leaves nothing behind and the earlier file intact when %s", async (_what, source, message) => {
    const path = join(tempDir(), "a.txt");
    writeFileSync(path, "earlier");
    await expect(writeMediaFile(path, source, { force: true })).rejects.toThrow(message);
    expect(readdirSync(join(path, ".."))).toEqual(["a.txt"]);
    expect(readFileSync(path, "utf8")).toBe("earlier");
    expect(source.cancelled).toBe(true);
  });

  it.runIf(existsSync("/dev/full"))("says in one sentence that the disk is full, and leaves nothing behind", async () => {
    const folder = tempDir();
    writeFileSync(join(folder, "a.txt"), "earlier");
    symlinkSync("/dev/full", join(folder, ".full.part"));
    const source = body("bytes");
    await expect(writeMediaFile(join(folder, "a.txt"), source, { force: true, temporaryName: ".full.part" })).rejects.toMatchObject({
      code: "file_io",
      message: `${join(folder, "a.txt")} could not be written: the disk is full (ENOSPC).`,
      hint: expect.stringMatching(/another place/),
    });
    expect(readdirSync(folder)).toEqual(["a.txt"]);
    expect(readFileSync(join(folder, "a.txt"), "utf8")).toBe("earlier");
    expect(source.cancelled).toBe(true);
  });

  it.each([
    ["a folder that cannot be written", "/sys/openclaw/a.txt"],
    ["a file where a folder should be", join(import.meta.filename, "a.txt")],
    ["a name that is too long", join("/tmp", "x".repeat(300))],
  ])("gives one clear file_io error for %s", async (_what, path) => {
    await expect(writeMediaFile(path, bytes("x"))).rejects.toMatchObject({
      code: "file_io",
      message: expect.stringMatching(/could not be written: .+ \(E[A-Z]+\)\.$/),
    });
  });

  it("stops at once when it is aborted, and leaves nothing behind", async () => {
    const folder = tempDir();
    const controller = new AbortController();
    const onBytes = () => controller.abort();
    await expect(writeMediaFile(join(folder, "a.txt"), body("one", "two"), { signal: controller.signal, onBytes })).rejects.toMatchObject({
      name: "AbortError",
    });
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe("saveImages", () => {
  it("numbers pictures, and lets the extension follow the bytes", async () => {
    const folder = tempDir();
    const saved = await saveImages([png, createMediaFile(GIF, "image/png")], { folder });
    expect(saved.map(({ path }) => path)).toEqual([join(folder, "image-1.png"), join(folder, "image-2.gif")]);
    expect((await saveImages([png], { path: join(folder, "cat.jpeg") }))[0]?.path).toBe(join(folder, "cat.png"));
    expect((await saveImages([png, png], { folder, name: "dog.png" })).map(({ path }) => path)).toEqual([
      join(folder, "dog-1.png"),
      join(folder, "dog-2.png"),
    ]);
  });

  it("moves on to a free number instead of losing a paid picture or touching a file", async () => {
    const folder = tempDir();
    writeFileSync(join(folder, "image-1.png"), "mine");
    writeFileSync(join(folder, "cat.png"), "mine");
    expect((await saveImages([png, png], { folder })).map(({ path }) => path)).toEqual([
      join(folder, "image-2.png"),
      join(folder, "image-3.png"),
    ]);
    expect((await saveImages([png], { path: join(folder, "cat.png") }))[0]?.path).toBe(join(folder, "cat-1.png"));
    expect([readFileSync(join(folder, "image-1.png"), "utf8"), readFileSync(join(folder, "cat.png"), "utf8")]).toEqual(["mine", "mine"]);
    await saveImages([png], { path: join(folder, "cat.png"), force: true });
    expect(statSync(join(folder, "cat.png")).size).toBe(PNG.byteLength);
  });

  it("replaces with force only the very file that was named, and says under which name it wrote", async () => {
    const folder = tempDir();
    const mine = ["a.png", "b.png", "image-1.png", "many-1.png"].map((name) => join(folder, name));
    for (const path of mine) writeFileSync(path, "mine");
    const force = true;
    expect(await saveImages([png], { path: join(folder, "a.jpg"), force })).toMatchObject([
      { path: join(folder, "a-1.png"), note: "a.jpg was written as a-1.png: the content is PNG." },
    ]);
    expect((await saveImages([png], { path: join(folder, "b"), force }))[0]?.path).toBe(join(folder, "b-1.png"));
    expect((await saveImages([png], { folder, force }))[0]?.path).toBe(join(folder, "image-2.png"));
    expect((await saveImages([png, png], { path: join(folder, "many.png"), force }))[0]?.path).toBe(join(folder, "many-2.png"));
    expect(mine.map((path) => readFileSync(path, "utf8"))).toEqual(mine.map(() => "mine"));
    expect((await saveImages([png], { path: join(folder, "a.png") }))[0]?.note).toMatch(/a-2\.png: a\.png exists already\.$/);
    const [replaced] = await saveImages([png], { path: join(folder, "a.png"), force });
    expect(replaced).toEqual({ path: mine[0], mediaType: "image/png", sizeBytes: PNG.byteLength, sha256: expect.any(String) });
  });

  it("keeps the spelling of an extension that says what the content is", async () => {
    const jpeg = createMediaFile(JPEG_HEAD);
    for (const name of ["A.PNG", "b.jpeg", "c.JPG"]) {
      const path = join(tempDir(), name);
      writeFileSync(path, "mine");
      expect(await saveImages([name === "A.PNG" ? png : jpeg], { path, force: true })).toMatchObject([{ path }]);
      expect(statSync(path).size).toBeGreaterThan("mine".length);
    }
  });

  it("gives every one of many savers a name of its own", async () => {
    const folder = tempDir();
    const saved = await Promise.all(Array.from({ length: 12 }, () => saveImages([png], { folder })));
    expect(new Set(saved.flat().map(({ path }) => path)).size).toBe(12);
    expect(readdirSync(folder)).toHaveLength(12);
  });
});

describe("saveVideo", () => {
  const video = () => ({ mediaType: "video/webm", extension: "webm", body: body("clip") });
  it("takes the next free number without a name, and refuses a name that is taken", async () => {
    const folder = tempDir();
    expect((await saveVideo(video(), { folder })).path).toBe(join(folder, "video-1.webm"));
    expect((await saveVideo(video(), { folder })).path).toBe(join(folder, "video-2.webm"));
    expect((await saveVideo(video(), { path: join(folder, "clip.mp4") })).path).toBe(join(folder, "clip.webm"));
    await expect(saveVideo(video(), { path: join(folder, "clip.webm") })).rejects.toMatchObject({ code: "file_io" });
    await expect(saveVideo(video(), { folder, name: "clip" })).rejects.toMatchObject({ code: "file_io" });
  });

  it("never touches a file that was not named, also with force, and loses no video for it", async () => {
    const folder = tempDir();
    const mine = join(folder, "clip.webm");
    writeFileSync(mine, "mine");
    for (const [number, force] of [true, false].entries()) {
      expect(await saveVideo(video(), { path: join(folder, "clip.mp4"), force })).toMatchObject({
        path: join(folder, `clip-${number + 1}.webm`),
        note: expect.stringMatching(/the content is WEBM\.$/),
      });
    }
    expect(readFileSync(mine, "utf8")).toBe("mine");
    expect((await saveVideo(video(), { folder, name: "clip", force: true })).path).toBe(mine);
    expect(readFileSync(mine, "utf8")).toBe("clip");
  });
});

describe("names and places", () => {
  it.each([
    "../x.png",
    "a/b.png",
    "a\\b.png",
    "..",
    ".",
    "",
    " ",
    ".hidden",
    "a\0b",
    "a\nb",
    "con.png",
    "LPT1",
    "a.",
    "x:y",
    "é".repeat(150),
  ])("refuses the name %j", async (name) => {
    expect(() => checkFileName(name)).toThrow(expect.objectContaining({ code: "file_io" }));
    const folder = tempDir();
    await expect(saveImages([png], { folder, name })).rejects.toMatchObject({ code: "file_io" });
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    ["../../etc/passwd", "passwd"],
    ["..\\..\\boot.ini", "boot.ini"],
    ["a <b>|c?.png", "a -b-c-.png"],
    ["...", "image"],
    ["con", "image"],
    ["", "image"],
    ["Füchse v1.2", "Füchse v1.2"],
  ])("makes the name %j plain: %s", (name, plain) => {
    expect(safeFileName(name, "image")).toBe(plain);
    expect(() => checkFileName(safeFileName(name, "image"))).not.toThrow();
  });

  it("finds out beforehand whether the output could be saved", async () => {
    const folder = tempDir();
    writeFileSync(join(folder, "a.mp4"), "mine");
    mkdirSync(join(folder, "sub"));
    await expect(checkOutput({ path: join(folder, "a.mp4") })).rejects.toMatchObject({
      code: "file_io",
      message: expect.stringContaining("exists already"),
    });
    await expect(checkOutput({ path: join(folder, "sub") })).rejects.toMatchObject({ message: expect.stringContaining("is a folder") });
    await expect(checkOutput({ path: join(folder, "a.mp4", "b.mp4") })).rejects.toMatchObject({ code: "file_io" });
    await expect(checkOutput({ path: join(folder, `${"a".repeat(300)}.mp4`) })).rejects.toMatchObject({ code: "file_io" });
    await expect(checkOutput({ path: join(folder, "a.mp4"), force: true })).resolves.toBeUndefined();
    await expect(checkOutput({ folder: join(folder, "new") })).resolves.toBeUndefined();
  });
});

// IMG-3, MED-1
describe("readMediaFile", () => {
  it("reads paths and file URLs, typed by their bytes", async () => {
    const path = join(tempDir(), "a b.jpg");
    writeFileSync(path, PNG);
    expect(await readMediaFile(path)).toMatchObject({ mediaType: "image/png", bytes: PNG, filename: basename(path) });
    expect(await readMediaFile(`file://${path.replace(" ", "%20")}`)).toMatchObject({ mediaType: "image/png" });
  });
  it("refuses what is missing, empty, too large, a folder, or on another machine", async () => {
    const folder = tempDir();
    writeFileSync(join(folder, "empty"), "");
    writeFileSync(join(folder, "big"), "12345");
    await expect(readMediaFile(join(folder, "none"))).rejects.toMatchObject({
      code: "file_io",
      message: expect.stringContaining("no such file"),
    });
    await expect(readMediaFile(join(folder, "empty"))).rejects.toThrow(/0 bytes/);
    await expect(readMediaFile(join(folder, "big"), { maxBytes: 4 })).rejects.toThrow(/5 bytes, more than the limit of 4/);
    await expect(readMediaFile(folder)).rejects.toMatchObject({ code: "file_io" });
    await expect(readMediaFile("file://elsewhere.example/a")).rejects.toMatchObject({ code: "input_invalid" });
  });
});
