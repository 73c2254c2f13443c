import * as z from "zod/mini";
import { bag, described, durationMs, flag, optional, positiveCount, strict, text } from "./parts.js";
import { secretInputSchema } from "./secret-input.js";

const modelOverrides = strict({
  enabled: optional(flag),
  allowProvider: optional(flag),
  allowText: optional(flag),
  allowVoice: optional(flag),
  allowModelId: optional(flag),
  allowVoiceSettings: optional(flag),
  allowNormalization: optional(flag),
  allowSeed: optional(flag),
});

// The one block under tts.providers that is ours; the names of both versions are taken.
const openrouterVoice = strict({
  apiKey: optional(secretInputSchema),
  baseUrl: optional(text),
  model: optional(described(text, "Default hexgrad/kokoro-82m.")),
  modelId: optional(text),
  voice: optional(described(text, "Default af_alloy.")),
  voiceId: optional(text),
  speakerVoice: optional(text),
  responseFormat: optional(described(z.string().check(z.regex(/^(?:mp3|pcm)$/i)), "mp3 or pcm.")),
  speed: optional(z.number()),
  provider: optional(bag),
});

/** `tts` and its older spelling `messages.tts` (as in OpenClaw). */
export const ttsSchema = strict({
  auto: optional(described(z.enum(["off", "always", "inbound", "tagged"]), "When answers are spoken. Default off.")),
  enabled: optional(described(flag, 'Older spelling: true is auto "always".')),
  mode: optional(z.enum(["final", "all"])),
  provider: optional(text),
  persona: optional(text),
  personas: optional(bag),
  summaryModel: optional(text),
  modelOverrides: optional(modelOverrides),
  providers: optional(z.catchall(z.object({ openrouter: optional(openrouterVoice) }), z.looseObject({}))),
  maxTextLength: optional(positiveCount),
  timeoutMs: optional(durationMs),
  prefsPath: optional(text),
});
