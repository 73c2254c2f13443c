/** What is imported, by name. The first one is the baseline: what it costs to import anything at all. */
export const subjects = {
  "an empty module": () => import("./empty.mjs"),
  "@openclaw/core": () => import("@openclaw/core"),
  "@openclaw/chat": () => import("@openclaw/chat"),
  "@openclaw/media": () => import("@openclaw/media"),
  "@openclaw/tts": () => import("@openclaw/tts"),
  "@openclaw/config": () => import("@openclaw/config"),
  "eventsource-parser": () => import("eventsource-parser"),
  "@xsai/stream-text": () => import("@xsai/stream-text"),
  openai: () => import("openai"),
  "ai + @openrouter/ai-sdk-provider": () => Promise.all([import("ai"), import("@openrouter/ai-sdk-provider")]),
  "@openrouter/sdk": () => import("@openrouter/sdk"),
};
