import type { Endpoint } from "./endpoint.js";
import type { JsonObject, JsonValue } from "./json.js";
import type { ModelRef } from "./read-model-ref.js";
import type { Secret } from "./secret.js";
import type { ModelTraits } from "./traits/model-traits.js";

/** How long each phase may take; every clock has its own error (NET-3, FAIL-6). 0 switches a clock off. */
export interface Timeouts {
  /** Until the connection stands. */
  readonly connectMs: number;
  /** From sending until the response headers. */
  readonly responseMs: number;
  /** From sending until the first token; reasoning counts as a token. */
  readonly firstTokenMs: number;
  /** Between tokens; keep-alive comments do not count. */
  readonly stallMs: number;
  /** The whole request with all its attempts. */
  readonly totalMs: number;
}

/** Who the request is from, for OpenRouter's app pages. Sent on verified endpoints only (NET-2). */
export interface Attribution {
  readonly referer: string;
  readonly title: string;
  readonly categories: string;
}

export type CacheRetention = "none" | "short" | "long";

/** The configured parameters of a model, normalised to one spelling at the border (config merges the layers). */
export interface ModelParams {
  /** 0 is steady, 2 is wild. */
  readonly temperature?: number | undefined;
  /** Only the likeliest tokens that together have this probability; above 0, up to 1. */
  readonly topP?: number | undefined;
  /** Only so many of the likeliest tokens. */
  readonly topK?: number | undefined;
  /** Only tokens at least so likely as this share of the likeliest one; 0 to 1. */
  readonly minP?: number | undefined;
  /** Against words that were used often; -2 to 2. */
  readonly frequencyPenalty?: number | undefined;
  /** Against words that were used at all; -2 to 2. */
  readonly presencePenalty?: number | undefined;
  /** Against tokens of the prompt, too; above 0, up to 2, 1 is none. */
  readonly repetitionPenalty?: number | undefined;
  /** The same seed gives the same answer as far as the model can. */
  readonly seed?: number | undefined;
  /** The answer ends before any of these texts. */
  readonly stop?: readonly string[] | undefined;
  /** Longest answer, reasoning included, in tokens; one that was cut off finishes with `length`. Default: the model's own. */
  readonly maxTokens?: number | undefined;
  /** Whether one turn may hold several tool calls. Default: the model's own. */
  readonly parallelToolCalls?: boolean | undefined;
  /** Prompt caching of the provider: how long marked prefixes live. Default `short`. */
  readonly cacheRetention?: CacheRetention | undefined;
  /** OpenRouter's own response cache. */
  readonly responseCache?: boolean | undefined;
  /** For how long OpenRouter keeps an answer: 1 to 86 400. */
  readonly responseCacheTtlSeconds?: number | undefined;
  /** Ask anew, and keep that answer. */
  readonly responseCacheClear?: boolean | undefined;
  /** OpenRouter's `provider` routing object, snake_case as documented (CHAT-5). */
  readonly provider?: JsonObject | undefined;
  /** Merged into the body last; may not name `model`, `messages` or `stream` (CHAT-9). */
  readonly extraBody?: JsonObject | undefined;
  /** `images`: use the `/images` endpoint even where chat completions would do (IMG-2). */
  readonly imageApi?: "chat" | "images" | undefined;
  /** Everything else that was configured, for the warning that names what is not forwarded (CHAT-3). */
  readonly other?: Readonly<Record<string, JsonValue | undefined>>;
}

/**
 * A model, the endpoint that serves it, and everything needed to ask it: what chat, media and tts take, and the only thing they
 * need to know of configuration. Made by `createTarget` or by `@openclaw/config`.
 */
export interface ModelTarget {
  readonly model: ModelRef;
  readonly endpoint: Endpoint;
  readonly apiKey: Secret;
  /** Names the key in attempts and circuits without showing it, such as `env:OPENROUTER_API_KEY`. */
  readonly keyLabel: string;
  readonly traits: ModelTraits;
  readonly params: ModelParams;
  /** The user's own headers; they win over attribution. */
  readonly headers: Readonly<Record<string, string>>;
  /** `false` sends no attribution at all. */
  readonly attribution: Attribution | false;
  readonly timeouts: Timeouts;
}

/** Something that was dropped, changed or guessed on the way from the input to the request. Data, never a log line. */
export interface Warning {
  readonly code: string;
  readonly message: string;
}

/** What one shaping step did, for `--dry-run` (CLI-5). */
export interface PlanStep {
  readonly step: string;
  readonly applied: boolean;
  readonly reason: string;
}

/** A request that is ready to be sent, as printable data: no key is in it. The key is added by the sender. */
export interface RequestPlan {
  readonly method: "GET" | "POST" | "DELETE";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: JsonObject;
  readonly warnings: readonly Warning[];
  readonly steps: readonly PlanStep[];
}
