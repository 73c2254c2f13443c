import * as z from "zod/mini";
import { bag, count, described, flag, positiveCount, seconds, strict, text } from "./parts.js";

const capabilities = z.array(z.enum(["image", "audio", "video"]));

const mediaModel = strict(
  {
    provider: z.optional(text),
    model: z.optional(text),
    capabilities: z.optional(capabilities),
    type: z.optional(z.enum(["provider", "cli"])),
    prompt: z.optional(text),
    language: z.optional(text),
    maxBytes: z.optional(positiveCount),
    maxChars: z.optional(count),
    timeoutSeconds: z.optional(seconds),
    profile: z.optional(text),
    preferredProfile: z.optional(text),
    baseUrl: z.optional(text),
    headers: z.optional(z.record(z.string(), text)),
    providerOptions: z.optional(bag),
  },
  ["command", "args", "deepgram", "request"],
);

const understanding = strict(
  {
    enabled: z.optional(flag),
    models: z.optional(described(z.array(mediaModel), "Tried in order.")),
    prompt: z.optional(text),
    language: z.optional(text),
    maxBytes: z.optional(positiveCount),
    maxChars: z.optional(count),
    timeoutSeconds: z.optional(seconds),
    echoTranscript: z.optional(flag),
    echoFormat: z.optional(text),
  },
  ["scope", "attachments", "baseUrl", "headers", "providerOptions", "request", "deepgram"],
);

/** `tools.media`: what describes images and video, and what transcribes audio. The rest of `tools` passes. */
export const toolsSchema = z.looseObject({
  media: z.optional(
    strict(
      {
        models: z.optional(z.array(mediaModel)),
        concurrency: z.optional(positiveCount),
        audio: z.optional(understanding),
        image: z.optional(understanding),
        video: z.optional(understanding),
      },
      ["asyncCompletion"],
    ),
  ),
});
