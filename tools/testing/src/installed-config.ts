/**
 * The `openclaw.json` of a grown installation, in the spellings of both versions, with sections that this toolkit only passes on (CFG-3,
 * CFG-4). Its keys are synthetic. It loads as it is; `doctor --fix` moves what is listed in `INSTALLED_MOVES`.
 */
export const INSTALLED_CONFIG = String.raw`// openclaw.json of the living-room machine
// last looked at by hand in spring
{
  $schema: "https://openclaw.ai/schema/openclaw.json",

  meta: { lastTouchedVersion: "2026.4.27", lastTouchedAt: "2026-04-28T07:11:02.114Z" },

  wizard: {
    lastRunAt: "2026-04-28T07:10:44.001Z",
    lastRunVersion: "2026.4.27",
    lastRunCommand: "onboard",
    lastRunMode: "local",
  },

  env: {
    // from https://openrouter.ai/keys, "living room"
    OPENROUTER_API_KEY: "sk-or-v1-SYNTHETICinstalledNotARealKey00", // limit: $20 a month
    GROQ_API_KEY: "$${"${ESCAPED}"}",
    shellEnv: { enabled: false, timeoutMs: 15_000 },
    vars: {
      // newer ones go here
      OPENCLAW_LOG: "info",
    },
  },

  auth: {
    profiles: {
      "openrouter:default": { provider: "openrouter", mode: "api_key" },
      "openrouter:work": { provider: "openrouter", mode: "api_key", email: "me@work.example" },
      "anthropic:me@example.com": { provider: "anthropic", mode: "oauth", email: "me@example.com" },
    },
    order: { openrouter: ["openrouter:work", "openrouter:default"] },
    cooldowns: { billingBackoffHours: 5, billingMaxHours: 24, failureWindowHours: 24 },
  },

  models: {
    mode: "merge",
    providers: {
      openrouter: {
        baseUrl: "https://openrouter.ai/api/v1",
        headers: { "X-Room": "living" },
        timeoutSeconds: 300,
        models: [
          {
            id: "moonshotai/kimi-k2.6",
            name: "Kimi K2.6",
            reasoning: true,
            input: ["text", "image"],
            cost: { input: 0.8, output: 3.5, cacheRead: 0.2, cacheWrite: 0 },
            contextWindow: 262_144,
            maxTokens: 262_144,
          },
        ],
      },
      ollama: { baseUrl: "http://10.0.0.5:11434", api: "ollama", models: [{ id: "llama3.3", name: "Llama" }] },
    },
  },

  agents: {
    defaults: {
      workspace: "~/.openclaw/workspace",
      repoRoot: "~/src",
      // the one we talk to
      model: {
        primary: "openrouter/anthropic/claude-sonnet-4.6",
        fallbacks: ["openrouter/moonshotai/kimi-k2.6", "openrouter/auto"], // cheap last
      },
      imageModel: "openrouter/google/gemini-3.1-flash",
      /* pictures:
         three minutes are enough */
      imageGenerationModel: {
        primary: "openrouter/google/gemini-3.1-flash-image-preview",
        fallbacks: [
          "openrouter/openai/gpt-5-image", // when Gemini is busy
        ],
        timeoutMs: 180_000,
      }, // see the page
      videoGenerationModel: "openrouter/google/veo-3.1-fast",
      models: {
        "openrouter/auto": { alias: "OpenRouter" },
        "openrouter/anthropic/claude-sonnet-4.6": {
          alias: "sonnet",
          params: { cacheRetention: "long", provider: { order: ["anthropic"], allow_fallbacks: false } },
        },
      },
      thinkingDefault: "low",
      timeoutSeconds: 600,
      heartbeat: { every: "30m", target: "last" },
      memorySearch: { enabled: true, provider: "local" },
      compaction: { mode: "safeguard" },
      maxConcurrent: 4,
      blockStreamingDefault: "off",
    },
    list: [
      // the first is the default
      { id: "main", default: true, identity: { name: "Molty", emoji: "🦞" } },
      {
        id: "work", // only on weekdays
        workspace: "~/work",
        model: "openrouter/openai/gpt-5.4",
        tts: { enabled: false },
        tools: { profile: "coding" },
      },
    ],
  },

  messages: {
    responsePrefix: "🦞",
    ackReaction: "👀",
    queue: { mode: "collect", debounceMs: 1_000 },
    // spoken answers
    tts: {
      auto: "inbound",
      provider: "openrouter",
      summaryModel: "openrouter/auto",
      providers: {
        openrouter: {
          model: "hexgrad/kokoro-82m",
          voice: "af_alloy", // the calm one
          responseFormat: "mp3",
          apiKey: "${"${OPENROUTER_TTS_KEY}"}",
        },
        elevenlabs: { voiceId: "pMsXgVXv3BLzUgSXRplE" },
      },
    },
  },

  tools: {
    profile: "coding",
    web: { search: { enabled: true, provider: "brave" } },
    media: {
      audio: { enabled: true, models: [{ provider: "openrouter", model: "openai/whisper-large-v3-turbo" }] },
    },
    deny: ["browser"],
  },

  session: { dmScope: "per-channel-peer", reset: { mode: "daily", atHour: 4 } },

  channels: {
    telegram: {
      enabled: true,
      botToken: "${"${TELEGRAM_BOT_TOKEN}"}",
      dmPolicy: "pairing",
      allowFrom: ["tg:123456"],
      groups: { "*": { requireMention: true } },
    },
    whatsapp: { allowFrom: ["+15555550123"], groups: { "*": { requireMention: true } } },
  },

  plugins: {
    entries: {
      openrouter: { enabled: true },
      "memory-core": { enabled: true, config: { depth: 3 } },
    },
  },
  skills: { install: { nodeManager: "pnpm" } },
  hooks: { internal: { enabled: true } },
  cron: { enabled: true },

  gateway: {
    mode: "local", // never remote
    port: 18789,
    bind: "loopback",
    auth: { mode: "token", token: "SYNTHETICinstalledTokenNotARealOne" },
    tailscale: { mode: "off", resetOnExit: false },
    http: { endpoints: { chatCompletions: { enabled: true } } },
  },
  /* nothing below this line */
}
`;

/** Every key of `INSTALLED_CONFIG` that is spelled as older versions do, and where it goes. */
export const INSTALLED_MOVES: readonly (readonly [from: string, to: string])[] = [
  ["env.OPENROUTER_API_KEY", "env.vars.OPENROUTER_API_KEY"],
  ["env.GROQ_API_KEY", "env.vars.GROQ_API_KEY"],
  ["messages.tts", "tts"],
  ["agents.defaults.imageGenerationModel", "agents.defaults.mediaModels.image"],
  ["agents.defaults.videoGenerationModel", "agents.defaults.mediaModels.video"],
  ["agents.list", "agents.entries"],
  ["tts.providers.openrouter.voice", "tts.providers.openrouter.speakerVoice"],
  ["agents.entries.work.tts.enabled", "agents.entries.work.tts.auto"],
];
