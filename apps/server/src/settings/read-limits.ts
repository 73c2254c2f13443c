import type { Limits } from "./limits.js";

const NAMES: Readonly<Record<string, keyof Limits>> = {
  OPENCLAW_SERVER_DRAIN_MS: "drainMs",
  OPENCLAW_SERVER_DRAIN_DELAY_MS: "drainDelayMs",
  OPENCLAW_SERVER_HEARTBEAT_MS: "heartbeatMs",
  OPENCLAW_SERVER_MAX_BODY_BYTES: "maxBodyBytes",
  OPENCLAW_SERVER_MAX_UPLOAD_BYTES: "maxUploadBytes",
  OPENCLAW_SERVER_MAX_KEPT_ANSWER_BYTES: "maxKeptAnswerBytes",
  OPENCLAW_SERVER_MAX_ACTIVE: "maxActive",
  OPENCLAW_SERVER_MAX_ACTIVE_PER_CALLER: "maxActivePerCaller",
  OPENCLAW_SERVER_MAX_ACTIVE_BYTES_PER_CALLER: "maxActiveBytesPerCaller",
  OPENCLAW_SERVER_MAX_ACTIVE_BYTES: "maxActiveBytes",
};

/** The limits that the environment sets; what is no whole number is left at its default. */
export function readLimits(env: Readonly<Record<string, string | undefined>>): Partial<Limits> {
  const found = Object.entries(NAMES).flatMap(([name, limit]) => {
    const text = env[name]?.trim() ?? "";
    return /^\d{1,12}$/.test(text) ? [[limit, Number(text)] as const] : [];
  });
  return Object.fromEntries(found);
}
