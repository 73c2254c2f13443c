import type { LoadedConfig } from "@openclaw/config/node";
import { ConfigError } from "@openclaw/core";
import type { VideoSettings } from "./video-settings.js";

/** How the server's own jobs run. */
export interface JobSettings extends VideoSettings {
  /** Between the first looks at a job. */
  readonly pollMs?: number | undefined;
  /** How often due work is looked for. */
  readonly tickMs?: number | undefined;
  /** How long the work of a process that fell silent waits for another. */
  readonly leaseMs?: number | undefined;
  /** For how long the bill of a request that a crash cut off is looked for, before its hold counts as spent. */
  readonly lostHoldMs?: number | undefined;
  /** How long an ended job and its video are kept. */
  readonly retentionMs?: number | undefined;
}

/** Flags over the environment, that over the file. @throws ConfigError for a URL that cannot be used */
export function readJobSettings(
  { environment: { values }, config }: Pick<LoadedConfig, "environment" | "config">,
  flags: VideoSettings = {},
): JobSettings {
  const number = (name: string): number | undefined => {
    const text = values[name]?.trim() ?? "";
    return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : undefined;
  };
  return {
    webhookUrl: readUrl(flags.webhookUrl ?? values["OPENCLAW_SERVER_WEBHOOK_URL"] ?? config.gateway.webhook?.url, "The webhook URL"),
    publicUrl: readUrl(flags.publicUrl ?? values["OPENCLAW_SERVER_PUBLIC_URL"], "The public URL"),
    pollMs: number("OPENCLAW_POLL_INTERVAL_MS"),
    tickMs: number("OPENCLAW_SERVER_TICK_MS"),
    leaseMs: number("OPENCLAW_SERVER_LEASE_MS"),
    maxStoredBytesPerKey: number("OPENCLAW_SERVER_MAX_STORED_BYTES_PER_KEY"),
    lostHoldMs: number("OPENCLAW_SERVER_LOST_HOLD_MS"),
    retentionMs: number("OPENCLAW_SERVER_VIDEO_RETENTION_MS"),
  };
}

function readUrl(text: string | undefined, what: string): string | undefined {
  const given = text?.trim() ?? "";
  if (given === "") return undefined;
  const usable = URL.canParse(given) && ["http:", "https:"].includes(new URL(given).protocol);
  if (usable) return given;
  throw new ConfigError(`${what} is not an http(s) URL.`, {
    code: "config_invalid",
    hint: "Give it whole, such as https://gateway.example.com.",
  });
}
