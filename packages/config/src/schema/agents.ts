import * as z from "zod/mini";
import { bag, count, described, durationMs, filledText, flag, positiveNumber, seconds, strict, text, texts } from "./parts.js";
import { THINKING_LEVELS } from "./thinking-levels.js";
import { ttsSchema } from "./tts.js";

const model = described(filledText, "openrouter/<provider>/<model>, or an alias.");
const fallbacks = described(z.array(model), "Tried in order when the primary cannot answer.");

/** A model, alone or with what to try after it. */
const modelChoice = z.union([model, strict({ primary: z.optional(model), fallbacks: z.optional(fallbacks) })]);
const mediaChoice = z.union([
  model,
  strict({
    primary: z.optional(model),
    fallbacks: z.optional(fallbacks),
    timeoutMs: z.optional(described(durationMs, "The longest one request may take, in milliseconds.")),
  }),
]);

const modelEntry = strict(
  {
    alias: z.optional(described(text, "A short name for this model; letter case does not matter.")),
    params: z.optional(described(bag, "Parameters of this model: temperature, maxTokens, cacheRetention, provider, extraBody …")),
    fallbacks: z.optional(described(z.array(model), "Tried when this model was asked for by name and cannot answer.")),
    streaming: z.optional(flag),
  },
  ["agentRuntime", "pickerRuntimes", "codeMode"],
);

const failover = strict({
  connectMs: z.optional(described(durationMs, "Until the connection stands.")),
  responseMs: z.optional(described(durationMs, "Until the response headers.")),
  firstTokenMs: z.optional(described(durationMs, "Until the first token, reasoning included.")),
  stallMs: z.optional(described(durationMs, "Between two tokens.")),
  totalMs: z.optional(described(durationMs, "The whole request with all its attempts.")),
  retries: z.optional(described(count.check(z.lte(20)), "Tries of one candidate after its first.")),
  cooldownMs: z.optional(described(durationMs, "How long a failed candidate rests.")),
  recoverMidStream: z.optional(described(flag, "Recover an answer that breaks off after its first token.")),
});

const shared = {
  model: z.optional(described(modelChoice, "The chat model and its fallbacks.")),
  models: z.optional(described(z.record(z.string(), modelEntry), "Aliases, parameters and fallbacks by model reference.")),
  params: z.optional(described(bag, "Parameters of every model.")),
  thinkingDefault: z.optional(described(z.enum(THINKING_LEVELS), "How much a model thinks unless asked otherwise.")),
};

// Keys of other parts of OpenClaw that live in the same objects: passed over, so that a whole OpenClaw file loads (CFG-4).
const SHARED_PASSING =
  "workspace repoRoot skills skipBootstrap contextInjection bootstrapMaxChars bootstrapTotalMaxChars memorySearch humanDelay heartbeat subagents sandbox contextTokens contextLimits runRetries agentRuntime embeddedHarness embeddedPi verboseDefault reasoningDefault elevatedDefault fastModeDefault toolProgressDetail blockStreamingDefault systemPromptOverride typingMode typingIntervalSeconds".split(
    " ",
  );
const DEFAULTS_PASSING =
  "skipOptionalBootstrapFiles bootstrapPromptTruncationWarning startupContext imageMaxDimensionPx imageQuality userTimezone timeFormat envelopeTimezone envelopeTimestamp envelopeElapsed cliBackends promptOverlays compaction contextPruning blockStreamingBreak blockStreamingChunk blockStreamingCoalesce maxConcurrent pdfMaxBytesMb pdfMaxPages llm silentReply silentReplyRewrite experimental localModelLean codeMode pickerRuntimes".split(
    " ",
  );
const ENTRY_PASSING = "default name agentDir identity groupChat tools runtime runtimeOptions skillsLimits description bindings".split(" ");

const defaults = strict(
  {
    ...shared,
    imageModel: z.optional(described(modelChoice, "Looks at images when the chat model cannot.")),
    pdfModel: z.optional(modelChoice),
    utilityModel: z.optional(modelChoice),
    decisionModel: z.optional(modelChoice),
    embeddingModel: z.optional(described(mediaChoice, "Makes embeddings.")),
    imageGenerationModel: z.optional(described(mediaChoice, "Older spelling of mediaModels.image.")),
    videoGenerationModel: z.optional(described(mediaChoice, "Older spelling of mediaModels.video.")),
    musicGenerationModel: z.optional(described(mediaChoice, "Older spelling of mediaModels.music.")),
    mediaModels: z.optional(strict({ image: z.optional(mediaChoice), video: z.optional(mediaChoice), music: z.optional(mediaChoice) })),
    mediaGenerationAutoProviderFallback: z.optional(flag),
    modelPolicy: z.optional(
      strict({ allow: z.optional(described(texts, 'Models that may be chosen: exact, "openrouter/*", "openrouter/ns/*".')) }),
    ),
    timeoutSeconds: z.optional(seconds),
    mediaMaxMb: z.optional(positiveNumber),
    failover: z.optional(described(failover, "How a chain of models is walked, and how long each phase may take.")),
  },
  [...SHARED_PASSING, ...DEFAULTS_PASSING],
);

const entryShape = { ...shared, tts: z.optional(ttsSchema) };
const listEntry = strict({ id: filledText, ...entryShape }, [...SHARED_PASSING, ...ENTRY_PASSING]);
const mapEntry = strict({ id: z.optional(text), ...entryShape }, [...SHARED_PASSING, ...ENTRY_PASSING]);

/** `agents.*`: models, their parameters, and the agents that override them. */
export const agentsSchema = strict(
  {
    defaults: z.optional(defaults),
    list: z.optional(described(z.array(listEntry), "Older spelling of agents.entries.")),
    entries: z.optional(z.record(z.string(), mapEntry)),
  },
  ["bindings", "default"],
);
