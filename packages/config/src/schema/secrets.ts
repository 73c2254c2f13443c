import * as z from "zod/mini";
import { described, durationMs, filledText, flag, optional, positiveCount, strict, text, texts } from "./parts.js";

const providerName = z.string().check(z.regex(/^[a-z][a-z0-9_-]{0,63}$/));

const envProvider = strict({ source: z.literal("env"), allowlist: optional(texts) });
const fileProvider = strict({
  source: z.literal("file"),
  path: filledText,
  mode: optional(z.enum(["json", "singleValue"])),
  timeoutMs: optional(durationMs),
  maxBytes: optional(positiveCount),
  allowInsecurePath: optional(flag),
});
const execProvider = strict({
  source: z.literal("exec"),
  command: filledText,
  args: optional(texts),
  env: optional(z.record(z.string(), text)),
  passEnv: optional(texts),
  trustedDirs: optional(texts),
  timeoutMs: optional(durationMs),
  noOutputTimeoutMs: optional(durationMs),
  maxOutputBytes: optional(positiveCount),
  jsonOnly: optional(flag),
  allowSymlinkCommand: optional(flag),
  allowInsecurePath: optional(flag),
});

/** `secrets.*`: where SecretRefs are resolved (as in OpenClaw). */
export const secretsSchema = strict(
  {
    providers: optional(
      described(
        z.record(providerName, z.discriminatedUnion("source", [envProvider, fileProvider, execProvider])),
        "Named places that secret references point into.",
      ),
    ),
    defaults: optional(
      strict({
        env: optional(providerName),
        file: optional(providerName),
        exec: optional(providerName),
        store: optional(providerName),
      }),
    ),
  },
  ["resolution"],
);
