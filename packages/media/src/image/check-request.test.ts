import { describe, expect, it } from "vitest";
import { checkImageRequest, checkReferenceCount } from "./check-request.js";
import type { ImageRequest } from "./image-request.js";

// IMG-3: nonsense is refused whether strict or not, in OpenClaw's words
describe("checkImageRequest", () => {
  const RATIOS = "aspectRatio must be one of 1:1, 2:3, 3:2, 3:4, 4:3, 4:5, 5:4, 9:16, 16:9, or 21:9";
  it.each<[Partial<ImageRequest>, string]>([
    [{ prompt: "" }, "prompt required"],
    [{ prompt: "  \n" }, "prompt required"],
    [{ count: 0 }, "count must be between 1 and 4"],
    [{ count: 5 }, "count must be between 1 and 4"],
    [{ count: 1.5 }, "count must be between 1 and 4"],
    [{ count: Number.NaN }, "count must be between 1 and 4"],
    [{ resolution: "abc" }, "resolution must be one of 1K, 2K, or 4K"],
    [{ resolution: "0K" }, "resolution must be one of 1K, 2K, or 4K"],
    [{ resolution: "" }, "resolution must be one of 1K, 2K, or 4K"],
    [{ aspectRatio: "abc" }, RATIOS],
    [{ aspectRatio: "0:1" }, RATIOS],
    [{ aspectRatio: "" }, RATIOS],
    [{ size: "big" }, "size must be WIDTHxHEIGHT in pixels, such as 1024x1024"],
    [{ size: "0x0" }, "size must be WIDTHxHEIGHT in pixels, such as 1024x1024"],
    [{ quality: "best" }, "quality must be one of low, medium, high, or auto"],
    [{ outputFormat: "gif" }, "outputFormat must be one of png, jpeg, or webp"],
    [{ background: "blue" }, "background must be one of transparent, opaque, or auto"],
    [{ background: "transparent", outputFormat: "jpeg" }, "background transparent needs outputFormat png or webp"],
    [{ seed: 1.5 }, "seed must be an integer"],
    [{ timeoutMs: 0 }, "timeoutMs must be a positive integer in milliseconds."],
    [{ timeoutMs: -1 }, "timeoutMs must be a positive integer in milliseconds."],
    [{ timeoutMs: 1.5 }, "timeoutMs must be a positive integer in milliseconds."],
  ])("refuses %j: %s", (wrong, message) => {
    expect(() => checkImageRequest({ prompt: "a fox", ...wrong })).toThrow(expect.objectContaining({ message, code: "input_invalid" }));
  });

  it("takes whatever can be asked for", () => {
    const everything = {
      count: 4,
      aspectRatio: "7:5",
      resolution: "3K",
      size: "640x480",
      quality: "high",
      outputFormat: "jpg",
      background: "opaque",
      seed: 0,
    };
    expect(() => checkImageRequest({ prompt: "a fox", ...everything })).not.toThrow();
    expect(() => checkImageRequest({ prompt: "a fox", aspectRatio: "auto", resolution: "512" })).not.toThrow();
  });
});

// A picture that is given and not sent would be paid for all the same.
it.each([
  [{ images: [{ url: "https://a.example/a.png" }] }, "Write references: [{ url }]."],
  [{ n: 2 }, "Write count."],
  [{ aspect_ratio: "16:9" }, "Write aspectRatio."],
  [{ format: "png" }, "Write outputFormat."],
])("says how it is written instead of %j", (fields, hint) => {
  expect(() => checkImageRequest({ prompt: "the sea", ...fields })).toThrow(expect.objectContaining({ code: "input_invalid", hint }));
});

it("refuses more references than the model takes, leaving the next candidate a chance", () => {
  expect(() => checkReferenceCount(5, 5)).not.toThrow();
  expect(() => checkReferenceCount(6, 5)).toThrow(
    expect.objectContaining({ message: "openrouter edit supports at most 5 reference images.", code: "unsupported" }),
  );
  expect(() => checkReferenceCount(17, 16)).toThrow("Too many reference images: 17 provided, maximum is 16.");
});
