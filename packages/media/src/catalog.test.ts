import { fakeClock } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { CHAT, chatReply, faked, IMAGES, imagesReply, KLING, PNG, PNG_URL, UNLISTED } from "./__fixtures__/targets.js";
import { encodeBase64 } from "./base64.js";
import { createMediaCatalog } from "./catalog.js";
import { generateImages } from "./image/generate.js";

const LIST = "GET https://openrouter.ai/api/v1/images/models";
const VIDEO_LIST = "GET https://openrouter.ai/api/v1/videos/models";
const rows = { type: "json", body: { data: [{ id: "openai/gpt-image-2", supported_parameters: {} }, null, {}] } } as const;

// IMG-2, VID-3
describe("createMediaCatalog", () => {
  it("fetches a list once for many lookups, and again when it is old", async () => {
    const time = fakeClock();
    const { fake, transport } = faked({ [LIST]: rows });
    const clock = { now: time.now, after: () => () => undefined };
    const catalog = createMediaCatalog({ transport, clock });
    const found = await Promise.all([catalog.findImageModel(UNLISTED), catalog.findImageModel(UNLISTED), catalog.findImageModel(KLING)]);
    expect(found.map(({ row }) => row?.id)).toEqual(["openai/gpt-image-2", "openai/gpt-image-2", undefined]);
    expect(fake.calls).toHaveLength(1);
    await time.advance(600_000);
    await catalog.findImageModel(UNLISTED);
    expect(fake.calls).toHaveLength(2);
  });

  it("makes a list that cannot be had a warning, and asks again next time", async () => {
    const { fake, transport } = faked({
      [VIDEO_LIST]: [
        { type: "json", status: 500, body: {} },
        { type: "json", body: { data: [{ id: "kwaivgi/kling-v3", supported_durations: [5, 10] }] } },
      ],
    });
    const catalog = createMediaCatalog({ transport });
    expect(await catalog.findVideoModel(KLING)).toMatchObject({ warning: { code: "catalog_unavailable" } });
    expect(await catalog.findVideoModel(KLING)).toMatchObject({ row: { durations: [5, 10] } });
    expect(fake.calls).toHaveLength(2);
  });

  it("sends a model to /images that only /images lists, and to chat when nothing could be looked up", async () => {
    const listed = faked({ [LIST]: rows, [IMAGES]: imagesReply({ b64_json: encodeBase64(PNG) }) });
    const result = await generateImages(
      { target: UNLISTED, prompt: "a fox" },
      { transport: listed.transport, catalog: createMediaCatalog({ transport: listed.transport }) },
    );
    expect(result.route).toBe("images");
    const down = faked({ [LIST]: { type: "network-error" }, [CHAT]: chatReply(PNG_URL) });
    const fallback = await generateImages(
      { target: UNLISTED, prompt: "a fox" },
      { transport: down.transport, catalog: createMediaCatalog({ transport: down.transport }) },
    );
    expect(fallback).toMatchObject({ route: "chat", warnings: [{ code: "catalog_unavailable" }] });
  });
});
