import { createFetchTransport, createTarget, type CreateTargetOptions, type ModelTarget, type Transport } from "@openclaw/core";
import type { FakeFetch } from "@openclaw/testing";

export const SPEECH_URL = "https://openrouter.ai/api/v1/audio/speech";

export function speechTarget(options: Partial<CreateTargetOptions> = {}): ModelTarget {
  return createTarget({ model: "openrouter/hexgrad/kokoro-82m", apiKey: "sk-or-v1-SYNTHETICspeechNotARealKey4f1d9a7c", ...options });
}

export function transportOf(fake: FakeFetch): Transport {
  return createFetchTransport((input, init) => fake.fetch(input, init));
}
