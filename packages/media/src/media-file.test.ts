import { describe, expect, it } from "vitest";
import { GIF, PNG, PNG_URL } from "./__fixtures__/targets.js";
import { createMediaFile, readDataUrl, referenceUrl, toDataUrl } from "./media-file.js";
import { extensionOf } from "./media-types.js";

// IMG-3
describe("createMediaFile", () => {
  it("believes the bytes and not the name", () => {
    expect(createMediaFile(GIF, "image/png")).toMatchObject({ mediaType: "image/gif", extension: "gif" });
  });
  it("takes the name where the bytes say nothing", () => {
    expect(createMediaFile(new Uint8Array([1, 2]), "Audio/MP3; rate=24000")).toMatchObject({ mediaType: "audio/mpeg", extension: "mp3" });
    expect(createMediaFile(new Uint8Array([1, 2]))).toMatchObject({ mediaType: "application/octet-stream", extension: "bin" });
  });
});

describe("readDataUrl", () => {
  it("reads what toDataUrl wrote", () => {
    expect(readDataUrl(toDataUrl({ bytes: PNG, mediaType: "image/png" }))?.bytes).toEqual(PNG);
  });
  it("reads types with parameters, no type (PNG), and percent-encoded text", () => {
    expect(readDataUrl(PNG_URL.replace("image/png", "image/png;charset=x"))?.mediaType).toBe("image/png");
    expect(readDataUrl("data:;base64,AQI=")?.mediaType).toBe("image/png");
    expect(readDataUrl("data:image/svg+xml,%3Csvg%20/%3E")).toMatchObject({ mediaType: "image/svg+xml", extension: "svg" });
  });
  it.each(["", "https://example.com", "data:image/png;base64,", "data:image/png;base64,%%%", "data:text/plain,%zz"])(
    "has nothing for %j",
    (text) => expect(readDataUrl(text)).toBeUndefined(),
  );
});

describe("referenceUrl", () => {
  it("makes a data URL of bytes, by what they are", () => {
    expect(referenceUrl({ bytes: GIF, mediaType: "image/png" })).toMatch(/^data:image\/gif;base64,/);
  });
  it.each([
    ["/tmp/a.png", /^Unsupported image reference: \/tmp\/a\.png\. Use a file path/],
    ["file:///etc/passwd", /^Unsupported image reference/],
    ["  ", /^image required \(empty string in array\)$/],
  ])("refuses %j", (url, message) => expect(() => referenceUrl({ url })).toThrow(message));
  it("refuses an empty file", () => expect(() => referenceUrl({ bytes: new Uint8Array() })).toThrow(/0 bytes/));
});

it("has the usual extension for each type", () => {
  expect(["image/jpeg", "IMAGE/JPG", "audio/x-wav", "video/webm; codecs=vp9", "x/y"].map(extensionOf)).toEqual([
    "jpg",
    "jpg",
    "wav",
    "webm",
    "bin",
  ]);
});
