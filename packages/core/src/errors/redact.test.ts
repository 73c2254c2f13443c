import { plantedSecrets } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { redact } from "./redact.js";

const { apiKey, token, password } = plantedSecrets("redact");

// KEY-6
describe("redacting a text", () => {
  it.each([
    [`key ${apiKey} refused`, "key [redacted] refused"],
    [`{"key":"${apiKey}"}`, '{"key":"[redacted]"}'],
    [`OPENROUTER_KEY_${apiKey}`, "OPENROUTER_KEY_[redacted]"],
    [`Authorization: Bearer ${token}`, "Authorization: Bearer [redacted]"],
    ["sk-proj-abcdefgh12345678 and pk-abcdefgh12345678", "[redacted] and [redacted]"],
  ])("takes what is shaped as a credential out of %j", (text, clean) => {
    expect(redact(text)).toBe(clean);
  });

  it.each(["the risk-assessment-document of the desk-management", "ask-anything-model", "task-list-of-today-12345"])(
    "leaves %j alone",
    (text) => {
      expect(redact(text)).toBe(text);
    },
  );

  it("takes known secrets of any shape out, also percent-encoded", () => {
    expect(redact(`a ${token} b ${encodeURIComponent(password)} c ${password}`, [token, password])).toBe(
      "a [redacted] b [redacted] c [redacted]",
    );
  });

  it("does not take a word of three letters for a secret", () => {
    expect(redact("latest tests", ["tes", ""])).toBe("latest tests");
  });
});

// KEY-6
it.each([
  "ghp_SYNTHETICghTokenNotReal0123456789",
  "hf_SYNTHETICnotARealToken0123456789",
  "AIzaSYNTHETICnotARealGoogleKey0123456789",
  "xoxb-1234567890-SYNTHETIC",
  "eyJhbGciOiJub25lIn0.eyJzdWIiOiJTWU5USCJ9.c2ln",
])("knows the shape of other people's secrets too: %s", (secret) => {
  expect(redact(`before ${secret} after`)).toBe("before [redacted] after");
});
