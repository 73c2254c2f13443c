import * as z from "zod/mini";
import { bag, described, flag, positiveCount, seconds, strict, text, texts } from "./parts.js";
import { secretInputSchema } from "./secret-input.js";

const amount = z.number().check(z.gte(0));
const price = z.union([amount, text]);
const percentiles = z.union([
  amount,
  strict({ p50: z.optional(amount), p75: z.optional(amount), p90: z.optional(amount), p99: z.optional(amount) }),
]);

/** OpenRouter's `provider` object, where OpenClaw checks it (`compat.openRouterRouting`). */
export const openRouterRoutingSchema = strict({
  allow_fallbacks: z.optional(flag),
  require_parameters: z.optional(flag),
  data_collection: z.optional(z.enum(["deny", "allow"])),
  zdr: z.optional(flag),
  enforce_distillable_text: z.optional(flag),
  order: z.optional(texts),
  only: z.optional(texts),
  ignore: z.optional(texts),
  quantizations: z.optional(texts),
  sort: z.optional(z.union([text, strict({ by: z.optional(text), partition: z.optional(text) })])),
  max_price: z.optional(
    strict({
      prompt: z.optional(price),
      completion: z.optional(price),
      image: z.optional(price),
      audio: z.optional(price),
      request: z.optional(price),
    }),
  ),
  preferred_min_throughput: z.optional(percentiles),
  preferred_max_latency: z.optional(percentiles),
});

const tls = strict({
  ca: z.optional(secretInputSchema),
  cert: z.optional(secretInputSchema),
  key: z.optional(secretInputSchema),
  passphrase: z.optional(secretInputSchema),
  serverName: z.optional(text),
  insecureSkipVerify: z.optional(flag),
});

const requestAuth = z.discriminatedUnion("mode", [
  strict({ mode: z.literal("provider-default") }),
  strict({ mode: z.literal("authorization-bearer"), token: secretInputSchema }),
  strict({ mode: z.literal("header"), headerName: text, value: secretInputSchema, prefix: z.optional(text) }),
]);

const requestProxy = z.discriminatedUnion("mode", [
  strict({ mode: z.literal("env-proxy"), tls: z.optional(tls) }),
  strict({ mode: z.literal("explicit-proxy"), url: text, tls: z.optional(tls) }),
]);

const headers = z.record(z.string(), secretInputSchema);

const requestSchema = strict({
  headers: z.optional(headers),
  auth: z.optional(requestAuth),
  proxy: z.optional(requestProxy),
  tls: z.optional(tls),
  allowPrivateNetwork: z.optional(flag),
});

const modelRow = strict(
  {
    id: text,
    name: z.optional(text),
    api: z.optional(text),
    reasoning: z.optional(flag),
    input: z.optional(z.array(z.enum(["text", "image", "audio", "video", "file", "document"]))),
    cost: z.optional(
      strict(
        {
          input: z.optional(z.number()),
          output: z.optional(z.number()),
          cacheRead: z.optional(z.number()),
          cacheWrite: z.optional(z.number()),
        },
        ["tieredPricing"],
      ),
    ),
    contextWindow: z.optional(positiveCount),
    contextTokens: z.optional(positiveCount),
    maxTokens: z.optional(positiveCount),
    headers: z.optional(headers),
    params: z.optional(bag),
    compat: z.optional(z.looseObject({ openRouterRouting: z.optional(openRouterRoutingSchema) })),
  },
  ["agentRuntime", "thinkingLevelMap", "baseUrl", "metadataSource", "mediaInput"],
);

const attribution = z.union([
  flag,
  strict({ referer: z.optional(text), title: z.optional(text), categories: z.optional(z.union([text, texts])) }),
]);

const openrouterProvider = strict(
  {
    baseUrl: z.optional(described(text, "Where requests go. Default https://openrouter.ai/api/v1.")),
    apiKey: z.optional(described(secretInputSchema, "The key, a reference to it, or the id of a stored profile.")),
    api: z.optional(text),
    auth: z.optional(described(z.enum(["api-key", "token", "oauth", "aws-sdk"]), "api-key: this apiKey wins over stored profiles.")),
    authHeader: z.optional(flag),
    headers: z.optional(described(headers, "Headers sent with every request; they win over attribution.")),
    params: z.optional(described(bag, "Parameters of every model; params.provider is the default provider routing.")),
    attribution: z.optional(described(attribution, "Who the requests are from, on OpenRouter itself; false sends nothing.")),
    timeoutSeconds: z.optional(described(seconds, "The longest a whole model request may take.")),
    maxTokens: z.optional(positiveCount),
    contextWindow: z.optional(positiveCount),
    contextTokens: z.optional(positiveCount),
    request: z.optional(described(requestSchema, "Proxy, TLS and further headers of the connection.")),
    models: z.optional(described(z.array(modelRow), "Rows that extend or override the catalogue; prices in USD per million tokens.")),
  },
  ["agentRuntime", "injectNumCtxForOpenAICompat", "region", "localService", "models_discovery", "discovery"],
);

/** `models.*`: providers and their rows. Only `openrouter` is ours; other providers pass. */
export const modelsSchema = strict(
  {
    mode: z.optional(z.enum(["merge", "replace"])),
    providers: z.optional(z.catchall(z.object({ openrouter: z.optional(openrouterProvider) }), z.looseObject({}))),
  },
  ["bedrockDiscovery", "pricing"],
);
