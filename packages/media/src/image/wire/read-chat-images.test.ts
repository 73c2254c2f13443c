import { describe, expect, it } from "vitest";
import { readChatImages } from "./read-chat-images.js";
import { readImageData, readImageUsage, sumUsage } from "./read-image-data.js";

const LONG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ";
const from = (message: unknown) => readChatImages({ choices: [{ message }] });

// IMG-1, traps 3, 14, 31
describe("readChatImages", () => {
  it.each<[string, unknown, unknown[]]>([
    [
      "images with image_url",
      { images: [{ type: "image_url", image_url: { url: "data:image/webp;base64,AAAA" } }] },
      [{ base64: "AAAA", mediaType: "image/webp" }],
    ],
    [
      "images with imageUrl",
      { images: [{ imageUrl: { url: "data:image/png;base64,AAAA" } }] },
      [{ base64: "AAAA", mediaType: "image/png" }],
    ],
    ["images without a type", { images: [{ image_url: "data:image/png;base64,AAAA" }] }, [{ base64: "AAAA", mediaType: "image/png" }]],
    ["images as plain text", { images: ["data:;base64,AAAA"] }, [{ base64: "AAAA", mediaType: "image/png" }]],
    ["bare base64 without a prefix", { images: [{ image_url: { url: LONG } }] }, [{ base64: LONG }]],
    ["a URL", { images: [{ image_url: { url: "https://cdn.example.com/a.png" } }] }, [{ url: "https://cdn.example.com/a.png" }]],
    [
      "a content part with image_url",
      { content: [{ type: "image_url", image_url: { url: "data:image/png;base64,AAAA" } }] },
      [{ base64: "AAAA", mediaType: "image/png" }],
    ],
    ["a content part with b64_json", { content: [{ b64_json: "AAAA" }] }, [{ base64: "AAAA" }]],
    [
      "a content part with inlineData",
      { content: [{ inlineData: { data: "AAAA", mimeType: "image/webp" } }] },
      [{ base64: "AAAA", mediaType: "image/webp" }],
    ],
    [
      "a content part with inline_data",
      { content: [{ inline_data: { data: "AAAA", mime_type: "image/gif" } }] },
      [{ base64: "AAAA", mediaType: "image/gif" }],
    ],
    ["null content", { content: null, images: [{ b64_json: "AAAA" }] }, [{ base64: "AAAA" }]],
    ["nothing", { content: "sorry" }, []],
    [
      "bad entries beside a good one",
      { images: [null, 7, {}, { image_url: {} }, { image_url: { url: "" } }, { b64_json: "AAAA" }] },
      [{ base64: "AAAA" }],
    ],
  ])("reads %s", (_what, message, images) => expect(from(message).images).toEqual(images));

  it("finds every data URL in text and leaves the rest as text", () => {
    expect(from({ content: "Here: ![a](data:image/png;base64,AAAA) and ![b](data:image/jpeg;base64,BBBB)." })).toEqual({
      images: [
        { base64: "AAAA", mediaType: "image/png" },
        { base64: "BBBB", mediaType: "image/jpeg" },
      ],
      text: "Here: ![a]() and ![b]().",
    });
  });

  it("counts a picture once that is named twice, and looks at every choice", () => {
    const image = { image_url: { url: "data:image/png;base64,AAAA" } };
    const message = { images: [image], content: [{ type: "text", text: "hi" }, image] };
    const other = { message: { images: [{ b64_json: "CCCC" }] } };
    expect(readChatImages({ choices: [{ message }, other, { message: null }, null] })).toEqual({
      images: [{ base64: "AAAA", mediaType: "image/png" }, { base64: "CCCC" }],
      text: "hi",
    });
  });

  it.each([{}, { choices: null }, { choices: [] }, { choices: [{}] }])("finds nothing in %j", (json) =>
    expect(readChatImages(json).images).toEqual([]),
  );
});

// IMG-2
describe("readImageData", () => {
  it("reads b64_json with and without a type, data URLs, and URLs; passes over the rest", () => {
    const data = [
      { b64_json: "AAAA", media_type: "image/webp", revised_prompt: "better" },
      { b64_json: "BBBB" },
      { b64_json: "data:image/jpeg;base64,CCCC" },
      { url: "https://cdn.example.com/a" },
      {},
      null,
      { b64_json: "" },
    ];
    expect(readImageData({ data })).toEqual([
      { base64: "AAAA", mediaType: "image/webp", revisedPrompt: "better" },
      { base64: "BBBB" },
      { base64: "CCCC", mediaType: "image/jpeg" },
      { url: "https://cdn.example.com/a" },
    ]);
    expect(readImageData({})).toEqual([]);
  });

  it("adds what the requests cost, and nothing where nobody said", () => {
    expect(readImageUsage({ usage: { cost: "0.04", prompt_tokens: 5, completion_tokens: 7 } })).toEqual({
      costUsd: 0.04,
      promptTokens: 5,
      completionTokens: 7,
    });
    expect(sumUsage([{ costUsd: 0.5, completionTokens: 3 }, { costUsd: 0 }, {}])).toEqual({ costUsd: 0.5, completionTokens: 3 });
    expect(sumUsage([{}, {}])).toEqual({});
  });
});
