import type { Attribution, FailoverPolicy, JsonObject, Secret, Timeouts } from "@openclaw/core";
import type { MissingVariable } from "./environment/substitute.js";
import type { GatewayConfig } from "./gateway-config.js";
import type { SecretInput, SecretsConfig } from "./secrets/secret-types.js";

// The one internal shape of the configuration: what every reader sees, whichever spelling the file has. Names follow the newer
// version. Secrets are sealed in `Secret`, so that a dumped configuration shows none (KEY-6).

export type ThinkingLevel = "off" | "minimal" | "low" | "medium" | "high" | "xhigh" | "adaptive" | "max" | "ultra";

export interface ModelChoice {
  readonly primary?: string;
  readonly fallbacks?: readonly string[];
}

export interface MediaChoice extends ModelChoice {
  readonly timeoutMs?: number;
}

/** `agents.defaults.models[ref]`. */
export interface ModelEntry {
  readonly alias?: string;
  readonly params?: JsonObject;
  readonly fallbacks?: readonly string[];
  readonly streaming?: boolean;
}

export interface AgentModels {
  readonly model?: ModelChoice;
  readonly models?: Readonly<Record<string, ModelEntry>>;
  readonly params?: JsonObject;
  readonly thinkingDefault?: ThinkingLevel;
  /** Absolute, or starting with `~/`. */
  readonly workspace?: string;
}

export interface AgentDefaults extends AgentModels {
  readonly imageModel?: ModelChoice;
  readonly pdfModel?: ModelChoice;
  readonly utilityModel?: ModelChoice;
  readonly decisionModel?: ModelChoice;
  readonly embeddingModel?: MediaChoice;
  readonly mediaModels: { readonly image: MediaChoice; readonly video: MediaChoice; readonly music: MediaChoice };
  readonly mediaGenerationAutoProviderFallback: boolean;
  readonly modelPolicy?: { readonly allow?: readonly string[] };
  /** Of a whole agent turn; 0 is unlimited. */
  readonly timeoutSeconds?: number;
  readonly mediaMaxMb?: number;
  readonly failover: Timeouts & FailoverPolicy;
}

export interface AgentEntry extends AgentModels {
  readonly id?: string;
  readonly tts?: Partial<TtsConfig>;
}

export interface ModelRowConfig {
  readonly id: string;
  readonly name?: string;
  readonly reasoning?: boolean;
  readonly input?: readonly string[];
  /** USD per million tokens. */
  readonly cost?: { readonly input?: number; readonly output?: number; readonly cacheRead?: number; readonly cacheWrite?: number };
  readonly contextWindow?: number;
  readonly contextTokens?: number;
  readonly maxTokens?: number;
  readonly headers?: Readonly<Record<string, SecretInput>>;
  readonly params?: JsonObject;
  readonly compat?: { readonly openRouterRouting?: JsonObject };
}

export interface TlsConfig {
  readonly ca?: SecretInput;
  readonly cert?: SecretInput;
  readonly key?: SecretInput;
  readonly passphrase?: SecretInput;
  readonly serverName?: string;
  readonly insecureSkipVerify?: boolean;
}

export type ProxyConfig =
  | { readonly mode: "env-proxy"; readonly tls?: TlsConfig }
  | { readonly mode: "explicit-proxy"; readonly url: string; readonly tls?: TlsConfig };

export type RequestAuth =
  | { readonly mode: "provider-default" }
  | { readonly mode: "authorization-bearer"; readonly token: SecretInput }
  | { readonly mode: "header"; readonly headerName: string; readonly value: SecretInput; readonly prefix?: string };

export interface ProviderConfig {
  readonly baseUrl: string;
  readonly apiKey?: SecretInput;
  readonly auth?: "api-key" | "token" | "oauth" | "aws-sdk";
  readonly headers?: Readonly<Record<string, SecretInput>>;
  readonly params?: JsonObject;
  readonly attribution?: boolean | (Partial<Omit<Attribution, "categories">> & { readonly categories?: string | readonly string[] });
  readonly timeoutSeconds?: number;
  readonly maxTokens?: number;
  readonly contextWindow?: number;
  readonly contextTokens?: number;
  readonly request?: {
    readonly headers?: Readonly<Record<string, SecretInput>>;
    readonly auth?: RequestAuth;
    readonly proxy?: ProxyConfig;
    readonly tls?: TlsConfig;
    readonly allowPrivateNetwork?: boolean;
  };
  readonly models?: readonly ModelRowConfig[];
}

export interface SpeechProviderConfig {
  readonly apiKey?: SecretInput;
  readonly baseUrl?: string;
  readonly model: string;
  readonly voice: string;
  readonly responseFormat: "mp3" | "pcm";
  readonly speed?: number;
  readonly provider?: JsonObject;
}

export interface TtsConfig {
  readonly auto: "off" | "always" | "inbound" | "tagged";
  readonly mode: "final" | "all";
  readonly provider?: string;
  readonly persona?: string;
  readonly personas?: JsonObject;
  readonly summaryModel?: string;
  readonly modelOverrides: {
    readonly enabled: boolean;
    readonly allowProvider: boolean;
    readonly allowText: boolean;
    readonly allowVoice: boolean;
    readonly allowModelId: boolean;
    readonly allowVoiceSettings: boolean;
    readonly allowNormalization: boolean;
    readonly allowSeed: boolean;
  };
  readonly providers: { readonly openrouter: SpeechProviderConfig };
  readonly maxTextLength: number;
  readonly timeoutMs: number;
  readonly prefsPath?: string;
}

export interface MediaModelConfig {
  readonly provider?: string;
  readonly model?: string;
  readonly capabilities?: readonly ("image" | "audio" | "video")[];
  readonly type?: "provider" | "cli";
  readonly prompt?: string;
  readonly language?: string;
  readonly maxBytes?: number;
  readonly maxChars?: number;
  readonly timeoutSeconds?: number;
}

export interface UnderstandingConfig {
  readonly enabled?: boolean;
  readonly models?: readonly MediaModelConfig[];
  readonly prompt?: string;
  readonly language?: string;
  readonly maxBytes: number;
  readonly maxChars?: number;
  readonly timeoutSeconds: number;
  readonly echoTranscript?: boolean;
  readonly echoFormat?: string;
}

export interface AuthConfig {
  readonly profiles?: Readonly<Record<string, { readonly provider: string; readonly mode?: string; readonly email?: string }>>;
  readonly order?: Readonly<Record<string, readonly string[]>>;
  /** Store a newly given key in the operating system's keyring instead of the profile file (KEY-3). */
  readonly keyring?: boolean;
}

/** The effective configuration: flags over environment over file over defaults (CFG-7). */
export interface Config {
  readonly env: {
    readonly vars: Readonly<Record<string, Secret>>;
    readonly shellEnv: { readonly enabled: boolean; readonly timeoutMs: number };
  };
  readonly agents: { readonly defaults: AgentDefaults; readonly entries: Readonly<Record<string, AgentEntry>> };
  readonly models: { readonly mode: "merge" | "replace"; readonly providers: { readonly openrouter: ProviderConfig } };
  readonly auth: AuthConfig;
  readonly secrets: SecretsConfig;
  readonly tts: TtsConfig;
  readonly tools: {
    readonly media: {
      readonly models?: readonly MediaModelConfig[];
      readonly concurrency?: number;
      readonly audio: UnderstandingConfig;
      readonly image: UnderstandingConfig;
      readonly video: UnderstandingConfig;
    };
  };
  readonly gateway: GatewayConfig;
  /** `${NAME}` references without a value; using one of these values is an error that names the variable (CFG-2). */
  readonly missingVariables: readonly MissingVariable[];
}
