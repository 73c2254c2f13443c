import * as z from "zod/mini";
import { count, described, durationMs, flag, optional, positiveCount, strict, text, texts } from "./parts.js";
import { secretInputSchema } from "./secret-input.js";

const auth = strict({
  mode: optional(z.enum(["none", "token", "password", "trusted-proxy"])),
  token: optional(secretInputSchema),
  password: optional(secretInputSchema),
  allowTailscale: optional(flag),
  rateLimit: optional(
    strict({
      maxAttempts: optional(
        described(positiveCount, "Wrong tokens from one address before it is shut out. Default 10 where rateLimit is set."),
      ),
      windowMs: optional(described(durationMs, "In which they are counted. Default 60 000.")),
      lockoutMs: optional(described(durationMs, "For how long it is answered 429. Default 300 000.")),
      exemptLoopback: optional(described(flag, "Never shut this machine out. Default true.")),
    }),
  ),
  trustedProxy: optional(
    strict({
      userHeader: optional(text),
      requiredHeaders: optional(texts),
      allowUsers: optional(texts),
      allowLoopback: optional(flag),
    }),
  ),
});

const images = strict({
  allowUrl: optional(flag),
  urlAllowlist: optional(texts),
  allowedMimes: optional(texts),
  maxBytes: optional(positiveCount),
  maxRedirects: optional(count),
  timeoutMs: optional(durationMs),
});

const files = strict({
  allowUrl: optional(flag),
  urlAllowlist: optional(texts),
  allowedMimes: optional(texts),
  maxBytes: optional(positiveCount),
  maxChars: optional(positiveCount),
  maxRedirects: optional(count),
  timeoutMs: optional(durationMs),
  pdf: optional(strict({ maxPages: optional(positiveCount), maxPixels: optional(positiveCount), minTextChars: optional(count) })),
});

const endpoints = strict({
  chatCompletions: optional(
    strict({
      enabled: optional(flag),
      maxBodyBytes: optional(positiveCount),
      maxImageParts: optional(count),
      maxTotalImageBytes: optional(positiveCount),
      images: optional(images),
    }),
  ),
  responses: optional(
    strict({
      enabled: optional(flag),
      maxBodyBytes: optional(positiveCount),
      maxUrlParts: optional(count),
      files: optional(files),
      images: optional(images),
    }),
  ),
});

const PASSING =
  "tailscale remote reload push nodes webchat channelHealthCheckMinutes channelStaleEventThresholdMinutes channelMaxRestartsPerHour handshakeTimeoutMs auditLog talk mcp".split(
    " ",
  );

/** `gateway.*`: what the server listens on, whom it lets in, what it serves (as in OpenClaw). */
export const gatewaySchema = strict(
  {
    mode: optional(z.enum(["local", "remote"])),
    port: optional(described(z.number().check(z.int(), z.gte(1), z.lte(65_535)), "Default 18789.")),
    bind: optional(
      described(z.enum(["loopback", "lan", "tailnet", "auto", "custom"]), "Which addresses are listened on. Default loopback."),
    ),
    customBindHost: optional(text),
    auth: optional(auth),
    http: optional(
      strict({
        endpoints: optional(endpoints),
        securityHeaders: optional(strict({ strictTransportSecurity: optional(z.union([text, z.literal(false)])) })),
      }),
    ),
    trustedProxies: optional(texts),
    allowRealIpFallback: optional(flag),
    controlUi: optional(
      strict({ enabled: optional(flag), basePath: optional(text), root: optional(text), allowedOrigins: optional(texts) }, [
        "allowInsecureAuth",
        "dangerouslyAllowHostHeaderOriginFallback",
        "dangerouslyDisableDeviceAuth",
        "allowExternalEmbedUrls",
        "embedSandbox",
        "chatMessageMaxWidth",
      ]),
    ),
    tls: optional(
      strict({
        enabled: optional(flag),
        autoGenerate: optional(flag),
        certPath: optional(text),
        keyPath: optional(text),
        caPath: optional(text),
      }),
    ),
    tools: optional(strict({ allow: optional(texts), deny: optional(texts) })),
    webhook: optional(
      strict({
        url: optional(
          described(text, "Told of every job that ends and names no webhook of its own; read at the start. May be a private address."),
        ),
        secret: optional(secretInputSchema),
      }),
    ),
  },
  PASSING,
);
