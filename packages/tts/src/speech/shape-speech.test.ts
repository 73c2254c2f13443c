import type { ModelRow } from "@openclaw/core";
import { describe, expect, it } from "vitest";
import { speechTarget } from "../__fixtures__/speech-target.js";
import { shapeSpeech } from "./shape-speech.js";

const row: ModelRow = {
  id: "acme/voice-1",
  name: "Voice",
  inputModalities: [],
  outputModalities: ["speech"],
  pricing: {},
  voices: ["Ada", "Bob"],
};
const acme = speechTarget({ model: "openrouter/acme/voice-1", row });

describe("shapeSpeech", () => {
  it("is printable data without the key, and always names the format (TTS-1, KEY-6)", () => {
    const plan = shapeSpeech(speechTarget(), {
      text: "Hi.",
      speed: 1.25,
      responseFormat: "pcm",
      provider: { options: { openai: { instructions: "calm" } } },
    });
    expect(plan).toMatchObject({ method: "POST", url: "https://openrouter.ai/api/v1/audio/speech", warnings: [] });
    expect(plan.body).toEqual({
      model: "hexgrad/kokoro-82m",
      input: "Hi.",
      voice: "af_alloy",
      response_format: "pcm",
      speed: 1.25,
      provider: { options: { openai: { instructions: "calm" } } },
    });
    expect(JSON.stringify(plan)).not.toMatch(/SYNTHETIC|authorization/i);
  });

  it("takes a default voice only where the model has it (TTS-1)", () => {
    expect(shapeSpeech(acme, { text: "Hi." }).body).toMatchObject({ voice: "Ada" });
    expect(shapeSpeech(acme, { text: "Hi.", voice: "bob" }).body).toMatchObject({ voice: "Bob" });
    const unlisted = shapeSpeech(acme, { text: "Hi.", voice: "Eve" });
    expect(unlisted.body).toMatchObject({ voice: "Eve" });
    expect(unlisted.warnings).toMatchObject([{ code: "voice_unlisted" }]);
    expect(shapeSpeech(acme, { text: "Hi.", voice: "Eve" }, { fallback: true }).body).toMatchObject({ voice: "Ada" });
  });

  it("honours a custom base URL, and keeps OpenRouter's own fields and headers from it (NET-2)", () => {
    const plan = shapeSpeech(speechTarget({ baseUrl: "https://speech.example/v1" }), { text: "Hi.", provider: { only: ["x"] } });
    expect(plan.url).toBe("https://speech.example/v1/audio/speech");
    expect(plan.body).not.toHaveProperty("provider");
    expect(plan.headers).not.toHaveProperty("HTTP-Referer");
    expect(plan.warnings).toMatchObject([{ code: "provider_withheld" }]);
  });

  it("sends a recording and its transcript for voice cloning", () => {
    expect(shapeSpeech(acme, { text: "Hi.", reference: { data: "QUJD", format: "wav", transcript: "A B C" } }).body).toMatchObject({
      input_references: [
        { type: "input_audio", input_audio: { data: "QUJD", format: "wav" } },
        { type: "text", text: "A B C" },
      ],
    });
  });

  it("refuses what cannot be spoken before anything is sent (TTS-1)", () => {
    expect(() => shapeSpeech(acme, { text: " \n" })).toThrow("There is no text to speak.");
    expect(() => shapeSpeech(acme, { text: "x".repeat(5000) })).toThrow("Text too long (5000 chars, max 4096)");
    expect(() => shapeSpeech(acme, { text: "x", speed: Number.NaN })).toThrow("NaN");
    expect(() => shapeSpeech(acme, { text: "x", speed: 0 })).toThrow("above 0");
  });

  // Without types, anything may be given.
  it.each([
    [{ input: "Hello." }, "Write text."],
    [{ text: "Hello.", format: "wav" }, "Write responseFormat."],
    [{ text: "Hello.", response_format: "wav" }, "Write responseFormat."],
    [{ voice: "af_alloy" }, "Give some text."],
  ])("says how it is written instead of %j", (input, hint) => {
    expect(() => shapeSpeech(acme, input as never)).toThrow(expect.objectContaining({ code: "input_invalid", hint }));
  });
});
