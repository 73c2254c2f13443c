import type { ModelTarget } from "@openclaw/core";
import { joinBytes, splitBytes, sseFixture } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { CHAT, chatReply, faked, GEMINI, GIF, IMAGES, imagesReply, PNG, PNG_URL, UNLISTED } from "../__fixtures__/targets.js";
import { quickClock } from "../__fixtures__/quick-clock.js";
import { encodeBase64 } from "../base64.js";
import type { ImageEvent } from "./image-events.js";
import { streamImages } from "./stream.js";

const target: ModelTarget = { ...UNLISTED, params: { imageApi: "images" } };
const partial = (index: number) => ({ type: "image_generation.partial_image", partial_image_index: index, b64_json: encodeBase64(GIF) });
const completed = {
  type: "image_generation.completed",
  b64_json: encodeBase64(PNG),
  media_type: "image/png",
  usage: { cost: 0.011, completion_tokens: 272 },
};
const recording = [
  ": OPENROUTER PROCESSING",
  partial(0),
  { type: "image_generation.text_chunk", phase: "draft", text: "<svg" },
  { type: "from.the.future" },
  partial(1),
  completed,
];

async function collect(chunks: readonly Uint8Array[], end: "close" | "error" = "close") {
  const { fake, transport } = faked({ [IMAGES]: { type: "stream", chunks, end } });
  const events: ImageEvent[] = [];
  let error: unknown;
  try {
    for await (const event of streamImages({ target, prompt: "a fox" }, { transport, clock: quickClock() })) events.push(event);
  } catch (thrown) {
    error = thrown;
  }
  return { events, error, fake };
}

// IMG-2
describe("streamImages", () => {
  it("tells of previews, text, the picture and the end, however the bytes are cut", async () => {
    const wire = sseFixture(recording);
    const cuts = [...splitBytes(wire)].filter((_split, index) => index % 41 === 0);
    for (const { chunks, name } of cuts) {
      const { events, error, fake } = await collect(chunks);
      expect(error, name).toBeUndefined();
      expect(
        events.map(({ type }) => type),
        name,
      ).toEqual(["partial", "text", "partial", "completed", "finish"]);
      expect(fake.last().body).toMatchObject({ stream: true, n: 1 });
      expect(events[0]).toMatchObject({ index: 0, partialIndex: 0, file: { mediaType: "image/gif" } });
      expect(events.at(-1)).toMatchObject({ result: { images: [{ bytes: PNG }], usage: { costUsd: 0.011 } } });
    }
  });

  it("throws the provider's error, which costs nothing", async () => {
    const wire = sseFixture([partial(0), { type: "error", error: { message: "Generation failed", code: "content_policy_violation" } }]);
    const { events, error } = await collect([wire]);
    expect(events.map(({ type }) => type)).toEqual(["partial"]);
    expect(error).toMatchObject({ name: "ApiError", message: expect.stringContaining("Generation failed") });
  });

  it.each(["close", "error"] as const)(
    "does not know what became of it when the stream ends early (%s), and does not ask again",
    async (end) => {
      const { error, fake } = await collect([joinBytes([sseFixture([partial(0)], { done: false })])], end);
      expect(error).toMatchObject({ code: "job_outcome_unknown" });
      expect(fake.calls).toHaveLength(1);
    },
  );

  it("takes a whole answer where the provider cannot stream, and the chat route's", async () => {
    for (const [routes, asked] of [
      [{ [IMAGES]: imagesReply({ b64_json: encodeBase64(PNG) }) }, target],
      [{ [CHAT]: chatReply(PNG_URL) }, GEMINI],
    ] as const) {
      const { transport } = faked(routes);
      const types: string[] = [];
      for await (const { type } of streamImages({ target: asked, prompt: "a fox" }, { transport })) types.push(type);
      expect(types).toEqual(["completed", "finish"]);
    }
  });

  it("ends the request when the loop is left", async () => {
    const { fake, transport } = faked({ [IMAGES]: { type: "stream", chunks: [sseFixture([partial(0)], { done: false })], end: "stall" } });
    for await (const event of streamImages({ target, prompt: "a fox" }, { transport })) {
      expect(event.type).toBe("partial");
      break;
    }
    expect(fake.last().aborted).toBe(true);
  });
});
