import { expect, it } from "vitest";
import { shaped, warningCodes } from "../__fixtures__/shaped.js";
import { CUSTOM_URL, target } from "../__fixtures__/targets.js";

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
  expect(shaped(target(MODEL), { responseFormat }).body["response_format"]).toEqual(wire);
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
