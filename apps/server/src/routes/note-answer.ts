import type { AttemptRecord } from "@openclaw/core";
import type { Exchange } from "../http/exchange.js";
import type { AnswerNote } from "../meter/answer-note.js";
import type { RouteDeps } from "./deps.js";

/** Notes an answer in the metrics and in the request's log line; never its words. */
export function noteAnswer(exchange: Exchange, { metrics, state }: Pick<RouteDeps, "metrics" | "state">, note: AnswerNote): void {
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

const UNPRINTABLE = /[^\x20-\x7e]/;

/** The response headers that tell of an answer. */
export function answerHeaders(
  model: string,
  attempts: readonly AttemptRecord[] | number,
  costUsd?: number,
): Readonly<Record<string, string>> {
  const tries = typeof attempts === "number" ? attempts : attempts.filter((attempt) => !wasSkipped(attempt)).length;
  return {
    // A provider may call its model anything; a header takes printable characters only.
    "x-openclaw-model": UNPRINTABLE.test(model) || model.length > 200 ? model.slice(0, 200).replaceAll(/[^\x20-\x7e]/g, "?") : model,
    "x-openclaw-attempts": String(tries),
    ...(costUsd === undefined ? {} : { "x-openclaw-cost-usd": String(costUsd) }),
  };
}
