import * as z from "zod/mini";
import { count, flag, optional, strict, text, texts } from "./parts.js";

const hours = z.number().check(z.gte(0));

const cooldowns = strict({
  billingBackoffHours: optional(hours),
  billingBackoffHoursByProvider: optional(z.record(z.string(), hours)),
  billingMaxHours: optional(hours),
  authPermanentBackoffMinutes: optional(hours),
  authPermanentMaxMinutes: optional(hours),
  failureWindowHours: optional(hours),
  overloadedProfileRotations: optional(count),
  overloadedBackoffMs: optional(count),
  rateLimitedProfileRotations: optional(count),
});

/** `auth.*`: which stored profiles exist and in what order they are used. Never a secret. */
export const authSchema = strict({
  profiles: optional(
    z.record(
      z.string(),
      strict({ provider: text, mode: optional(z.enum(["api_key", "oauth", "token", "aws-sdk"])), email: optional(text) }, [
        "displayName",
        "default",
      ]),
    ),
  ),
  order: optional(z.record(z.string(), texts)),
  cooldowns: optional(cooldowns),
  // Where a newly pasted key goes: the profile file, or the operating system's keyring (KEY-3).
  keyring: optional(flag),
});
