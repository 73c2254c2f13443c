import * as z from "zod/mini";
import { count, described, durationMs, flag, positiveCount, strict, text, texts } from "./parts.js";
import { secretInputSchema } from "./secret-input.js";

const auth = strict(
  {
    mode: z.optional(z.enum(["none", "token", "password", "trusted-proxy"])),
    token: z.optional(secretInputSchema),
    password: z.optional(secretInputSchema),
    allowTailscale: z.optional(flag),
    rateLimit: z.optional(
      strict({
        maxAttempts: z.optional(positiveCount),
        windowMs: z.optional(durationMs),
        lockoutMs: z.optional(durationMs),
        exemptLoopback: z.optional(flag),
      }),
    ),
    trustedProxy: z.optional(
      strict({
        userHeader: z.optional(text),
        requiredHeaders: z.optional(texts),
        allowUsers: z.optional(texts),
        allowLoopback: z.optional(flag),
      }),
    ),
  },
  [],
);

const images = strict({
  allowUrl: z.optional(flag),
  urlAllowlist: z.optional(texts),
  allowedMimes: z.optional(texts),
  maxBytes: z.optional(positiveCount),
  maxRedirects: z.optional(count),
  timeoutMs: z.optional(durationMs),
});

const files = strict({
  allowUrl: z.optional(flag),
  urlAllowlist: z.optional(texts),
  allowedMimes: z.optional(texts),
  maxBytes: z.optional(positiveCount),
  maxChars: z.optional(positiveCount),
  maxRedirects: z.optional(count),
  timeoutMs: z.optional(durationMs),
  pdf: z.optional(strict({ maxPages: z.optional(positiveCount), maxPixels: z.optional(positiveCount), minTextChars: z.optional(count) })),
});

const endpoints = strict({
  chatCompletions: z.optional(
    strict({
      enabled: z.optional(flag),
      maxBodyBytes: z.optional(positiveCount),
      maxImageParts: z.optional(count),
      maxTotalImageBytes: z.optional(positiveCount),
      images: z.optional(images),
    }),
  ),
  responses: z.optional(
    strict({
      enabled: z.optional(flag),
      maxBodyBytes: z.optional(positiveCount),
      maxUrlParts: z.optional(count),
      files: z.optional(files),
      images: z.optional(images),
    }),
  ),
});

const PASSING =
  "tailscale remote reload push nodes webchat channelHealthCheckMinutes channelStaleEventThresholdMinutes channelMaxRestartsPerHour handshakeTimeoutMs auditLog talk mcp".split(
    " ",
  );

/** `gateway.*`: what the server listens on, whom it lets in, what it serves (openclaw.md §11). */
export const gatewaySchema = strict(
  {
    mode: z.optional(z.enum(["local", "remote"])),
    port: z.optional(described(z.number().check(z.int(), z.gte(1), z.lte(65_535)), "Default 18789.")),
    bind: z.optional(
      described(z.enum(["loopback", "lan", "tailnet", "auto", "custom"]), "Which addresses are listened on. Default loopback."),
    ),
    customBindHost: z.optional(text),
    auth: z.optional(auth),
    http: z.optional(
      strict({
        endpoints: z.optional(endpoints),
        securityHeaders: z.optional(strict({ strictTransportSecurity: z.optional(z.union([text, z.literal(false)])) })),
      }),
    ),
    trustedProxies: z.optional(texts),
    allowRealIpFallback: z.optional(flag),
    controlUi: z.optional(
      strict({ enabled: z.optional(flag), basePath: z.optional(text), root: z.optional(text), allowedOrigins: z.optional(texts) }, [
        "allowInsecureAuth",
        "dangerouslyAllowHostHeaderOriginFallback",
        "dangerouslyDisableDeviceAuth",
        "allowExternalEmbedUrls",
        "embedSandbox",
        "chatMessageMaxWidth",
      ]),
    ),
    tls: z.optional(
      strict({
        enabled: z.optional(flag),
        autoGenerate: z.optional(flag),
        certPath: z.optional(text),
        keyPath: z.optional(text),
        caPath: z.optional(text),
      }),
    ),
    tools: z.optional(strict({ allow: z.optional(texts), deny: z.optional(texts) })),
  },
  PASSING,
);
