import * as z from "zod/mini";
import { bag, described, durationMs, flag, positiveCount, strict, text } from "./parts.js";
import { secretInputSchema } from "./secret-input.js";

const modelOverrides = strict({
  enabled: z.optional(flag),
  allowProvider: z.optional(flag),
  allowText: z.optional(flag),
  allowVoice: z.optional(flag),
  allowModelId: z.optional(flag),
  allowVoiceSettings: z.optional(flag),
  allowNormalization: z.optional(flag),
  allowSeed: z.optional(flag),
});

// The one block under tts.providers that is ours; the names of both versions are taken.
const openrouterVoice = strict({
  apiKey: z.optional(secretInputSchema),
  baseUrl: z.optional(text),
  model: z.optional(described(text, "Default hexgrad/kokoro-82m.")),
  modelId: z.optional(text),
  voice: z.optional(described(text, "Default af_alloy.")),
  voiceId: z.optional(text),
  speakerVoice: z.optional(text),
  responseFormat: z.optional(described(z.string().check(z.regex(/^(?:mp3|pcm)$/i)), "mp3 or pcm.")),
  speed: z.optional(z.number()),
  provider: z.optional(bag),
});

/** `tts` and its older spelling `messages.tts` (openclaw.md §9.2). */
export const ttsSchema = strict({
  auto: z.optional(described(z.enum(["off", "always", "inbound", "tagged"]), "When answers are spoken. Default off.")),
  enabled: z.optional(described(flag, 'Older spelling: true is auto "always".')),
  mode: z.optional(z.enum(["final", "all"])),
  provider: z.optional(text),
  persona: z.optional(text),
  personas: z.optional(bag),
  summaryModel: z.optional(text),
  modelOverrides: z.optional(modelOverrides),
  providers: z.optional(z.catchall(z.object({ openrouter: z.optional(openrouterVoice) }), z.looseObject({}))),
  maxTextLength: z.optional(positiveCount),
  timeoutMs: z.optional(durationMs),
  prefsPath: z.optional(text),
});
