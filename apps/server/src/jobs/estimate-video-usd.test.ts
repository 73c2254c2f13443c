import { createTarget } from "@openclaw/core";
import { planVideo, type VideoModelRow } from "@openclaw/media";
import { expect, it } from "vitest";
import { estimateVideoUsd } from "./estimate-video-usd.js";

const target = createTarget({ model: "openrouter/google/veo-3.1-fast", apiKey: "k" });
const row = (pricing: Record<string, string>): VideoModelRow => ({ id: "google/veo-3.1-fast", name: "Veo", durations: [4, 6, 8], pricing });
const estimate = (request: object, of: VideoModelRow | undefined) =>
  estimateVideoUsd(planVideo({ prompt: "a", ...request }, target, of === undefined ? {} : { row: of }), of);

// SRV-4
it("holds the dearest price of what may be billed, for the whole length", () => {
  const seconds = row({
    duration_seconds_with_audio: "0.15",
    duration_seconds_without_audio: "0.10",
    duration_seconds_with_audio_1080p: "0.30",
  });
  expect(estimate({ durationSeconds: 4 }, seconds)).toBe(1.2);
  expect(estimate({ durationSeconds: 4, audio: false }, seconds)).toBe(0.4);
  expect(estimate({}, seconds)).toBe(2.4);
  expect(estimate({ durationSeconds: 6 }, row({ cents_per_second_output: "20" }))).toBe(1.2);
  expect(estimate({ durationSeconds: 6 }, row({ generate: "0.5" }))).toBe(0.5);
  expect(estimate({ durationSeconds: 4, size: "1280x720" }, { ...row({ video_tokens: "0.000001" }), sizes: ["1280x720"] })).toBe(0.0864);
});

it("holds a fixed sum where no price is known", () => {
  expect(estimate({ durationSeconds: 4 }, undefined)).toBe(10);
  expect(estimate({ durationSeconds: 4 }, row({ per_second: "ask us" }))).toBe(10);
});
