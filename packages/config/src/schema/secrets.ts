import * as z from "zod/mini";
import { described, durationMs, filledText, flag, positiveCount, strict, text, texts } from "./parts.js";

const providerName = z.string().check(z.regex(/^[a-z][a-z0-9_-]{0,63}$/));

const envProvider = strict({ source: z.literal("env"), allowlist: z.optional(texts) });
const fileProvider = strict({
  source: z.literal("file"),
  path: filledText,
  mode: z.optional(z.enum(["json", "singleValue"])),
  timeoutMs: z.optional(durationMs),
  maxBytes: z.optional(positiveCount),
  allowInsecurePath: z.optional(flag),
});
const execProvider = strict({
  source: z.literal("exec"),
  command: filledText,
  args: z.optional(texts),
  env: z.optional(z.record(z.string(), text)),
  passEnv: z.optional(texts),
  trustedDirs: z.optional(texts),
  timeoutMs: z.optional(durationMs),
  noOutputTimeoutMs: z.optional(durationMs),
  maxOutputBytes: z.optional(positiveCount),
  jsonOnly: z.optional(flag),
  allowSymlinkCommand: z.optional(flag),
  allowInsecurePath: z.optional(flag),
});

/** `secrets.*`: where SecretRefs are resolved (openclaw.md §1.8). */
export const secretsSchema = strict(
  {
    providers: z.optional(
      described(
        z.record(providerName, z.discriminatedUnion("source", [envProvider, fileProvider, execProvider])),
        "Named places that secret references point into.",
      ),
    ),
    defaults: z.optional(
      strict({
        env: z.optional(providerName),
        file: z.optional(providerName),
        exec: z.optional(providerName),
        store: z.optional(providerName),
      }),
    ),
  },
  ["resolution"],
);
