// NET-5
import { describe, expect, it } from "vitest";
import { hintFor } from "./hints.js";

describe("what can be done about an upstream error", () => {
  it.each([
    [
      "not_found",
      "No endpoints found that support the requested output modalities: image, text. To learn more about provider routing, visit: …",
    ],
    ["invalid_request", "acme/words does not support this endpoint. Use /api/v1/chat/completions instead."],
  ] as const)("is another model where this one is made for something else (%s)", (code, text) => {
    expect(hintFor(code, { text })).toContain("made for something else");
  });

  it("is the id where nothing else is known to be wrong", () => {
    expect(hintFor("not_found", { text: "No endpoints found for acme/words." })).toContain("Check the model's id");
  });
});
