import { DEFAULT_TIMEOUTS, type FailoverPolicy, type Timeouts } from "@openclaw/core";
import type { Config } from "../config.js";
import type { TargetKind } from "./kinds.js";

/** The clocks of one kind of request (FAIL-6). `timeoutMs` of a call beats what is configured (IMG-1). */
export function resolveTimeouts(config: Config, kind: TargetKind, timeoutMs?: number): Timeouts {
  const { connectMs, responseMs, firstTokenMs, stallMs, totalMs } = config.agents.defaults.failover;
  const chat: Timeouts = { connectMs, responseMs, firstTokenMs, stallMs, totalMs: chatTotalMs(config, totalMs) };
  const whole = timeoutMs ?? configuredMs(config, kind);
  if (whole === undefined) return chat;
  if (kind === "chat" || kind === "vision") return { ...chat, totalMs: whole };
  // A video is a job of many short requests: only the job as a whole takes that long.
  if (kind === "video") return { ...chat, totalMs: whole };
  // Everything else answers once, after all its work: waiting for the headers is waiting for the result.
  return { ...chat, responseMs: whole, firstTokenMs: whole, totalMs: whole };
}

/** `failover.totalMs` is the more exact of the two places, so it wins over the provider's `timeoutSeconds` once it is changed. */
function chatTotalMs(config: Config, totalMs: number): number {
  const { timeoutSeconds } = config.models.providers.openrouter;
  return timeoutSeconds === undefined || totalMs !== DEFAULT_TIMEOUTS.totalMs ? totalMs : timeoutSeconds * 1000;
}

function configuredMs(config: Config, kind: TargetKind): number | undefined {
  const { mediaModels, embeddingModel } = config.agents.defaults;
  const { audio, image } = config.tools.media;
  switch (kind) {
    case "image":
    case "video":
    case "music":
      return mediaModels[kind].timeoutMs;
    case "speech":
      return config.tts.timeoutMs;
    case "transcription":
      return audio.timeoutSeconds * 1000;
    case "vision":
      return image.timeoutSeconds * 1000;
    case "embedding":
      return embeddingModel?.timeoutMs;
    case "chat":
      return undefined;
  }
}

/** The rest of `agents.defaults.failover`. */
export function resolveFailover(config: Config): FailoverPolicy {
  const { retries, cooldownMs, recoverMidStream } = config.agents.defaults.failover;
  return { retries, cooldownMs, recoverMidStream };
}
