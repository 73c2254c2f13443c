import type { Config, MediaModelConfig, ModelChoice } from "../config.js";

/** What a target is for. Each kind has its own configured model. */
export type TargetKind = "chat" | "image" | "video" | "music" | "speech" | "transcription" | "embedding" | "vision";

/** The model of each kind where nothing is configured. */
export const DEFAULT_MODELS: Readonly<Record<TargetKind, string>> = {
  chat: "openrouter/auto",
  image: "openrouter/google/gemini-3.1-flash-image-preview",
  video: "openrouter/google/veo-3.1-fast",
  music: "openrouter/google/lyria-3-pro-preview",
  speech: "openrouter/hexgrad/kokoro-82m",
  transcription: "openrouter/openai/whisper-large-v3-turbo",
  embedding: "openrouter/openai/text-embedding-3-small",
  vision: "openrouter/auto",
};

/** Where the model of a kind is configured, in the newer spelling. */
export const MODEL_PATHS: Readonly<Record<TargetKind, string>> = {
  chat: "agents.defaults.model",
  image: "agents.defaults.mediaModels.image",
  video: "agents.defaults.mediaModels.video",
  music: "agents.defaults.mediaModels.music",
  speech: "tts.providers.openrouter.model",
  transcription: "tools.media.audio.models",
  embedding: "agents.defaults.embeddingModel",
  vision: "agents.defaults.imageModel",
};

/** The configured choice of a kind; without a `primary` when none is configured. */
export function configuredChoice(config: Config, kind: TargetKind, agent?: string): ModelChoice {
  const { defaults, entries } = config.agents;
  switch (kind) {
    case "chat":
      return (agent === undefined ? undefined : entries[agent]?.model) ?? defaults.model ?? {};
    case "image":
    case "video":
    case "music":
      return defaults.mediaModels[kind];
    case "speech":
      return { primary: withPrefix(config.tts.providers.openrouter.model) };
    case "transcription":
      return firstThenRest(mediaModels(config, "audio"));
    case "embedding":
      return defaults.embeddingModel ?? {};
    case "vision":
      return defaults.imageModel ?? firstThenRest(mediaModels(config, "image"));
  }
}

/** Kinds whose models are known by the API's own ids, also on the command line. */
export function takesWireIds(kind: TargetKind): boolean {
  return kind === "speech" || kind === "transcription";
}

/** Where the provider is said beside the model, the model is the API's own id. */
function withPrefix(model: string): string {
  return model.startsWith("openrouter/") ? model : `openrouter/${model}`;
}

/** The entries of `tools.media` that are ours and can do it, the kind's own list before the shared one (as in OpenClaw). */
function mediaModels(config: Config, capability: "audio" | "image"): readonly string[] {
  const { media } = config.tools;
  const ours = ({ provider, model, type }: MediaModelConfig): boolean =>
    model !== undefined && type !== "cli" && (provider === undefined ? model.startsWith("openrouter/") : provider === "openrouter");
  const shared = (media.models ?? []).filter(({ capabilities }) => capabilities?.includes(capability) === true);
  return [...(media[capability].models ?? []), ...shared]
    .filter(ours)
    .flatMap(({ model }) => (model === undefined ? [] : [withPrefix(model)]));
}

function firstThenRest(models: readonly string[]): ModelChoice {
  const [primary, ...fallbacks] = models;
  return primary === undefined ? {} : { primary, fallbacks };
}
