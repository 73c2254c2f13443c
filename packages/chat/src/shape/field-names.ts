import type { ModelParams } from "@openclaw/core";
import type { FieldNames } from "@openclaw/core/internal";
import type { ChatRequest } from "../options.js";

// The compiler asks for every field here; what is not here is looked at by `checkFields`.
const REQUEST = Object.keys({
  target: true,
  messages: true,
  tools: true,
  toolChoice: true,
  thinking: true,
  hideReasoning: true,
  responseFormat: true,
  modalities: true,
  audio: true,
  imageConfig: true,
  plugins: true,
  sessionId: true,
  cacheRetention: true,
  params: true,
} satisfies Record<keyof ChatRequest, true>);

const PARAMS = Object.keys({
  temperature: true,
  topP: true,
  topK: true,
  minP: true,
  frequencyPenalty: true,
  presencePenalty: true,
  repetitionPenalty: true,
  seed: true,
  stop: true,
  maxTokens: true,
  parallelToolCalls: true,
  cacheRetention: true,
  responseCache: true,
  responseCacheTtlSeconds: true,
  responseCacheClear: true,
  provider: true,
  extraBody: true,
  imageApi: true,
  other: true,
} satisfies Record<keyof ModelParams, true>);

/** What other libraries call them. */
const OTHER_PARAMS = { maxOutputTokens: "maxTokens", maxCompletionTokens: "maxTokens", stopSequences: "stop" };

const inSecondArgument = (name: string): string => `it into the second argument: { ${name} }`;

export const PARAM_NAMES: FieldNames = { what: "params", known: PARAMS, elsewhere: OTHER_PARAMS };

export const REQUEST_NAMES: FieldNames = {
  what: "a chat request",
  known: REQUEST,
  elsewhere: {
    ...Object.fromEntries(PARAMS.map((name) => [name, `params: { ${name} }`])),
    ...Object.fromEntries(Object.entries(OTHER_PARAMS).map(([name, ours]) => [name, `params: { ${ours} }`])),
    ...Object.fromEntries(["signal", "failover", "circuits", "transport"].map((name) => [name, inSecondArgument(name)])),
    abortSignal: inSecondArgument("signal"),
    maxRetries: inSecondArgument("failover: { retries }"),
    model: "target: createTarget({ model, … })",
    prompt: 'messages: [{ role: "user", content: "…" }]',
    system: 'a first message: { role: "system", content: "…" }',
    instructions: 'a first message: { role: "system", content: "…" }',
    reasoningEffort: "thinking",
    reasoning: "thinking",
  },
};
