import { createTarget } from "@openclaw/core";
import { expect, it } from "vitest";
import { planVideo } from "./plan.js";
import type { VideoPrice } from "./price.js";
import type { VideoRequest } from "./video-request.js";
import type { VideoModelRow } from "./wire/video-model-row.js";

const target = createTarget({ model: "openrouter/google/veo-3.1-fast", apiKey: "k" });

type Wish = Partial<Omit<VideoRequest, "target">>;

function rowOf(pricing: Record<string, string>, facts: Partial<VideoModelRow> = {}): VideoModelRow {
  return { id: "google/veo-3.1-fast", name: "Veo", durations: [4, 6, 8], resolutions: ["720p", "1080p", "4K"], pricing, ...facts };
}

function price(wish: Wish, row?: VideoModelRow): VideoPrice | undefined {
  return planVideo(target, { prompt: "waves", ...wish }, { row }).price;
}

const PICTURE = { image: { url: "https://example.org/a.png" } };

// As /videos/models lists them.
const VEO = {
  duration_seconds_with_audio: "0.12",
  duration_seconds_with_audio_4k: "0.30",
  duration_seconds_with_audio_720p: "0.10",
  duration_seconds_without_audio: "0.10",
  duration_seconds_without_audio_720p: "0.08",
};
const SEEDANCE = { video_tokens: "0.0000107", video_tokens_with_video_input: "0.0000064" };

it("is the price that names what was asked, and at most the dearest that may be billed for it", () => {
  expect(price({ durationSeconds: 4, resolution: "720P" }, rowOf(VEO))).toEqual({ likelyUsd: 0.4, mostUsd: 0.48 });
  expect(price({ durationSeconds: 4, resolution: "720P", audio: false }, rowOf(VEO, { audio: true }))).toEqual({
    likelyUsd: 0.32,
    mostUsd: 0.4,
  });
  expect(price({ durationSeconds: 8, resolution: "1080P" }, rowOf(VEO))).toEqual({ likelyUsd: 0.96, mostUsd: 0.96 });
});

it("counts what was left open as the dearest, and does not guess", () => {
  expect(price({}, rowOf(VEO))).toEqual({ mostUsd: 2.4 });
  expect(price({ durationSeconds: 4 }, rowOf(VEO))).toEqual({ mostUsd: 1.2 });
  expect(price({ resolution: "720P" }, rowOf(VEO))).toEqual({ mostUsd: 0.96 });
  // A size in pixels says the resolution, too.
  expect(price({ durationSeconds: 4, size: "3840x2160" }, rowOf(VEO, { sizes: ["3840x2160"] }))).toEqual({ likelyUsd: 1.2, mostUsd: 1.2 });
  // One price for every size: only the length decides.
  expect(price({ durationSeconds: 4 }, rowOf({ duration_seconds: "0.1" }))).toEqual({ likelyUsd: 0.4, mostUsd: 0.4 });
});

it("takes a model whose row names no length for twelve seconds", () => {
  expect(price({}, rowOf({ cents_per_second_output: "20" }, { durations: [] }))).toEqual({ mostUsd: 2.4 });
});

it("counts tokens by the pixels of 24 frames a second", () => {
  expect(price({ durationSeconds: 4, size: "1280x720" }, rowOf({ video_tokens: "0.000001" }, { sizes: ["1280x720"] }))).toEqual({
    likelyUsd: 0.0864,
    mostUsd: 0.0864,
  });
  expect(price({ durationSeconds: 4, resolution: "720P", aspectRatio: "16:9" }, rowOf(SEEDANCE))).toEqual({
    likelyUsd: 0.92448,
    mostUsd: 0.92448,
  });
  // Any ratio may come: the widest has most pixels.
  const wide = rowOf(SEEDANCE, { aspectRatios: ["1:1", "21:9"] });
  expect(price({ durationSeconds: 4, resolution: "720P" }, wide)).toEqual({ mostUsd: 1.21338 });
  // No size: the largest the model has.
  expect(price({ durationSeconds: 4 }, rowOf(SEEDANCE, { resolutions: ["480p", "720p"] }))).toEqual({ mostUsd: 0.92448 });
});

it("counts megapixels by the second", () => {
  const upscale = rowOf({ cents_per_megapixel_second_precise: "7.5" }, { sizes: ["1920x1080"] });
  expect(price({ durationSeconds: 4, size: "1920x1080" }, upscale)?.mostUsd).toBe(0.62208);
});

it("adds what each picture costs, and never goes below the least of a clip", () => {
  const grok = rowOf(
    { cents_per_image_input: "1", cents_per_video_output_second_720p: "14" },
    { frameImages: ["first_frame", "last_frame"] },
  );
  expect(price({ durationSeconds: 4, resolution: "720P" }, grok)?.mostUsd).toBe(0.56);
  expect(price({ durationSeconds: 4, resolution: "720P", images: [PICTURE, PICTURE] }, grok)?.mostUsd).toBe(0.58);
  const runway = rowOf({ cents_per_second_output: "28", minimum_cents_per_generation: "156" });
  expect(price({ durationSeconds: 4 }, runway)).toEqual({ likelyUsd: 1.56, mostUsd: 1.56 });
  expect(price({ durationSeconds: 8 }, runway)?.mostUsd).toBe(2.24);
});

it("goes by the scene: with a picture, without one, never from a clip", () => {
  const wan = rowOf(
    {
      text_to_video_duration_seconds_720p: "0.08",
      image_to_video_duration_seconds_720p: "0.10",
      cents_per_second_video_continuation: "90",
    },
    { frameImages: ["first_frame"] },
  );
  expect(price({ durationSeconds: 4, resolution: "720P" }, wan)?.mostUsd).toBe(0.32);
  expect(price({ durationSeconds: 4, resolution: "720P", images: [PICTURE] }, wan)?.mostUsd).toBe(0.4);
});

it("is a price for the clip where the model has one", () => {
  expect(price({}, rowOf({ generate: "0.50" }))).toEqual({ likelyUsd: 0.5, mostUsd: 0.5 });
});

it("is nothing where the model is free", () => {
  expect(price({ durationSeconds: 4 }, rowOf({ duration_seconds: "0" }))).toEqual({ likelyUsd: 0, mostUsd: 0 });
});

it("is unknown where nothing that can be read is listed", () => {
  expect(price({ durationSeconds: 4 })).toBeUndefined();
  expect(price({ durationSeconds: 4 }, rowOf({}))).toBeUndefined();
  expect(
    price({ durationSeconds: 4 }, rowOf({ per_second: "ask us", minimum_cents_per_generation: "", cents_per_image_input: "1" })),
  ).toBeUndefined();
  expect(price({ durationSeconds: 4 }, rowOf({ per_second: "-1" }))).toBeUndefined();
});
