/** Who may load whom at run time (F-1): the picture in AGENTS.md as a table. */
export const STATIC_EDGES: Readonly<Record<string, readonly string[]>> = {
  core: [],
  config: ["core"],
  chat: ["core"],
  media: ["core"],
  tts: ["core"],
  sandbox: [],
  cli: ["core", "config", "chat", "media", "tts"],
  server: ["core", "config", "chat", "media", "tts"],
};

/** Loaded only when a command asks for it, by `import()`: the CLI starts without them. */
export const LAZY_EDGES: Readonly<Record<string, readonly string[]>> = { cli: ["sandbox", "server"] };

/** `import type` only: nothing of it is there at run time. */
export const TYPE_EDGES: Readonly<Record<string, readonly string[]>> = { sandbox: ["core"] };

/** What any test may use besides its package's own edges. */
export const TEST_ONLY: readonly string[] = ["testing", "sandbox"];

/** Entries that must load without Node: browsers, workers, Bun and Deno use them (F-3). */
export const PORTABLE_ENTRIES: readonly string[] = [
  "@openclaw/core",
  "@openclaw/core/internal",
  "@openclaw/core/internal/stream",
  "@openclaw/chat",
  "@openclaw/chat/stream",
  "@openclaw/media",
  "@openclaw/tts",
  "@openclaw/config",
];

/** Inside a package: files below `from` never import files below `to`, not even their types. */
export const INNER_BORDERS: readonly { readonly package: string; readonly from: string; readonly to: string; readonly why: string }[] = [
  ...["http/", "openrouter/", "failover/", "job/", "traits/"].map((to) => ({
    package: "core",
    from: "errors/",
    to,
    why: "errors are at the bottom: every other folder raises them",
  })),
  ...["openrouter/", "failover/", "job/"].map((to) => ({
    package: "core",
    from: "http/",
    to,
    why: "the transport knows no provider and no candidates",
  })),
  { package: "chat", from: "shape/", to: "stream/", why: "a request is shaped before there is an answer" },
  { package: "chat", from: "stream/", to: "shape/", why: "reading an answer must not depend on how it was asked for" },
];

/** A folder that may import only what stands here, relative to the package's `src`; `/` at the end means everything below. */
export const CLOSED_FOLDERS: readonly { readonly package: string; readonly folder: string; readonly allowed: readonly string[] }[] = [
  { package: "core", folder: "errors/", allowed: ["errors/", "json.ts", "read-strings.ts"] },
];
