import { describe, expect, it } from "vitest";
import { dataUrl, FLUX, GEMINI, GIF, PNG, PNG_URL, pngOf, secrets, targetFor, UNLISTED } from "../__fixtures__/targets.js";
import { planImages } from "./plan.js";
import { readImageModelRow } from "./wire/image-model-row.js";

const row = readImageModelRow({
  id: "openai/gpt-image-2",
  supported_parameters: {
    aspect_ratio: { type: "enum", values: ["1:1", "16:9"] },
    resolution: { type: "enum", values: ["1K", "2K"] },
    quality: { type: "enum", values: ["low", "high"] },
    input_references: { type: "range", max: 16 },
  },
});
const bodyOf = (...args: Parameters<typeof planImages>) => planImages(...args).plans[0]?.body;

describe("the chat route", () => {
  // IMG-1
  it("asks for images and text, with image_config for Gemini", () => {
    const { plans, route } = planImages(GEMINI, { prompt: "a fox", aspectRatio: "16:9", resolution: "2K", count: 2 });
    expect(route).toBe("chat");
    expect(plans).toHaveLength(1);
    expect(plans[0]).toMatchObject({ method: "POST", url: "https://openrouter.ai/api/v1/chat/completions" });
    expect(JSON.stringify(plans[0]?.body)).toBe(
      '{"model":"google/gemini-3.1-flash-image-preview","messages":[{"role":"user","content":"a fox"}],"modalities":["image","text"],"n":2,"image_config":{"aspect_ratio":"16:9","image_size":"2K"}}',
    );
    expect(plans[0]?.headers).toEqual({
      "HTTP-Referer": "https://openclaw.ai",
      "X-OpenRouter-Title": "OpenClaw",
      "X-OpenRouter-Categories": "cli-agent",
    });
  });

  it("asks image-only models for images alone, and an unknown model for the documented pair", () => {
    expect(bodyOf(FLUX, { prompt: "a fox" })).toMatchObject({ modalities: ["image"], n: 1 });
    expect(bodyOf(UNLISTED, { prompt: "a fox" })).toMatchObject({ modalities: ["image", "text"] });
  });

  it("sends no image_config to models that do not read it, and lists the wishes", () => {
    const plan = planImages(FLUX, { prompt: "a fox", aspectRatio: "16:9" });
    expect(plan.plans[0]?.body).not.toHaveProperty("image_config");
    expect(plan.ignoredOverrides).toEqual([{ key: "aspectRatio", value: "16:9" }]);
    expect(plan.warnings.map(({ message }) => message)).toEqual([
      "Ignored unsupported overrides for openrouter/black-forest-labs/flux.2-pro: aspectRatio=16:9.",
    ]);
  });

  it("sends references as data URLs, each once, typed by their bytes", () => {
    const references = [{ bytes: GIF, mediaType: "image/png" }, { url: PNG_URL }, { bytes: PNG }, { url: "https://example.com/a.png" }];
    expect(bodyOf(GEMINI, { prompt: "as a painting", references })?.["messages"]).toEqual([
      {
        role: "user",
        content: [
          { type: "text", text: "as a painting" },
          { type: "image_url", image_url: { url: dataUrl("image/gif", GIF) } },
          { type: "image_url", image_url: { url: PNG_URL } },
          { type: "image_url", image_url: { url: "https://example.com/a.png" } },
        ],
      },
    ]);
  });

  it("infers the resolution from the largest side of the references", () => {
    const references = [{ bytes: PNG }, { bytes: pngOf(800, 3_000) }];
    expect(bodyOf(GEMINI, { prompt: "sharper", references })).toMatchObject({ image_config: { image_size: "4K" } });
    expect(() => planImages(GEMINI, { prompt: "sharper", references, strict: true })).not.toThrow();
  });

  // NET-2
  it("is the only route of a custom base URL, which gets none of OpenRouter's own fields", () => {
    const custom = targetFor("openai/gpt-image-2", {
      baseUrl: "https://proxy.example.com/v1",
      params: { imageApi: "images", provider: { only: ["x"] } },
    });
    const { route, plans } = planImages(custom, { prompt: "a fox" }, { row });
    expect(route).toBe("chat");
    expect(plans[0]).toMatchObject({ url: "https://proxy.example.com/v1/chat/completions", headers: {} });
    expect(plans[0]?.body).not.toHaveProperty("provider");
  });

  it("passes the provider object and the caller's own fields, which may not replace the request", () => {
    const params = { provider: { only: ["google"] }, extraBody: { temperature: 0 } };
    expect(bodyOf({ ...GEMINI, params }, { prompt: "a fox" })).toMatchObject({ provider: { only: ["google"] }, temperature: 0 });
    expect(() => planImages({ ...GEMINI, params: { extraBody: { messages: [] } } }, { prompt: "a fox" })).toThrow(/messages/);
  });
});

describe("the /images route", () => {
  const images = { ...UNLISTED, params: { imageApi: "images" as const } };

  // IMG-2
  it("is chosen by params.imageApi, and sends one request for each picture with n:1", () => {
    const { route, plans } = planImages(
      images,
      { prompt: "a fox", count: 3, aspectRatio: "16:9", resolution: "2K", quality: "high" },
      {
        row,
      },
    );
    expect(route).toBe("images");
    expect(plans.map(({ url }) => url)).toEqual(Array.from({ length: 3 }, () => "https://openrouter.ai/api/v1/images"));
    expect(JSON.stringify(plans[2]?.body)).toBe(
      '{"model":"openai/gpt-image-2","prompt":"a fox","n":1,"aspect_ratio":"16:9","resolution":"2K","quality":"high"}',
    );
  });

  it("is chosen by itself for a model that only /images lists, unless chat is asked for", () => {
    expect(planImages(UNLISTED, { prompt: "a fox" }, { row }).route).toBe("images");
    expect(planImages(UNLISTED, { prompt: "a fox" }).route).toBe("chat");
    expect(planImages({ ...UNLISTED, params: { imageApi: "chat" } }, { prompt: "a fox" }, { row }).route).toBe("chat");
    expect(planImages(FLUX, { prompt: "a fox" }, { row }).route).toBe("chat");
  });

  it("sends references as input_references, at most what the row says", () => {
    expect(bodyOf(images, { prompt: "a fox", references: [{ url: PNG_URL }] }, { row })).toMatchObject({
      input_references: [{ type: "image_url", image_url: { url: PNG_URL } }],
    });
    const many = Array.from({ length: 17 }, (_, index) => ({ url: `https://example.com/${index}` }));
    expect(() => planImages(images, { prompt: "a fox", references: many }, { row })).toThrow(
      "Too many reference images: 17 provided, maximum is 16.",
    );
    expect(() => planImages(GEMINI, { prompt: "a fox", references: many.slice(0, 6) })).toThrow(
      "openrouter edit supports at most 5 reference images.",
    );
  });
});

describe("strict", () => {
  it("refuses what would be moved or left out, and names what is allowed", () => {
    expect(() => planImages(GEMINI, { prompt: "a fox", aspectRatio: "2:1", strict: true })).toThrow(
      /aspectRatio 2:1 \(allowed: 1:1, 2:3, .*21:9\).*Nothing was sent/,
    );
    expect(() => planImages(GEMINI, { prompt: "a fox", quality: "high", strict: true })).toThrow(/quality \(not supported\)/);
    expect(() => planImages(GEMINI, { prompt: "a fox", aspectRatio: "16:9", strict: true })).not.toThrow();
  });
});

// CLI-5, KEY-6
it("is printable: a plan holds no key", () => {
  expect(JSON.stringify(planImages(GEMINI, { prompt: "a fox" }))).not.toContain(secrets.apiKey.slice(0, 20));
  expect(planImages(GEMINI, { prompt: "a fox" }).plans[0]?.steps.map(({ step }) => step)).toEqual(["route", "modalities", "image_config"]);
});
