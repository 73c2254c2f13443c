import { DEFAULT_BASE_URL, DEFAULT_FAILOVER, DEFAULT_TIMEOUTS } from "@openclaw/core";
import type { Document } from "./path/access.js";

const MIB = 1024 * 1024;

/** What holds where no flag, variable or file says otherwise, in the normalised shape. `explain` shows these as `default`. */
export const DEFAULT_DOCUMENT: Document = {
  env: { vars: {}, shellEnv: { enabled: false, timeoutMs: 15_000 } },
  agents: {
    defaults: {
      mediaModels: { image: { timeoutMs: 180_000 }, video: { timeoutMs: 600_000 }, music: { timeoutMs: 300_000 } },
      mediaGenerationAutoProviderFallback: true,
      failover: { ...DEFAULT_TIMEOUTS, ...DEFAULT_FAILOVER },
    },
    entries: {},
  },
  models: { mode: "merge", providers: { openrouter: { baseUrl: DEFAULT_BASE_URL } } },
  auth: {},
  secrets: {},
  tts: {
    auto: "off",
    mode: "final",
    maxTextLength: 4096,
    timeoutMs: 30_000,
    providers: { openrouter: { model: "hexgrad/kokoro-82m", voice: "af_alloy", responseFormat: "mp3" } },
    modelOverrides: {
      enabled: true,
      allowProvider: false,
      allowText: true,
      allowVoice: true,
      allowModelId: true,
      allowVoiceSettings: true,
      allowNormalization: true,
      allowSeed: true,
    },
  },
  tools: {
    media: {
      audio: { maxBytes: 20 * MIB, timeoutSeconds: 60 },
      image: { maxBytes: 10 * MIB, timeoutSeconds: 60 },
      video: { maxBytes: 16 * MIB, timeoutSeconds: 60 },
    },
  },
  gateway: {
    port: 18_789,
    bind: "loopback",
    auth: {},
    http: { endpoints: { chatCompletions: {}, responses: {} } },
    allowRealIpFallback: false,
    controlUi: { enabled: true },
  },
};
