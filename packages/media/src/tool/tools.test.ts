import type { ModelTarget } from "@openclaw/core";
import type { FakeRoutes } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { CHAT, chatReply, dataUrl, errorReply, faked, GEMINI, GIF, MP4, PNG, PNG_URL, VEO, VIDEOS } from "../__fixtures__/targets.js";
import { quickClock } from "../__fixtures__/quick-clock.js";
import { createImageTool } from "./image-tool.js";
import type { DeliveryNote, MediaToolContext } from "./media-tool.js";
import { createMusicTool } from "./music-tool.js";
import { createVideoTool } from "./video-tool.js";

function contextFor(routes: FakeRoutes, target: ModelTarget, more: Partial<MediaToolContext> = {}) {
  const { fake, transport } = faked(routes);
  const delivered: DeliveryNote[] = [];
  const models: (string | undefined)[] = [];
  const context: MediaToolContext = {
    transport,
    clock: quickClock(),
    resolveTargets: (_kind, model) => (models.push(model), target),
    deliver: (files, about) => (
      delivered.push(about),
      Promise.resolve(files.map((file, index) => ({ path: `/out/${index + 1}.${file.extension}`, mediaType: file.mediaType })))
    ),
    ...more,
  };
  return { fake, context, delivered, models };
}

const long = "/very/long".repeat(30);

// IMG-1, IMG-3, CHAT-11
describe("image_generate", () => {
  it.each<[unknown, string | RegExp]>([
    [{}, "prompt required"],
    [{ prompt: "" }, "prompt required"],
    [{ action: "paint" }, 'action must be "generate", "list" or "status"'],
    [{ prompt: "x", count: 5 }, "count must be between 1 and 4"],
    [{ prompt: "x", count: "many" }, "count must be a number"],
    [{ prompt: "x", resolution: "8K" }, "resolution must be one of 1K, 2K, or 4K"],
    [{ prompt: "x", aspectRatio: "7:5" }, "aspectRatio must be one of 1:1, 2:3, 3:2, 3:4, 4:3, 4:5, 5:4, 9:16, 16:9, or 21:9"],
    [{ prompt: "x", quality: "best" }, "quality must be one of low, medium, high, or auto"],
    [{ prompt: "x", outputFormat: "gif" }, "outputFormat must be one of png, jpeg, or webp"],
    [{ prompt: "x", background: "blue" }, "background must be one of transparent, opaque, or auto"],
    [{ prompt: "x", images: ["a", ""] }, "image required (empty string in array)"],
    [{ prompt: "x", images: ["a", "b", "c", "d", "e", "f"] }, "Too many reference images: 6 provided, maximum is 5."],
    [
      { prompt: "x", image: "ftp://x" },
      "Unsupported image reference: ftp://x. Use a file path, a file:// URL, a data: URL, or an http(s) URL.",
    ],
    [{ prompt: "x", image: long }, new RegExp(`^Unsupported image reference: ${long.slice(0, 100)}\\. `)],
    [{ prompt: "x", timeoutMs: 0.5 }, "timeoutMs must be a positive integer in milliseconds."],
    [{ prompt: "x", colour: "red" }, /^Unknown argument: colour\. There is: action, prompt/],
    ["a fox", "The arguments must be a JSON object."],
  ])("refuses %j and buys nothing", async (input, message) => {
    const { fake, context } = contextFor({}, GEMINI);
    const refusal = createImageTool(context).execute(input);
    await expect(refusal).rejects.toThrow(message);
    await expect(refusal).rejects.toMatchObject({ code: "input_invalid" });
    expect(fake.calls).toEqual([]);
  });

  it("makes, delivers and says what was made, moved and left out", async () => {
    const { context, delivered, models, fake } = contextFor({ [CHAT]: chatReply(PNG_URL, dataUrl("image/gif", GIF)) }, GEMINI);
    const result = await createImageTool(context).execute({
      prompt: "a fox",
      count: "2",
      quality: "high",
      model: "openrouter/x/y",
      filename: "fox.png",
    });
    expect(result.text).toBe(
      "Generated 2 images with openrouter/google/gemini-3.1-flash-image-preview.\n/out/1.png\n/out/2.gif\nWarning: Ignored unsupported overrides for openrouter/google/gemini-3.1-flash-image-preview: quality=high.",
    );
    expect(result.details).toMatchObject({
      provider: "openrouter",
      count: 2,
      paths: ["/out/1.png", "/out/2.gif"],
      costUsd: 0.04,
      ignoredOverrides: [{ key: "quality", value: "high" }],
      attempts: [{ outcome: "succeeded" }],
    });
    expect([result.files, delivered, models]).toEqual([[], [{ kind: "image", filename: "fox.png" }], ["openrouter/x/y"]]);
    expect(fake.last().body).toMatchObject({ n: 2 });
  });

  it("leaves paths to the context, and hands files over where nothing delivers them", async () => {
    const { context, fake } = contextFor({ [CHAT]: chatReply(PNG_URL) }, GEMINI, {
      deliver: undefined,
      loadReference: () => Promise.resolve({ bytes: PNG }),
    });
    const { files } = await createImageTool(context).execute({ prompt: "x", image: "cat.png", images: ["cat.png"] });
    expect(files).toMatchObject([{ mediaType: "image/png" }]);
    expect(JSON.stringify(fake.last().body).split("data:image/png").length).toBe(2);
  });

  it("lists models and says what is in the making", async () => {
    const { context } = contextFor({}, GEMINI, { describeModels: (kind) => `${kind} models: …` });
    expect((await createImageTool(context).execute({ action: "list" })).text).toBe("image models: …");
    expect((await createImageTool(context).execute({ action: "status" })).text).toBe("No image is in the making.");
  });

  it("buys an identical call once: while it runs, and for a while after; another wish and a failure are new", async () => {
    let answer = (): void => undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    const { context, fake } = contextFor({ [CHAT]: async () => (await held, chatReply(PNG_URL)) }, GEMINI);
    const tool = createImageTool(context);
    const first = tool.execute({ prompt: "a fox" });
    expect((await tool.execute({ prompt: " a fox " })).text).toMatch(/in the making .*not started a second time/);
    expect((await tool.execute({ action: "status" })).text).toMatch(/^1 image is in the making/);
    answer();
    await first;
    expect((await tool.execute({ prompt: "a fox" })).details).toMatchObject({ duplicate: true, paths: ["/out/1.png"] });
    expect(fake.calls).toHaveLength(1);
    await tool.execute({ prompt: "a fox", seed: 2 });
    expect(fake.calls).toHaveLength(2);
    const failing = contextFor({ [CHAT]: errorReply(404) }, GEMINI);
    const other = createImageTool(failing.context);
    for (const _ of [1, 2]) await expect(other.execute({ prompt: "x" })).rejects.toMatchObject({ status: 404 });
    expect(failing.fake.calls).toHaveLength(2);
  });
});

// VID-1, VID-2, VID-4, CHAT-11
describe("video_generate", () => {
  const url = "https://openrouter.ai/api/v1/videos/j";
  const routes: FakeRoutes = {
    [VIDEOS]: { type: "json", status: 202, body: { id: "j", status: "pending" } },
    [`GET ${url}`]: { type: "json", body: { id: "j", status: "completed", usage: { cost: 0.5 } } },
    [`GET ${url}/content`]: { type: "binary", body: MP4, headers: { "content-type": "video/mp4" } },
  };

  it.each<[unknown, string | RegExp]>([
    [{}, "prompt required"],
    [{ prompt: "x", resolution: "8K" }, "resolution must be one of 480P, 720P, 768P, or 1080P"],
    [{ prompt: "x", aspectRatio: "5:7" }, "aspectRatio must be one of 1:1, 2:3, 3:2, 3:4, 4:3, 4:5, 5:4, 9:16, 16:9, 21:9, or adaptive"],
    [{ prompt: "x", video: "https://x/a.mp4" }, "openrouter does not support video-to-video reference inputs."],
    [
      { prompt: "x", images: ["data:a", "data:b"], imageRoles: ["", "", ""] },
      "imageRoles has 3 entries but only 2 reference images were given.",
    ],
    [
      { prompt: "x", images: ["data:a"], imageRoles: ["middle"] },
      "imageRoles must be one of first_frame, last_frame, reference_image, or an empty string",
    ],
    [{ prompt: "x", providerOptions: [] }, "providerOptions must be a JSON object keyed by provider-specific option name."],
    [
      { prompt: "x", images: Array.from({ length: 10 }, (_, index) => `data:${index}`) },
      "Too many reference images: 10 provided, maximum is 9.",
    ],
    [{ prompt: "x", durationSeconds: 0 }, /durationSeconds must be a positive number/],
  ])("refuses %j and buys nothing", async (input, message) => {
    const { fake, context } = contextFor({}, VEO);
    const refusal = createVideoTool(context).execute(input);
    await expect(refusal).rejects.toThrow(message);
    await expect(refusal).rejects.toMatchObject({ code: "input_invalid" });
    expect(fake.calls).toEqual([]);
  });

  it("makes a video, waits for it, and says what was moved", async () => {
    const { context, fake } = contextFor(routes, VEO);
    const result = await createVideoTool(context).execute({
      prompt: "the sea",
      durationSeconds: 5,
      images: [PNG_URL],
      imageRoles: ["reference_image"],
      watermark: false,
    });
    expect(result.text).toBe(
      "Generated 1 video with openrouter/google/veo-3.1-fast.\n/out/1.mp4\nWarning: durationSeconds 5 became 6 for openrouter/google/veo-3.1-fast.",
    );
    expect(result.details).toMatchObject({
      costUsd: 0.5,
      normalization: { durationSeconds: { requested: 5, applied: 6, supportedValues: [4, 6, 8] } },
      metadata: { jobId: "j" },
    });
    expect(fake.calls[0]?.body).toMatchObject({ duration: 6, input_references: [{ type: "image_url", image_url: { url: PNG_URL } }] });
    expect(fake.calls[0]?.body).not.toHaveProperty("watermark");
  });

  it("leaves the making to the context's journal where there is one", async () => {
    const { context, fake } = contextFor({}, VEO);
    const job = { id: "j", model: VEO.model.ref, baseUrl: VEO.endpoint.baseUrl, status: "completed", submittedAtMs: 0 };
    const tool = createVideoTool({
      ...context,
      makeVideo: (request, { filename }) =>
        Promise.resolve({ job, delivered: [{ path: `/kept/${filename ?? ""}-${request.prompt ?? ""}.mp4` }] }),
    });
    expect((await tool.execute({ prompt: "sea", filename: "clip" })).text).toContain("/kept/clip-sea.mp4");
    expect(fake.calls).toEqual([]);
  });
});

// MUS-1, CHAT-11
it("music_generate refuses nonsense in clear words and tells a model what it takes", async () => {
  const { context, fake } = contextFor({}, VEO);
  const tool = createMusicTool(context);
  await expect(tool.execute({ prompt: "" })).rejects.toThrow("prompt required");
  await expect(tool.execute({ prompt: "x", format: "ogg" })).rejects.toThrow("format must be one of mp3, or wav");
  await expect(tool.execute({ prompt: "x", images: ["data:a", "data:b"] })).rejects.toThrow(
    "Too many reference images: 2 provided, maximum is 1.",
  );
  expect(fake.calls).toEqual([]);
  for (const { name, inputSchema } of [tool, createImageTool(context), createVideoTool(context)]) {
    expect(name).toMatch(/^(image|video|music)_generate$/);
    expect(JSON.parse(JSON.stringify(inputSchema))).toMatchObject({ type: "object", required: ["prompt"], additionalProperties: false });
  }
});
