import { createTarget } from "@openclaw/core";
import { planImages, planVideo, readVideoModelRow, type VideoRequest } from "@openclaw/media";
import { describe, expect, it } from "vitest";
import { flagWords } from "./flag-words.js";

const apiKey = "sk-or-v1-SYNTHETIC";
const veo = createTarget({ model: "google/veo-3.1-fast", apiKey });
const row = readVideoModelRow({
  id: "google/veo-3.1-fast",
  supported_durations: [4, 6, 8],
  supported_aspect_ratios: ["16:9"],
  supported_frame_images: ["first_frame"],
  generate_audio: false,
  seed: false,
});
const plan = (request: Omit<VideoRequest, "target" | "prompt">) =>
  planVideo(veo, { prompt: "waves", ...request, target: veo } as VideoRequest, { row });
const image = { url: "https://a.example/b.png" };

// CLI-3: the sentences are the library's own, so that neither changes without the other.
describe("what a model cannot do, in the words it was asked for with", () => {
  it("names the flag of what moved", () => {
    const { warnings } = plan({ durationSeconds: 1, aspectRatio: "3:2" });
    expect(warnings.map(({ message }) => flagWords(message))).toEqual([
      "--duration 1 became 4 for openrouter/google/veo-3.1-fast.",
      "--aspect-ratio 3:2 became 16:9 for openrouter/google/veo-3.1-fast.",
    ]);
  });

  it("names both flags where one was worked out from the other", () => {
    const target = createTarget({ model: "google/gemini-3.1-flash-image", apiKey });
    const { warnings } = planImages(target, { prompt: "a fox", size: "1600x900" });
    expect(warnings.map(({ message }) => flagWords(message))[0]).toMatch(/^--size 1600x900 became --aspect-ratio 16:9 for openrouter\//);
  });

  it("names the flags of what was left out", () => {
    const { warnings } = plan({ seed: 3, audio: true, images: [{ image, role: "last_frame" }] });
    expect(warnings.map(({ message }) => flagWords(message))).toEqual([
      "Ignored unsupported overrides for openrouter/google/veo-3.1-fast: --audio=true, --seed=3, the role of --image=last_frame.",
    ]);
  });

  it("names the flags of what --strict refuses", () => {
    let message = "";
    try {
      plan({ durationSeconds: 1, aspectRatio: "3:2", seed: 3, strict: true });
    } catch (error) {
      message = (error as Error).message;
    }
    expect(flagWords(message)).toBe(
      "openrouter/google/veo-3.1-fast does not take --duration 1 (allowed: 4, 6, 8); --aspect-ratio 3:2 (allowed: 16:9); --seed (not supported). Nothing was sent.",
    );
  });

  it.each([
    [{ aspectRatio: "wide" }, "--aspect-ratio must be one of 1:1,"],
    [{ resolution: "720" }, "--resolution must be one of 480P,"],
    [{ size: "big" }, "--size must be WIDTHxHEIGHT"],
  ])("names the flag of nonsense: %j", (request, words) => {
    let message = "";
    try {
      plan(request);
    } catch (error) {
      message = (error as Error).message;
    }
    expect(flagWords(message)).toMatch(new RegExp(`^${words}`));
  });

  it("names the flag that --strict refuses, and not the one that is worked out from it", () => {
    const target = createTarget({ model: "google/gemini-3.1-flash-image", apiKey });
    let message = "";
    try {
      planImages(target, { prompt: "a fox", size: "512x512", strict: true });
    } catch (error) {
      message = (error as Error).message;
    }
    expect(flagWords(message)).toMatch(/^openrouter\/\S+ does not take --size 512x512 \(allowed: --aspect-ratio 1:1, /);
  });

  it.each(["The model became slow for a while.", "openrouter/a/b does not take tools. Nothing was sent.", "seed was given twice."])(
    "leaves other sentences alone: %s",
    (message) => {
      expect(flagWords(message)).toBe(message);
    },
  );
});
