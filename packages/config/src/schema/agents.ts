import * as z from "zod/mini";
import { bag, count, described, durationMs, filledText, flag, optional, positiveNumber, seconds, strict, text, texts } from "./parts.js";
import { THINKING_LEVELS } from "./thinking-levels.js";
import { ttsSchema } from "./tts.js";

const model = described(filledText, "openrouter/<provider>/<model>, or an alias.");
const fallbacks = described(z.array(model), "Tried in order when the primary cannot answer.");

/** A model, alone or with what to try after it. */
const modelChoice = z.union([model, strict({ primary: optional(model), fallbacks: optional(fallbacks) })]);
const mediaChoice = z.union([
  model,
  strict({
    primary: optional(model),
    fallbacks: optional(fallbacks),
    timeoutMs: optional(described(durationMs, "The longest one request may take, in milliseconds.")),
  }),
]);

const modelEntry = strict(
  {
    alias: optional(described(text, "A short name for this model; letter case does not matter.")),
    params: optional(described(bag, "Parameters of this model: temperature, maxTokens, cacheRetention, provider, extraBody …")),
    fallbacks: optional(described(z.array(model), "Tried when this model was asked for by name and cannot answer.")),
    streaming: optional(flag),
  },
  ["agentRuntime", "pickerRuntimes", "codeMode"],
);

const failover = strict({
  connectMs: optional(described(durationMs, "Until the connection stands.")),
  responseMs: optional(described(durationMs, "Until the response headers.")),
  firstTokenMs: optional(described(durationMs, "Until the first token, reasoning included.")),
  stallMs: optional(described(durationMs, "Between two tokens.")),
  totalMs: optional(described(durationMs, "The whole request with all its attempts.")),
  retries: optional(described(count.check(z.lte(20)), "Tries of one candidate after its first.")),
  cooldownMs: optional(described(durationMs, "How long a failed candidate rests.")),
  recoverMidStream: optional(described(flag, "Recover an answer that breaks off after its first token.")),
});

const shared = {
  model: optional(described(modelChoice, "The chat model and its fallbacks.")),
  models: optional(described(z.record(z.string(), modelEntry), "Aliases, parameters and fallbacks by model reference.")),
  params: optional(described(bag, "Parameters of every model.")),
  thinkingDefault: optional(described(z.enum(THINKING_LEVELS), "How much a model thinks unless asked otherwise.")),
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
    imageModel: optional(described(modelChoice, "Looks at images when the chat model cannot.")),
    pdfModel: optional(modelChoice),
    utilityModel: optional(modelChoice),
    decisionModel: optional(modelChoice),
    embeddingModel: optional(described(mediaChoice, "Makes embeddings.")),
    imageGenerationModel: optional(described(mediaChoice, "Older spelling of mediaModels.image.")),
    videoGenerationModel: optional(described(mediaChoice, "Older spelling of mediaModels.video.")),
    musicGenerationModel: optional(described(mediaChoice, "Older spelling of mediaModels.music.")),
    mediaModels: optional(strict({ image: optional(mediaChoice), video: optional(mediaChoice), music: optional(mediaChoice) })),
    mediaGenerationAutoProviderFallback: optional(flag),
    modelPolicy: optional(
      strict({ allow: optional(described(texts, 'Models that may be chosen: exact, "openrouter/*", "openrouter/ns/*".')) }),
    ),
    timeoutSeconds: optional(seconds),
    mediaMaxMb: optional(positiveNumber),
    failover: optional(described(failover, "How a chain of models is walked, and how long each phase may take.")),
  },
  [...SHARED_PASSING, ...DEFAULTS_PASSING],
);

const entryShape = { ...shared, tts: optional(ttsSchema) };
const listEntry = strict({ id: filledText, ...entryShape }, [...SHARED_PASSING, ...ENTRY_PASSING]);
const mapEntry = strict({ id: optional(text), ...entryShape }, [...SHARED_PASSING, ...ENTRY_PASSING]);

/** `agents.*`: models, their parameters, and the agents that override them. */
export const agentsSchema = strict(
  {
    defaults: optional(defaults),
    list: optional(described(z.array(listEntry), "Older spelling of agents.entries.")),
    entries: optional(z.record(z.string(), mapEntry)),
  },
  ["bindings", "default"],
);
