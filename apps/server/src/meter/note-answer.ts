import type { AttemptRecord } from "@openclaw/core";
import type { Exchange } from "../http/exchange.js";
import type { Metrics } from "../metrics/metrics.js";
import type { State } from "../state/state.js";
import type { AnswerNote } from "./answer-note.js";

/** Notes an answer in the metrics and in the request's log line; never its words. */
export function noteAnswer(
  exchange: Exchange,
  { metrics, state }: { readonly metrics: Pick<Metrics, "answerEnded">; readonly state: Pick<State, "watched"> },
  note: AnswerNote,
): void {
  const { model, outcome, attempts, usage } = note;
  exchange.trace?.answered(note);
  exchange.onAnswer?.(note);
  exchange.onAnswer = undefined;
  const tried = attempts.some(wasSkipped) ? attempts.filter((attempt) => !wasSkipped(attempt)) : attempts;
  const last = tried.at(-1);
  for (const { outcome: ended, model: ref, keyLabel, code, reason } of tried) {
    if (ended === "failed") state.watched.because(ref.replace(/^openrouter\//, ""), keyLabel, code ?? reason ?? "failed");
  }
  metrics.answerEnded({
    model,
    outcome,
    attempts: tried.length,
    firstTokenMs: last?.firstTokenMs,
    promptTokens: usage?.promptTokens,
    completionTokens: usage?.completionTokens,
    costUsd: usage?.costUsd,
  });
  const { notes } = exchange;
  notes["model"] = model;
  notes["outcome"] = outcome;
  notes["attempts"] = tried.length;
  // What is not known is left out of the line by the logger.
  notes["firstTokenMs"] = last?.firstTokenMs;
  notes["promptTokens"] = usage?.promptTokens;
  notes["completionTokens"] = usage?.completionTokens;
  notes["costUsd"] = usage?.costUsd;
  if (tried.length < 2) return;
  notes["failed"] = tried
    .filter(({ outcome: ended }) => ended === "failed")
    .map((one) => `${one.model}: ${one.code ?? one.reason ?? "failed"}`);
}

function wasSkipped({ outcome }: AttemptRecord): boolean {
  return outcome === "skipped";
}
