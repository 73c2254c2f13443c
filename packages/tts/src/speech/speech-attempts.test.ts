import { ConfigError } from "@openclaw/core";
import { fakeFetch } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { speechTarget, SPEECH_URL, transportOf } from "../__fixtures__/speech-target.js";
import { describeSpeechFailure, readSpeechAttempts } from "./speech-attempts.js";
import { synthesize } from "./synthesize.js";

describe("attempts to speak", () => {
  it("are told with their reason codes, and the failure in one line (TTS-1)", async () => {
    const fake = fakeFetch({
      [SPEECH_URL]: [{ type: "json", status: 500, body: { error: { code: 500, message: "Internal" } } }, { type: "hang" }],
    });
    const error = await synthesize(
      { target: [speechTarget(), speechTarget({ model: "openrouter/acme/voice-1" })], text: "Hello." },
      { transport: transportOf(fake), failover: { retries: 0 }, timeoutMs: 5 },
    ).then(
      () => new Error("it failed"),
      (cause: Error) => cause,
    );
    expect(readSpeechAttempts(error, { id: "calm", binding: "applied" })).toMatchObject([
      {
        provider: "openrouter",
        model: "openrouter/hexgrad/kokoro-82m",
        outcome: "failed",
        reasonCode: "provider_error",
        persona: "calm",
        personaBinding: "applied",
      },
      { model: "openrouter/acme/voice-1", outcome: "failed", reasonCode: "timeout", error: expect.stringContaining("5 ms") },
    ]);
    expect(describeSpeechFailure(error)).toMatch(/^TTS conversion failed: openrouter: All models failed \(2\)/);
    const one = await synthesize(
      { target: speechTarget(), text: "Hello." },
      { transport: transportOf(fakeFetch({ [SPEECH_URL]: { type: "json", status: 400, body: { error: { message: "bad voice" } } } })) },
    ).catch((cause: unknown) => cause);
    expect(describeSpeechFailure(one)).toBe("TTS conversion failed: openrouter: OpenRouter TTS API error (HTTP 400): bad voice");
    expect(describeSpeechFailure(new ConfigError("x", { code: "key_missing" }))).toBe(
      "TTS conversion failed: openrouter: OpenRouter API key missing",
    );
  });
});
