import { type ApiError, type AttemptRecord, attemptsOf, ToolkitError } from "@openclaw/core";
import type { PersonaBinding } from "../voices/persona.js";

/** Why an attempt to speak ended as it did (as in OpenClaw). */
export type SpeechReasonCode =
  | "success"
  | "not_configured"
  | "no_provider_registered"
  | "unsupported_for_telephony"
  | "timeout"
  | "provider_error";

/** One attempt to speak, in the words of `infer tts convert --json`. */
export interface SpeechAttempt {
  readonly provider: "openrouter";
  readonly model: string;
  readonly outcome: "success" | "skipped" | "failed";
  readonly reasonCode: SpeechReasonCode;
  readonly persona?: string;
  readonly personaBinding: PersonaBinding;
  readonly latencyMs: number;
  readonly error?: string;
}

/** The attempts of a speech, or of the error it ended in, with their reason codes. */
export function readSpeechAttempts(
  from: readonly AttemptRecord[] | Error,
  persona: { readonly id?: string; readonly binding: PersonaBinding } = { binding: "none" },
): readonly SpeechAttempt[] {
  return (from instanceof Error ? attemptsOf(from) : from).map((attempt) => ({
    provider: "openrouter",
    model: attempt.model,
    outcome: attempt.outcome === "succeeded" ? "success" : attempt.outcome === "skipped" ? "skipped" : "failed",
    reasonCode: attempt.outcome === "succeeded" ? "success" : attempt.reason === "timeout" ? "timeout" : "provider_error",
    ...(persona.id === undefined ? {} : { persona: persona.id }),
    personaBinding: persona.binding,
    latencyMs: attempt.durationMs,
    ...(attempt.outcome === "succeeded" || attempt.message === undefined ? {} : { error: attempt.message }),
  }));
}

/** One line for the user: `TTS conversion failed: openrouter: …` (as in OpenClaw). */
export function describeSpeechFailure(error: unknown): string {
  if (!ToolkitError.isInstance(error))
    return `TTS conversion failed: openrouter: ${error instanceof Error ? error.message : String(error)}`;
  if (error.code === "key_missing") return "TTS conversion failed: openrouter: OpenRouter API key missing";
  // What the server said stands behind "HTTP n: "; before it stands who said so.
  const said = error.name === "ApiError" ? (error as ApiError) : undefined;
  const text =
    said === undefined || said.status < 400
      ? error.message
      : `OpenRouter TTS API error (HTTP ${said.status}): ${error.message.replace(/^.*? answered HTTP \d+:? ?/, "")}`;
  return `TTS conversion failed: openrouter: ${text}`;
}
