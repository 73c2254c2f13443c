import type { Command } from "../args/command-spec.js";

/** One command: its name's words, where help lists it, and what it is. */
export interface CommandEntry {
  readonly path: readonly string[];
  readonly section: string;
  readonly summary: string;
  load(): Promise<Command>;
}

type Row = readonly [summary: string, load: () => Promise<{ readonly command: Command }>];

// The sections of `openclaw --help` and their commands, both in the order in which they are shown. Every command is loaded when it is called and
// not before: `--version` pays for none of them.
const TABLE: Readonly<Record<string, Readonly<Record<string, Row>>>> = {
  Start: {
    tour: ["A chat answer, an image, a video and speech, one after the other", () => import("./tour.js")],
    onboard: ["Set up a key and a default model", () => import("./onboard.js")],
  },
  Ask: {
    chat: ["Ask a question; the answer streams to stdout", () => import("./chat.js")],
    agent: ["Run one agent turn", () => import("./agent.js")],
    "infer model run": ["One answer from one model", () => import("./infer-model-run.js")],
  },
  Make: {
    "infer image generate": ["Make images from a prompt", () => import("./infer-image-generate.js")],
    "infer image edit": ["Make images from other images", () => import("./infer-image-edit.js")],
    "infer image list": ["The image requests that were started here", () => import("./infer-image-list.js")],
    "infer image resume": ["Write out images that were paid for but not saved", () => import("./infer-image-resume.js")],
    "infer image describe": ["Say what an image shows", () => import("./infer-image-describe.js")],
    "infer image describe-many": ["Say what each of several images shows", () => import("./infer-image-describe-many.js")],
    "infer video generate": ["Make a video from a prompt", () => import("./infer-video-generate.js")],
    "infer video list": ["The video jobs that were started here", () => import("./infer-video-list.js")],
    "infer video status": ["What is known of a video job", () => import("./infer-video-status.js")],
    "infer video resume": ["Go on with a video job where it stopped", () => import("./infer-video-resume.js")],
    "infer video cancel": ["Give a video job up", () => import("./infer-video-cancel.js")],
    "infer music generate": ["Make a piece of music from a prompt", () => import("./infer-music-generate.js")],
    "infer music list": ["The music requests that were started here", () => import("./infer-music-list.js")],
    "infer music resume": ["Write out music that was paid for but not saved", () => import("./infer-music-resume.js")],
    "infer tts convert": ["Speak a text", () => import("./infer-tts-convert.js")],
    "infer tts list": ["The texts that were spoken from here", () => import("./infer-tts-list.js")],
    "infer tts resume": ["Go on with speech that was stopped", () => import("./infer-tts-resume.js")],
    "infer tts voices": ["The voices there are", () => import("./infer-tts-voices.js")],
    "infer audio transcribe": ["Write down what is said in a recording", () => import("./infer-audio-transcribe.js")],
    "infer embedding create": ["Turn texts into vectors", () => import("./infer-embedding-create.js")],
  },
  "Set up": {
    "models status": ["Which models and keys are in use", () => import("./models-status.js")],
    "models list": ["Models with context and price", () => import("./models-list.js")],
    "models set": ["Choose the default model", () => import("./models-set.js")],
    "models set-image": ["Choose the model that makes images", () => import("./models-set-image.js")],
    "models set-video": ["Choose the model that makes videos", () => import("./models-set-video.js")],
    "models scan": ["Find, try and rank models that cost nothing", () => import("./models-scan.js")],
    "models aliases list": ["Show the aliases", () => import("./models-aliases-list.js")],
    "models aliases add": ["Add an alias", () => import("./models-aliases-add.js")],
    "models aliases remove": ["Remove an alias", () => import("./models-aliases-remove.js")],
    "models fallbacks list": ["Show the fallbacks", () => import("./models-fallbacks-list.js")],
    "models fallbacks add": ["Add a fallback", () => import("./models-fallbacks-add.js")],
    "models fallbacks remove": ["Remove a fallback", () => import("./models-fallbacks-remove.js")],
    "models fallbacks clear": ["Remove every fallback", () => import("./models-fallbacks-clear.js")],
    "models auth login": ["Sign in, or store a key", () => import("./models-auth-login.js")],
    "models auth logout": ["Forget a stored key", () => import("./models-auth-logout.js")],
    "models auth list": ["The stored keys", () => import("./models-auth-list.js")],
    "models auth order get": ["Which key is used first", () => import("./models-auth-order-get.js")],
    "models auth order set": ["Choose which key is used first", () => import("./models-auth-order-set.js")],
    "models auth order clear": ["Go back to the order of the config", () => import("./models-auth-order-clear.js")],
    "config get": ["Show a value", () => import("./config-get.js")],
    "config set": ["Change a value", () => import("./config-set.js")],
    "config unset": ["Remove a value", () => import("./config-unset.js")],
    "config validate": ["Check the config file", () => import("./config-validate.js")],
    "config explain": ["Every value with where it comes from", () => import("./config-explain.js")],
    "config file": ["Show the config file's path", () => import("./config-file.js")],
    "config schema": ["Print the JSON Schema of the config", () => import("./config-schema.js")],
  },
  More: {
    doctor: ["Find out what is wrong, and mend what can be mended", () => import("./doctor.js")],
    usage: ["What everything took and cost", () => import("./usage.js")],
    "sessions list": ["Conversations that were kept", () => import("./sessions-list.js")],
    "sessions show": ["Read a conversation again", () => import("./sessions-show.js")],
    "sessions search": ["Find what was said in conversations", () => import("./sessions-search.js")],
    "sessions export": ["Write a conversation out as Markdown or JSON", () => import("./sessions-export.js")],
    "sessions delete": ["Delete conversations", () => import("./sessions-delete.js")],
    "infer list": ["The capabilities that infer has", () => import("./infer-list.js")],
    completion: ["Complete commands and models in your shell", () => import("./completion.js")],
    serve: ["Serve the models to other programs and people", () => import("./serve.js")],
    sandbox: ["Serve an offline OpenRouter on this machine", () => import("./sandbox.js")],
  },
};

/** The sections of `openclaw --help`. */
export const SECTIONS: readonly string[] = Object.keys(TABLE);

/** Every command there is (CLI-2). */
export const COMMANDS: readonly CommandEntry[] = Object.entries(TABLE).flatMap(([section, rows]) =>
  Object.entries(rows).map(([name, [summary, load]]) => ({
    path: name.split(" "),
    section,
    summary,
    load: async () => (await load()).command,
  })),
);

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
