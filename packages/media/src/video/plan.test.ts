import { seededRandom } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { KLING, PNG, PNG_URL, secrets, targetFor, VEO } from "../__fixtures__/targets.js";
import { planVideo } from "./plan.js";
import type { VideoRequest } from "./video-request.js";
import { readVideoModelRow } from "./wire/video-model-row.js";

const kling = readVideoModelRow({
  id: "kwaivgi/kling-v3",
  supported_durations: [5, 10],
  supported_resolutions: ["720p", "1080p"],
  supported_aspect_ratios: null,
  supported_sizes: ["1280x720", "720x1280"],
  supported_frame_images: ["first_frame"],
  generate_audio: false,
  seed: false,
});
const plan = (request: Partial<VideoRequest>) => planVideo(VEO, { prompt: "the sea", ...request });
const bodyOf = (request: Partial<VideoRequest>) => plan(request).plan.body;

describe("planVideo", () => {
  // VID-1, VID-3
  it("sends exactly what was given, in the API's words", () => {
    const { plan: request, normalization } = plan({
      durationSeconds: 6,
      resolution: "720P",
      aspectRatio: "16:9",
      audio: true,
      seed: 1,
      callbackUrl: "https://example.com/hook",
    });
    expect(request).toMatchObject({ method: "POST", url: "https://openrouter.ai/api/v1/videos" });
    expect(JSON.stringify(request.body)).toBe(
      '{"model":"google/veo-3.1-fast","prompt":"the sea","duration":6,"resolution":"720p","aspect_ratio":"16:9","generate_audio":true,"seed":1,"callback_url":"https://example.com/hook"}',
    );
    expect(normalization).toEqual({});
    expect(bodyOf({})).toEqual({ model: "google/veo-3.1-fast", prompt: "the sea" });
    expect(bodyOf({ audio: false, size: "1280x720", aspectRatio: "adaptive" })).toEqual({
      model: "google/veo-3.1-fast",
      prompt: "the sea",
      generate_audio: false,
      size: "1280x720",
    });
  });

  // VID-3
  it.each([
    [5, 6],
    [7, 8],
    [3, 4],
    [20, 8],
    [0.4, 4],
    [4, 4],
  ])("moves %d seconds to %d, ties up, and says so before anything is sent", (wanted, applied) => {
    const { plan: request, normalization, warnings } = plan({ durationSeconds: wanted });
    expect(request.body?.["duration"]).toBe(applied);
    const moved = wanted === applied ? {} : { durationSeconds: { requested: wanted, applied, supportedValues: [4, 6, 8] } };
    expect(normalization).toEqual(moved);
    expect(warnings).toHaveLength(Object.keys(moved).length);
  });

  it("moves resolution and shape to the nearest", () => {
    expect(bodyOf({ resolution: "480P", aspectRatio: "1:1" })).toMatchObject({ resolution: "720p", aspect_ratio: "16:9" });
    expect(bodyOf({ resolution: "4K", aspectRatio: "2:3" })).toMatchObject({ resolution: "1080p", aspect_ratio: "9:16" });
  });

  it("goes by the model's own row where there is one; what the row does not say passes", () => {
    const {
      plan: request,
      normalization,
      ignoredOverrides,
    } = planVideo(
      KLING,
      { prompt: "the sea", durationSeconds: 7.5, resolution: "4K", aspectRatio: "7:5", size: "1920x1080", audio: true, seed: 0 },
      { row: kling },
    );
    expect(request.body).toMatchObject({ duration: 10, resolution: "1080p", aspect_ratio: "7:5", size: "1280x720" });
    expect(Object.keys(normalization)).toEqual(["durationSeconds", "resolution", "size"]);
    expect(ignoredOverrides).toEqual([
      { key: "audio", value: true },
      { key: "seed", value: 0 },
    ]);
  });

  it("lists a wish that has no nearest", () => {
    const odd = readVideoModelRow({ id: "kwaivgi/kling-v3", supported_aspect_ratios: ["auto"] });
    const planned = planVideo(KLING, { prompt: "x", aspectRatio: "16:9" }, { row: odd });
    expect([planned.plan.body, planned.ignoredOverrides]).toEqual([
      { model: "kwaivgi/kling-v3", prompt: "x" },
      [{ key: "aspectRatio", value: "16:9" }],
    ]);
  });

  it("refuses under strict what would be moved, names what is allowed", () => {
    expect(() => plan({ durationSeconds: 5, strict: true })).toThrow(/durationSeconds 5 \(allowed: 4, 6, 8\).*Nothing was sent/);
    expect(() => plan({ resolution: "720p", durationSeconds: 8, strict: true })).not.toThrow();
    expect(() => planVideo(KLING, { prompt: "x", audio: true, strict: true }, { row: kling })).toThrow(/audio \(not supported\)/);
  });

  it.each<[Partial<VideoRequest>, RegExp]>([
    [{ prompt: " " }, /prompt required/],
    [{ durationSeconds: 0 }, /durationSeconds must be a positive number/],
    [{ durationSeconds: -4 }, /durationSeconds/],
    [{ durationSeconds: Number("abc") }, /durationSeconds/],
    [{ resolution: "abc" }, /resolution must be one of 480P, 720P, 768P, or 1080P/],
    [{ resolution: "0P" }, /resolution/],
    [{ aspectRatio: "abc" }, /aspectRatio must be one of 1:1/],
    [{ size: "0" }, /size must be WIDTHxHEIGHT/],
    [{ seed: 1.5 }, /OpenRouter video seed must be an integer/],
    [{ callbackUrl: "http://example.com" }, /callbackUrl must be an https URL/],
    [{ providerOptions: { strange: 1 } }, /providerOptions\.strange is not taken/],
    [{ providerOptions: { seed: "1" } }, /providerOptions\.seed must be a number/],
  ])("always refuses the nonsense %j", (nonsense, message) => {
    expect(() => plan(nonsense)).toThrow(expect.objectContaining({ code: "input_invalid", message: expect.stringMatching(message) }));
  });

  // VID-4
  it("refuses video-to-video with a clear error", () => {
    expect(() => plan({ videos: ["https://example.com/a.mp4"] })).toThrow(
      "OpenRouter video generation does not support video reference inputs.",
    );
  });

  it("never sends a value outside the model's lists, and never loses a wish without a word", () => {
    const random = seededRandom(11);
    const some = <Value>(values: readonly Value[]): readonly Value[] | null =>
      random() < 0.2 ? null : values.filter(() => random() < 0.5);
    for (let round = 0; round < 1_000; round += 1) {
      const lists = {
        supported_durations: some([4, 5, 6, 8, 10, 15]),
        supported_resolutions: some(["480p", "720p", "1080p", "4K"]),
        supported_aspect_ratios: some(["16:9", "9:16", "1:1", "21:9"]),
      };
      const durationSeconds = Math.ceil(random() * 60) / 2;
      const resolution = `${1 + Math.floor(random() * 2_200)}p`;
      const aspectRatio = `${1 + Math.floor(random() * 21)}:${1 + Math.floor(random() * 21)}`;
      const { plan: request, normalization } = planVideo(
        KLING,
        { prompt: "x", durationSeconds, resolution, aspectRatio },
        {
          row: readVideoModelRow({ id: "kwaivgi/kling-v3", ...lists })!,
        },
      );
      const pairs = [
        ["duration", lists.supported_durations, "durationSeconds", durationSeconds],
        ["resolution", lists.supported_resolutions, "resolution", resolution],
        ["aspect_ratio", lists.supported_aspect_ratios, "aspectRatio", aspectRatio],
      ] as const;
      for (const [field, list, key, wanted] of pairs) {
        const sent = request.body?.[field];
        const free = list === null || list.length === 0;
        expect(free || (list as readonly unknown[]).includes(sent), `${field} ${String(sent)} of ${String(list)}`).toBe(true);
        expect(free || sent === wanted || normalization[key] !== undefined).toBe(true);
      }
    }
  });

  // NET-2, KEY-6
  it("sends no provider object to a custom base URL, and holds no key", () => {
    const provider = { options: { google: {} } };
    expect(bodyOf({ provider })).toMatchObject({ provider });
    const custom = planVideo(targetFor("a/b", { baseUrl: "https://proxy.example.com/v1" }), { prompt: "x", provider });
    expect(custom.plan).toMatchObject({ url: "https://proxy.example.com/v1/videos", headers: {} });
    expect(custom.plan.body).not.toHaveProperty("provider");
    expect(JSON.stringify(plan({}))).not.toContain(secrets.apiKey);
  });
});

// VID-2
describe("pictures", () => {
  const image = { url: "https://example.com/1" };
  const frame = (type: string, url = image.url) => ({ type: "image_url", image_url: { url }, frame_type: type });
  const reference = { type: "image_url", image_url: { url: image.url } };

  it("are first frame, last frame, then references", () => {
    const body = bodyOf({ images: [{ image: { bytes: PNG } }, { image }, { image }] });
    expect(body).toMatchObject({ frame_images: [frame("first_frame", PNG_URL), frame("last_frame")], input_references: [reference] });
  });

  it("go where their role says, and a role that is taken becomes a reference", () => {
    expect(bodyOf({ images: [{ image, role: "reference_image" }] })).toEqual({
      model: "google/veo-3.1-fast",
      prompt: "the sea",
      input_references: [reference],
    });
    expect(
      bodyOf({
        images: [
          { image, role: "last_frame" },
          { image, role: "last_frame" },
        ],
      }),
    ).toMatchObject({ frame_images: [frame("last_frame")], input_references: [reference] });
  });

  it("warn that references may be passed over beside frames", () => {
    expect(plan({ images: [{ image }, { image, role: "reference_image" }] }).warnings).toMatchObject([{ code: "references_with_frames" }]);
  });

  it("become references where the model takes no such frame, which strict refuses", () => {
    const images = [{ image }, { image, role: "last_frame" as const }];
    expect(planVideo(KLING, { prompt: "x", images }, { row: kling }).ignoredOverrides).toEqual([{ key: "imageRole", value: "last_frame" }]);
    expect(() => planVideo(KLING, { prompt: "x", images, strict: true }, { row: kling })).toThrow(/imageRole/);
  });

  it("alone are enough, and more than the model takes are too many", () => {
    expect(planVideo(VEO, { images: [{ image }] }).plan.body).not.toHaveProperty("prompt");
    expect(() => plan({ images: Array.from({ length: 5 }, () => ({ image })) })).toThrow("openrouter supports at most 4 reference images.");
  });
});

// Without types, anything may be given.
it.each([
  [{ duration: 5 }, "Write durationSeconds."],
  [{ duration_seconds: 5 }, "Write durationSeconds."],
  [{ image: { url: PNG_URL } }, "Write images: [{ image: { url }, role }]."],
  [{ timeoutMs: 1 }, "Write it into the second argument: { timeoutMs }."],
])("says how it is written instead of %j", (fields, hint) => {
  expect(() => plan(fields as Partial<VideoRequest>)).toThrow(expect.objectContaining({ code: "input_invalid", hint }));
});

it("says how a picture is written that is given as itself", () => {
  expect(() => plan({ images: [{ url: PNG_URL }] } as unknown as Partial<VideoRequest>)).toThrow("{ image: { url } }");
});
