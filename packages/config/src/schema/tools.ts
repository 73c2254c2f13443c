import * as z from "zod/mini";
import { bag, count, described, flag, optional, positiveCount, seconds, strict, text } from "./parts.js";

const capabilities = z.array(z.enum(["image", "audio", "video"]));

const mediaModel = strict(
  {
    provider: optional(text),
    model: optional(text),
    capabilities: optional(capabilities),
    type: optional(z.enum(["provider", "cli"])),
    prompt: optional(text),
    language: optional(text),
    maxBytes: optional(positiveCount),
    maxChars: optional(count),
    timeoutSeconds: optional(seconds),
    profile: optional(text),
    preferredProfile: optional(text),
    baseUrl: optional(text),
    headers: optional(z.record(z.string(), text)),
    providerOptions: optional(bag),
  },
  ["command", "args", "deepgram", "request"],
);

const understanding = strict(
  {
    enabled: optional(flag),
    models: optional(described(z.array(mediaModel), "Tried in order.")),
    prompt: optional(text),
    language: optional(text),
    maxBytes: optional(positiveCount),
    maxChars: optional(count),
    timeoutSeconds: optional(seconds),
    echoTranscript: optional(flag),
    echoFormat: optional(text),
  },
  ["scope", "attachments", "baseUrl", "headers", "providerOptions", "request", "deepgram"],
);

/** `tools.media`: what describes images and video, and what transcribes audio. The rest of `tools` passes. */
export const toolsSchema = z.looseObject({
  media: optional(
    strict(
      {
        models: optional(z.array(mediaModel)),
        concurrency: optional(positiveCount),
        audio: optional(understanding),
        image: optional(understanding),
        video: optional(understanding),
      },
      ["asyncCompletion"],
    ),
  ),
});
