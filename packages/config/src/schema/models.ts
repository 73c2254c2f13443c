import * as z from "zod/mini";
import { bag, described, flag, optional, positiveCount, seconds, strict, text, texts } from "./parts.js";
import { secretInputSchema } from "./secret-input.js";

const amount = z.number().check(z.gte(0));
const price = z.union([amount, text]);
const percentiles = z.union([
  amount,
  strict({ p50: optional(amount), p75: optional(amount), p90: optional(amount), p99: optional(amount) }),
]);

/** OpenRouter's `provider` object, where OpenClaw checks it (`compat.openRouterRouting`). */
const openRouterRoutingSchema = strict({
  allow_fallbacks: optional(flag),
  require_parameters: optional(flag),
  data_collection: optional(z.enum(["deny", "allow"])),
  zdr: optional(flag),
  enforce_distillable_text: optional(flag),
  order: optional(texts),
  only: optional(texts),
  ignore: optional(texts),
  quantizations: optional(texts),
  sort: optional(z.union([text, strict({ by: optional(text), partition: optional(text) })])),
  max_price: optional(
    strict({
      prompt: optional(price),
      completion: optional(price),
      image: optional(price),
      audio: optional(price),
      request: optional(price),
    }),
  ),
  preferred_min_throughput: optional(percentiles),
  preferred_max_latency: optional(percentiles),
});

const tls = strict({
  ca: optional(secretInputSchema),
  cert: optional(secretInputSchema),
  key: optional(secretInputSchema),
  passphrase: optional(secretInputSchema),
  serverName: optional(text),
  insecureSkipVerify: optional(flag),
});

const requestAuth = z.discriminatedUnion("mode", [
  strict({ mode: z.literal("provider-default") }),
  strict({ mode: z.literal("authorization-bearer"), token: secretInputSchema }),
  strict({ mode: z.literal("header"), headerName: text, value: secretInputSchema, prefix: optional(text) }),
]);

const requestProxy = z.discriminatedUnion("mode", [
  strict({ mode: z.literal("env-proxy"), tls: optional(tls) }),
  strict({ mode: z.literal("explicit-proxy"), url: text, tls: optional(tls) }),
]);

const headers = z.record(z.string(), secretInputSchema);

const requestSchema = strict({
  headers: optional(headers),
  auth: optional(requestAuth),
  proxy: optional(requestProxy),
  tls: optional(tls),
  allowPrivateNetwork: optional(flag),
});

const modelRow = strict(
  {
    id: text,
    name: optional(text),
    api: optional(text),
    reasoning: optional(flag),
    input: optional(z.array(z.enum(["text", "image", "audio", "video", "file", "document"]))),
    cost: optional(
      strict(
        {
          input: optional(z.number()),
          output: optional(z.number()),
          cacheRead: optional(z.number()),
          cacheWrite: optional(z.number()),
        },
        ["tieredPricing"],
      ),
    ),
    contextWindow: optional(positiveCount),
    contextTokens: optional(positiveCount),
    maxTokens: optional(positiveCount),
    headers: optional(headers),
    params: optional(bag),
    compat: optional(z.looseObject({ openRouterRouting: optional(openRouterRoutingSchema) })),
  },
  ["agentRuntime", "thinkingLevelMap", "baseUrl", "metadataSource", "mediaInput"],
);

const attribution = z.union([
  flag,
  strict({ referer: optional(text), title: optional(text), categories: optional(z.union([text, texts])) }),
]);

const openrouterProvider = strict(
  {
    baseUrl: optional(described(text, "Where requests go. Default https://openrouter.ai/api/v1.")),
    apiKey: optional(described(secretInputSchema, "The key, a reference to it, or the id of a stored profile.")),
    api: optional(text),
    auth: optional(described(z.enum(["api-key", "token", "oauth", "aws-sdk"]), "api-key: this apiKey wins over stored profiles.")),
    authHeader: optional(flag),
    headers: optional(described(headers, "Headers sent with every request; they win over attribution.")),
    params: optional(described(bag, "Parameters of every model; params.provider is the default provider routing.")),
    attribution: optional(described(attribution, "Who the requests are from, on OpenRouter itself; false sends nothing.")),
    timeoutSeconds: optional(described(seconds, "The longest a whole model request may take.")),
    maxTokens: optional(positiveCount),
    contextWindow: optional(positiveCount),
    contextTokens: optional(positiveCount),
    request: optional(described(requestSchema, "Proxy, TLS and further headers of the connection.")),
    models: optional(described(z.array(modelRow), "Rows that extend or override the catalogue; prices in USD per million tokens.")),
  },
  ["agentRuntime", "injectNumCtxForOpenAICompat", "region", "localService", "models_discovery", "discovery"],
);

/** `models.*`: providers and their rows. Only `openrouter` is ours; other providers pass. */
export const modelsSchema = strict(
  {
    mode: optional(z.enum(["merge", "replace"])),
    providers: optional(z.catchall(z.object({ openrouter: optional(openrouterProvider) }), z.looseObject({}))),
  },
  ["bedrockDiscovery", "pricing"],
);
