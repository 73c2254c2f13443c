import * as z from "zod/mini";
import { count, flag, strict, text, texts } from "./parts.js";

const hours = z.number().check(z.gte(0));

const cooldowns = strict({
  billingBackoffHours: z.optional(hours),
  billingBackoffHoursByProvider: z.optional(z.record(z.string(), hours)),
  billingMaxHours: z.optional(hours),
  authPermanentBackoffMinutes: z.optional(hours),
  authPermanentMaxMinutes: z.optional(hours),
  failureWindowHours: z.optional(hours),
  overloadedProfileRotations: z.optional(count),
  overloadedBackoffMs: z.optional(count),
  rateLimitedProfileRotations: z.optional(count),
});

/** `auth.*`: which stored profiles exist and in what order they are used. Never a secret. */
export const authSchema = strict({
  profiles: z.optional(
    z.record(
      z.string(),
      strict({ provider: text, mode: z.optional(z.enum(["api_key", "oauth", "token", "aws-sdk"])), email: z.optional(text) }, [
        "displayName",
        "default",
      ]),
    ),
  ),
  order: z.optional(z.record(z.string(), texts)),
  cooldowns: z.optional(cooldowns),
  // Where a newly pasted key goes: the profile file, or the operating system's keyring (KEY-3).
  keyring: z.optional(flag),
});
