import { expect, it } from "vitest";
import { shaped, warningCodes, wireMessages } from "../__fixtures__/shaped.js";
import { CUSTOM_URL, target, unknownTarget } from "../__fixtures__/targets.js";

const MODEL = "openrouter/openai/gpt-4o";

it.each([
  [{ type: "text" }, { type: "text" }],
  [{ type: "json" }, { type: "json_object" }],
  [
    { type: "json-schema", name: "person", schema: { type: "object" }, strict: true },
    { type: "json_schema", json_schema: { name: "person", schema: { type: "object" }, strict: true } },
  ],
  [
    { type: "json-schema", name: "person", schema: { type: "object" } },
    { type: "json_schema", json_schema: { name: "person", schema: { type: "object" } } },
  ],
] as const)("writes the format %j", (responseFormat, wire) => {
  for (const supportedParameters of [["structured_outputs"], ["response_format"]]) {
    expect(shaped(target(MODEL, { row: { supportedParameters } }), { responseFormat }).body["response_format"]).toEqual(wire);
  }
  expect(shaped(unknownTarget(MODEL), { responseFormat }).body["response_format"]).toEqual(wire);
});

// CHAT-11
it("asks a model without structured output for the form in words, before an answer that is to be continued, and says so", () => {
  const schema = { type: "object", properties: { city: { type: "string" } } } as const;
  const words = `Answer with nothing but one JSON value that fits this JSON Schema:\n${JSON.stringify(schema)}`;
  const instruction = { role: "system", content: words };
  const responseFormat = { type: "json-schema", name: "place", schema, strict: true } as const;
  const plan = shaped(target(MODEL), { responseFormat });
  expect(plan.body).not.toHaveProperty("response_format");
  expect(wireMessages(plan)).toEqual([{ role: "user", content: "Hello" }, instruction]);
  expect(warningCodes(plan)).toEqual(["format_in_words"]);
  const begun = shaped(target(MODEL), {
    responseFormat,
    messages: [
      { role: "user", content: "Hello" },
      { role: "assistant", content: "{" },
    ],
  });
  expect(wireMessages(begun).map(({ content }) => content)).toEqual(["Hello", words, "{"]);
  const json = shaped(target(MODEL), { responseFormat: { type: "json" } });
  expect(wireMessages(json).at(-1)?.["content"]).toBe("Answer with nothing but one JSON object.");
  const text = shaped(target(MODEL), { responseFormat: { type: "text" } });
  expect([text.body["response_format"], warningCodes(text)]).toEqual([{ type: "text" }, []]);
});

it("writes modalities, sound, picture settings, plugins and the session", () => {
  const plan = shaped(target(MODEL), {
    modalities: ["text", "audio"],
    audio: { voice: "alloy", format: "wav" },
    imageConfig: { aspect_ratio: "16:9" },
    plugins: [{ id: "web" }],
    sessionId: "s".repeat(300),
  });
  expect(plan.body).toMatchObject({
    modalities: ["text", "audio"],
    audio: { voice: "alloy", format: "wav" },
    image_config: { aspect_ratio: "16:9" },
    plugins: [{ id: "web" }],
    session_id: "s".repeat(256),
  });
});

// NET-2
it("keeps plugins and sessions from a custom base URL, and says that plugins were dropped", () => {
  const plan = shaped(target(MODEL, { baseUrl: CUSTOM_URL }), { plugins: [{ id: "web" }], sessionId: "s", modalities: ["text"] });
  expect(plan.body).not.toHaveProperty("plugins");
  expect(plan.body).not.toHaveProperty("session_id");
  expect(plan.body["modalities"]).toEqual(["text"]);
  expect(warningCodes(plan)).toEqual(["plugins_dropped"]);
});
