import { describe, expect, it } from "vitest";
import { dataUrl, GIF, MP4, PNG, PNG_URL } from "./__fixtures__/targets.js";
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
  const text = new TextEncoder().encode("hello");
  it.each([
    ["text", { bytes: text, mediaType: "image/png", filename: "cat.png" }, /^cat\.png is not an image: it is text\.$/],
    ["a clip", { bytes: MP4, filename: "a.mp4" }, /^a\.mp4 is not an image: it is video\/mp4\.$/],
    [
      "what nobody knows",
      { bytes: new Uint8Array([1, 2]), mediaType: "application/octet-stream" },
      /^A reference is .* no type that is known/,
    ],
    ["a data URL of text", { url: dataUrl("image/png", text) }, /^A data URL .* is not an image: it is text\.$/],
    ["a data URL of a clip", { url: dataUrl("video/mp4", MP4) }, /it is video\/mp4/],
    ["a data URL of nothing", { url: "data:image/png;base64,%%%" }, /holds nothing that can be read/],
    [
      "a data URL that is broken far behind",
      { url: `${dataUrl("image/png", new Uint8Array(9_000).fill(7))}%%` },
      /holds nothing that can be read/,
    ],
  ])("refuses %s as a picture", (_what, reference, message) => expect(() => referenceUrl(reference)).toThrow(message));
  it.each([
    ["as it was written", PNG_URL],
    ["with line breaks in it", dataUrl("image/png", new Uint8Array([...PNG, ...new Uint8Array(9_000)])).replace(/.{76}/g, "$&\n")],
    ["of a drawing", "data:image/svg+xml,%3Csvg%20/%3E"],
    ["of a kind that is not known here", dataUrl("image/x-new", new Uint8Array([1, 2]))],
  ])("passes a data URL on %s", (_what, url) => expect(referenceUrl({ url })).toBe(url));
  it.each(["a.png", null, {}])("refuses %j, which types would not let through", (reference) => {
    expect(() => referenceUrl(reference as unknown as { url: string })).toThrow(/neither \{ bytes \} nor \{ url \}/);
  });
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
