import { seededRandom } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { GEMINI, FLUX } from "../__fixtures__/targets.js";
import { chatCapabilities, IMAGE_ASPECT_RATIOS, IMAGE_RESOLUTIONS, type ImageCapabilities, imagesCapabilities } from "./capabilities.js";
import { normalizeImage, resolutionOf } from "./normalize.js";
import { readImageModelRow } from "./wire/image-model-row.js";

const gemini = chatCapabilities(GEMINI);
const prompt = "a fox";

// IMG-3
describe("normalizeImage", () => {
  it("leaves what the model takes as it is", () => {
    expect(normalizeImage({ prompt, aspectRatio: "16:9", resolution: "2K" }, gemini)).toEqual({
      hints: { aspectRatio: "16:9", resolution: "2K" },
      normalization: {},
      ignoredOverrides: [],
    });
  });

  it("moves an aspect ratio and a resolution to the nearest, and says from what to what", () => {
    const { hints, normalization } = normalizeImage({ prompt, aspectRatio: "2:1", resolution: "3K" }, gemini);
    expect(hints).toEqual({ aspectRatio: "16:9", resolution: "4K" });
    expect(normalization).toEqual({
      aspectRatio: { requested: "2:1", applied: "16:9", supportedValues: IMAGE_ASPECT_RATIOS },
      resolution: { requested: "3K", applied: "4K", supportedValues: IMAGE_RESOLUTIONS },
    });
  });

  it("makes pixels that are not taken into the nearest shape and resolution", () => {
    const { hints, normalization } = normalizeImage({ prompt, size: "1920x1080" }, gemini);
    expect(hints).toEqual({ aspectRatio: "16:9", resolution: "2K" });
    expect(normalization["aspectRatio"]).toMatchObject({ requested: "1920x1080", applied: "16:9", derivedFrom: "size" });
  });

  it("lists what the model takes not at all, and never moves a format to another", () => {
    const wishes = {
      prompt,
      size: "1024x1024",
      aspectRatio: "1:1",
      resolution: "1K",
      quality: "high",
      outputFormat: "webp",
      background: "opaque",
      seed: 0,
    };
    const { hints, normalization, ignoredOverrides } = normalizeImage(wishes, chatCapabilities(FLUX));
    expect([hints, normalization]).toEqual([{}, {}]);
    expect(ignoredOverrides.map(({ key }) => key).sort()).toEqual([
      "aspectRatio",
      "background",
      "outputFormat",
      "quality",
      "resolution",
      "seed",
      "size",
    ]);
    expect(normalizeImage({ prompt, outputFormat: "webp" }, { ...gemini, outputFormats: ["png"] }).ignoredOverrides).toEqual([
      { key: "outputFormat", value: "webp" },
    ]);
  });

  it("infers the resolution from the references when none was asked for, which is no change of a wish", () => {
    expect([2_999, 3_000, 1_500, 1_499].map(resolutionOf)).toEqual(["2K", "4K", "2K", "1K"]);
    expect(normalizeImage({ prompt }, gemini, "4K")).toMatchObject({
      hints: { resolution: "4K" },
      normalization: { resolution: { applied: "4K", derivedFrom: "references" } },
    });
    expect(normalizeImage({ prompt, resolution: "1K" }, gemini, "4K").hints).toEqual({ resolution: "1K" });
    expect(normalizeImage({ prompt }, chatCapabilities(FLUX), "4K").hints).toEqual({});
  });

  it("passes pixels alone where they are taken, because a shape beside them is refused by the API", () => {
    const { hints, ignoredOverrides } = normalizeImage({ prompt, size: "1024x768", aspectRatio: "4:3" }, imagesCapabilities(undefined));
    expect(hints).toEqual({ size: "1024x768" });
    expect(ignoredOverrides).toEqual([{ key: "aspectRatio", value: "4:3" }]);
  });

  it("never applies anything outside the model's lists, whatever is asked", () => {
    const random = seededRandom(3);
    const pick = <Value>(values: readonly Value[]): Value => values[Math.floor(random() * values.length)]!;
    const some = (values: readonly string[]): readonly string[] | undefined => {
      const chosen = values.filter(() => random() < 0.4);
      return chosen.length === 0 ? undefined : chosen;
    };
    for (let round = 0; round < 1_000; round += 1) {
      const capabilities = Object.fromEntries(
        Object.entries({
          aspectRatios: some([...IMAGE_ASPECT_RATIOS, "auto"]),
          resolutions: some(["512", ...IMAGE_RESOLUTIONS]),
          sizes: some(["1024x1024", "1536x1024"]),
          qualities: some(["low", "high"]),
          outputFormats: some(["png", "jpeg"]),
          backgrounds: some(["auto", "opaque"]),
          seed: random() < 0.5,
          maxReferences: 5,
          streaming: false,
        }).filter(([, value]) => value !== undefined),
      ) as unknown as ImageCapabilities;
      const wishes = {
        prompt,
        ...(random() < 0.5 ? { aspectRatio: `${1 + Math.floor(random() * 20)}:${1 + Math.floor(random() * 20)}` } : {}),
        ...(random() < 0.5 ? { resolution: pick(["512", "1K", "2k", "3K", "8K"]) } : {}),
        ...(random() < 0.5 ? { size: `${100 + Math.floor(random() * 4_000)}x${100 + Math.floor(random() * 4_000)}` } : {}),
        ...(random() < 0.5 ? { quality: pick(["low", "medium", "high", "auto"]) } : {}),
        ...(random() < 0.5 ? { outputFormat: pick(["png", "jpeg", "jpg", "webp"]) } : {}),
        ...(random() < 0.5 ? { seed: Math.floor(random() * 9) } : {}),
      };
      const { hints, normalization, ignoredOverrides } = normalizeImage(wishes, capabilities, pick([undefined, "2K"]));
      const lists = {
        aspectRatio: capabilities.aspectRatios,
        resolution: capabilities.resolutions,
        size: capabilities.sizes,
        quality: capabilities.qualities,
        outputFormat: capabilities.outputFormats,
      };
      for (const [key, list] of Object.entries(lists)) {
        const applied = hints[key as keyof typeof hints];
        expect(applied === undefined || (list ?? []).includes(String(applied)), `${key} ${String(applied)}`).toBe(true);
      }
      expect(hints.seed === undefined || capabilities.seed).toBe(true);
      // Every wish is met as it was, moved with a note, or listed as ignored: none is lost.
      for (const key of ["aspectRatio", "resolution", "size", "quality", "outputFormat", "seed"] as const) {
        if (wishes[key] === undefined) continue;
        const kept = hints[key] !== undefined;
        const derived = key === "size" && normalization["aspectRatio"]?.derivedFrom === "size";
        const outdone = key === "size" && hints.aspectRatio !== undefined;
        expect(kept || derived || outdone || ignoredOverrides.some((ignored) => ignored.key === key), key).toBe(true);
      }
    }
  });
});

describe("imagesCapabilities", () => {
  it("reads the model's row: enumerations, ranges, flags; what is absent is not taken", () => {
    const row = readImageModelRow({
      id: "a/b",
      supported_parameters: {
        aspect_ratio: { type: "enum", values: ["1:1"] },
        input_references: { type: "range", min: 0, max: 3 },
        seed: { type: "boolean" },
        strange: { type: "matrix" },
      },
      supports_streaming: true,
    });
    expect(imagesCapabilities(row)).toEqual({ aspectRatios: ["1:1"], seed: true, maxReferences: 3, streaming: true });
    expect(imagesCapabilities(readImageModelRow({ id: "a/b" }))).toEqual({ seed: false, maxReferences: 0, streaming: false });
    expect([readImageModelRow({}), readImageModelRow("x"), readImageModelRow({ id: "" })]).toEqual([undefined, undefined, undefined]);
  });
});
