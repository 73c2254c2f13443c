import type { SecretInput } from "./secrets/secret-types.js";

/** `gateway`: what the server listens on, whom it lets in, what it serves. */
export interface GatewayConfig {
  readonly mode?: "local" | "remote";
  readonly port: number;
  readonly bind: "loopback" | "lan" | "tailnet" | "auto" | "custom";
  readonly customBindHost?: string;
  readonly auth: {
    readonly mode?: "none" | "token" | "password" | "trusted-proxy";
    readonly token?: SecretInput;
    readonly password?: SecretInput;
    readonly rateLimit?: {
      readonly maxAttempts?: number;
      readonly windowMs?: number;
      readonly lockoutMs?: number;
      readonly exemptLoopback?: boolean;
    };
    readonly trustedProxy?: {
      readonly userHeader?: string;
      readonly requiredHeaders?: readonly string[];
      readonly allowUsers?: readonly string[];
      readonly allowLoopback?: boolean;
    };
  };
  readonly http: {
    readonly endpoints: {
      readonly chatCompletions: HttpEndpointConfig & { readonly maxImageParts?: number; readonly maxTotalImageBytes?: number };
      readonly responses: HttpEndpointConfig & { readonly maxUrlParts?: number; readonly files?: UrlPartConfig };
    };
    readonly securityHeaders?: { readonly strictTransportSecurity?: string | false };
  };
  readonly trustedProxies?: readonly string[];
  readonly allowRealIpFallback: boolean;
  readonly controlUi: {
    readonly enabled: boolean;
    readonly basePath?: string;
    readonly root?: string;
    readonly allowedOrigins?: readonly string[];
  };
  readonly tls?: {
    readonly enabled?: boolean;
    readonly autoGenerate?: boolean;
    readonly certPath?: string;
    readonly keyPath?: string;
    readonly caPath?: string;
  };
  readonly tools?: { readonly allow?: readonly string[]; readonly deny?: readonly string[] };
  /** Told of jobs that name no webhook of their own. */
  readonly webhook?: {
    readonly url?: string;
    /** Signs what goes there, in place of the secret of the job's key. */
    readonly secret?: SecretInput;
  };
}

export interface HttpEndpointConfig {
  /** Absent: the server's own default. */
  readonly enabled?: boolean;
  readonly maxBodyBytes?: number;
  readonly images?: UrlPartConfig;
}

export interface UrlPartConfig {
  readonly allowUrl?: boolean;
  readonly urlAllowlist?: readonly string[];
  readonly allowedMimes?: readonly string[];
  readonly maxBytes?: number;
  readonly maxChars?: number;
  readonly maxRedirects?: number;
  readonly timeoutMs?: number;
  readonly pdf?: { readonly maxPages?: number; readonly maxPixels?: number; readonly minTextChars?: number };
}
