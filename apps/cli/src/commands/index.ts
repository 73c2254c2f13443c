import type { Command } from "../args/command-spec.js";

/** The sections of `openclaw --help`, in their order. */
export const SECTIONS = ["Start", "Ask", "Make", "Set up", "More"] as const;
export type Section = (typeof SECTIONS)[number];

export interface CommandEntry {
  readonly path: readonly string[];
  readonly section: Section;
  readonly summary: string;
  load(): Promise<Command>;
}

/** Words that stand before other words. `fallback` is the command meant when nothing follows. */
export const GROUPS: Readonly<Record<string, { readonly summary: string; readonly fallback?: string }>> = {
  models: { summary: "See and choose models", fallback: "status" },
  "models aliases": { summary: "Short names for models", fallback: "list" },
  "models fallbacks": { summary: "Models to try when the first one fails", fallback: "list" },
  "models auth": { summary: "Stored keys", fallback: "list" },
  "models auth order": { summary: "Which key is used first", fallback: "get" },
  infer: { summary: "One capability at a time, scriptable" },
  "infer model": { summary: "Text from a model" },
  "infer image": { summary: "Images" },
  "infer video": { summary: "Videos" },
  "infer music": { summary: "Music" },
  "infer tts": { summary: "Speech" },
  "infer audio": { summary: "What is said in recordings" },
  "infer embedding": { summary: "Vectors" },
  config: { summary: "Read and change the configuration" },
  sessions: { summary: "Conversations that were kept", fallback: "list" },
};

// Every command is loaded when it is called and not before: `--version` pays for none of them.
export const COMMANDS: readonly CommandEntry[] = [
  {
    path: ["tour"],
    section: "Start",
    summary: "A chat answer, an image, a video and speech, one after the other",
    load: async () => (await import("./tour.js")).command,
  },
  {
    path: ["onboard"],
    section: "Start",
    summary: "Set up a key and a default model",
    load: async () => (await import("./onboard.js")).command,
  },
  {
    path: ["chat"],
    section: "Ask",
    summary: "Ask a question; the answer streams to stdout",
    load: async () => (await import("./chat.js")).command,
  },
  {
    path: ["agent"],
    section: "Ask",
    summary: "Run one agent turn",
    load: async () => (await import("./agent.js")).command,
  },
  {
    path: ["infer", "model", "run"],
    section: "Ask",
    summary: "One answer from one model",
    load: async () => (await import("./infer-model-run.js")).command,
  },
  {
    path: ["infer", "image", "generate"],
    section: "Make",
    summary: "Make images from a prompt",
    load: async () => (await import("./infer-image-generate.js")).command,
  },
  {
    path: ["infer", "image", "edit"],
    section: "Make",
    summary: "Make images from other images",
    load: async () => (await import("./infer-image-edit.js")).command,
  },
  {
    path: ["infer", "image", "list"],
    section: "Make",
    summary: "The image requests that were started here",
    load: async () => (await import("./infer-image-list.js")).command,
  },
  {
    path: ["infer", "image", "resume"],
    section: "Make",
    summary: "Write out images that were paid for but not saved",
    load: async () => (await import("./infer-image-resume.js")).command,
  },
  {
    path: ["infer", "image", "describe"],
    section: "Make",
    summary: "Say what an image shows",
    load: async () => (await import("./infer-image-describe.js")).command,
  },
  {
    path: ["infer", "image", "describe-many"],
    section: "Make",
    summary: "Say what each of several images shows",
    load: async () => (await import("./infer-image-describe-many.js")).command,
  },
  {
    path: ["infer", "video", "generate"],
    section: "Make",
    summary: "Make a video from a prompt",
    load: async () => (await import("./infer-video-generate.js")).command,
  },
  {
    path: ["infer", "video", "list"],
    section: "Make",
    summary: "The video jobs that were started here",
    load: async () => (await import("./infer-video-list.js")).command,
  },
  {
    path: ["infer", "video", "status"],
    section: "Make",
    summary: "What is known of a video job",
    load: async () => (await import("./infer-video-status.js")).command,
  },
  {
    path: ["infer", "video", "resume"],
    section: "Make",
    summary: "Go on with a video job where it stopped",
    load: async () => (await import("./infer-video-resume.js")).command,
  },
  {
    path: ["infer", "video", "cancel"],
    section: "Make",
    summary: "Give a video job up",
    load: async () => (await import("./infer-video-cancel.js")).command,
  },
  {
    path: ["infer", "music", "generate"],
    section: "Make",
    summary: "Make a piece of music from a prompt",
    load: async () => (await import("./infer-music-generate.js")).command,
  },
  {
    path: ["infer", "music", "list"],
    section: "Make",
    summary: "The music requests that were started here",
    load: async () => (await import("./infer-music-list.js")).command,
  },
  {
    path: ["infer", "music", "resume"],
    section: "Make",
    summary: "Write out music that was paid for but not saved",
    load: async () => (await import("./infer-music-resume.js")).command,
  },
  {
    path: ["infer", "tts", "convert"],
    section: "Make",
    summary: "Speak a text",
    load: async () => (await import("./infer-tts-convert.js")).command,
  },
  {
    path: ["infer", "tts", "voices"],
    section: "Make",
    summary: "The voices there are",
    load: async () => (await import("./infer-tts-voices.js")).command,
  },
  {
    path: ["infer", "audio", "transcribe"],
    section: "Make",
    summary: "Write down what is said in a recording",
    load: async () => (await import("./infer-audio-transcribe.js")).command,
  },
  {
    path: ["infer", "embedding", "create"],
    section: "Make",
    summary: "Turn texts into vectors",
    load: async () => (await import("./infer-embedding-create.js")).command,
  },
  {
    path: ["doctor"],
    section: "More",
    summary: "Find out what is wrong, and mend what can be mended",
    load: async () => (await import("./doctor.js")).command,
  },
  {
    path: ["usage"],
    section: "More",
    summary: "What everything took and cost",
    load: async () => (await import("./usage.js")).command,
  },
  {
    path: ["sessions", "list"],
    section: "More",
    summary: "Conversations that were kept",
    load: async () => (await import("./sessions-list.js")).command,
  },
  {
    path: ["sessions", "show"],
    section: "More",
    summary: "Read a conversation again",
    load: async () => (await import("./sessions-show.js")).command,
  },
  {
    path: ["sessions", "search"],
    section: "More",
    summary: "Find what was said in conversations",
    load: async () => (await import("./sessions-search.js")).command,
  },
  {
    path: ["sessions", "export"],
    section: "More",
    summary: "Write a conversation out as Markdown or JSON",
    load: async () => (await import("./sessions-export.js")).command,
  },
  {
    path: ["sessions", "delete"],
    section: "More",
    summary: "Delete conversations",
    load: async () => (await import("./sessions-delete.js")).command,
  },
  {
    path: ["infer", "list"],
    section: "More",
    summary: "The capabilities that infer has",
    load: async () => (await import("./infer-list.js")).command,
  },
  {
    path: ["models", "status"],
    section: "Set up",
    summary: "Which models and keys are in use",
    load: async () => (await import("./models-status.js")).command,
  },
  {
    path: ["models", "list"],
    section: "Set up",
    summary: "Models with context and price",
    load: async () => (await import("./models-list.js")).command,
  },
  {
    path: ["models", "set"],
    section: "Set up",
    summary: "Choose the default model",
    load: async () => (await import("./models-set.js")).command,
  },
  {
    path: ["models", "set-image"],
    section: "Set up",
    summary: "Choose the model that makes images",
    load: async () => (await import("./models-set-image.js")).command,
  },
  {
    path: ["models", "set-video"],
    section: "Set up",
    summary: "Choose the model that makes videos",
    load: async () => (await import("./models-set-video.js")).command,
  },
  {
    path: ["models", "scan"],
    section: "Set up",
    summary: "Find, try and rank models that cost nothing",
    load: async () => (await import("./models-scan.js")).command,
  },
  {
    path: ["models", "aliases", "list"],
    section: "Set up",
    summary: "Show the aliases",
    load: async () => (await import("./models-aliases-list.js")).command,
  },
  {
    path: ["models", "aliases", "add"],
    section: "Set up",
    summary: "Add an alias",
    load: async () => (await import("./models-aliases-add.js")).command,
  },
  {
    path: ["models", "aliases", "remove"],
    section: "Set up",
    summary: "Remove an alias",
    load: async () => (await import("./models-aliases-remove.js")).command,
  },
  {
    path: ["models", "fallbacks", "list"],
    section: "Set up",
    summary: "Show the fallbacks",
    load: async () => (await import("./models-fallbacks-list.js")).command,
  },
  {
    path: ["models", "fallbacks", "add"],
    section: "Set up",
    summary: "Add a fallback",
    load: async () => (await import("./models-fallbacks-add.js")).command,
  },
  {
    path: ["models", "fallbacks", "remove"],
    section: "Set up",
    summary: "Remove a fallback",
    load: async () => (await import("./models-fallbacks-remove.js")).command,
  },
  {
    path: ["models", "fallbacks", "clear"],
    section: "Set up",
    summary: "Remove every fallback",
    load: async () => (await import("./models-fallbacks-clear.js")).command,
  },
  {
    path: ["models", "auth", "login"],
    section: "Set up",
    summary: "Sign in, or store a key",
    load: async () => (await import("./models-auth-login.js")).command,
  },
  {
    path: ["models", "auth", "logout"],
    section: "Set up",
    summary: "Forget a stored key",
    load: async () => (await import("./models-auth-logout.js")).command,
  },
  {
    path: ["models", "auth", "list"],
    section: "Set up",
    summary: "The stored keys",
    load: async () => (await import("./models-auth-list.js")).command,
  },
  {
    path: ["models", "auth", "order", "get"],
    section: "Set up",
    summary: "Which key is used first",
    load: async () => (await import("./models-auth-order-get.js")).command,
  },
  {
    path: ["models", "auth", "order", "set"],
    section: "Set up",
    summary: "Choose which key is used first",
    load: async () => (await import("./models-auth-order-set.js")).command,
  },
  {
    path: ["models", "auth", "order", "clear"],
    section: "Set up",
    summary: "Go back to the order of the config",
    load: async () => (await import("./models-auth-order-clear.js")).command,
  },
  {
    path: ["config", "get"],
    section: "Set up",
    summary: "Show a value",
    load: async () => (await import("./config-get.js")).command,
  },
  {
    path: ["config", "set"],
    section: "Set up",
    summary: "Change a value",
    load: async () => (await import("./config-set.js")).command,
  },
  {
    path: ["config", "unset"],
    section: "Set up",
    summary: "Remove a value",
    load: async () => (await import("./config-unset.js")).command,
  },
  {
    path: ["config", "validate"],
    section: "Set up",
    summary: "Check the config file",
    load: async () => (await import("./config-validate.js")).command,
  },
  {
    path: ["config", "explain"],
    section: "Set up",
    summary: "Every value with where it comes from",
    load: async () => (await import("./config-explain.js")).command,
  },
  {
    path: ["config", "file"],
    section: "Set up",
    summary: "Show the config file's path",
    load: async () => (await import("./config-file.js")).command,
  },
  {
    path: ["config", "schema"],
    section: "Set up",
    summary: "Print the JSON Schema of the config",
    load: async () => (await import("./config-schema.js")).command,
  },
  {
    path: ["completion"],
    section: "More",
    summary: "Complete commands and models in your shell",
    load: async () => (await import("./completion.js")).command,
  },
  {
    path: ["serve"],
    section: "More",
    summary: "Serve the models to other programs and people",
    load: async () => (await import("./serve.js")).command,
  },
  {
    path: ["sandbox"],
    section: "More",
    summary: "Serve an offline OpenRouter on this machine",
    load: async () => (await import("./sandbox.js")).command,
  },
];
