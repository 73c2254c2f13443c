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
  const tried = attempts.filter((attempt) => attempt.outcome !== "skipped");
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
  Object.assign(exchange.notes, {
    model,
    outcome,
    attempts: tried.length,
    ...(last?.firstTokenMs === undefined ? {} : { firstTokenMs: last.firstTokenMs }),
    ...(usage === undefined ? {} : { promptTokens: usage.promptTokens, completionTokens: usage.completionTokens }),
    ...(usage?.costUsd === undefined ? {} : { costUsd: usage.costUsd }),
    ...(tried.length < 2
      ? {}
      : {
          failed: tried
            .filter(({ outcome: ended }) => ended === "failed")
            .map((one) => `${one.model}: ${one.code ?? one.reason ?? "failed"}`),
        }),
  });
}

/** The response headers that tell of an answer. */
export function answerHeaders(
  model: string,
  attempts: readonly AttemptRecord[] | number,
  costUsd?: number,
): Readonly<Record<string, string>> {
  const tries = typeof attempts === "number" ? attempts : attempts.filter(({ outcome }) => outcome !== "skipped").length;
  return {
    // A provider may call its model anything; a header takes printable characters only.
    "x-openclaw-model": model.slice(0, 200).replaceAll(/[^\x20-\x7e]/g, "?"),
    "x-openclaw-attempts": String(tries),
    ...(costUsd === undefined ? {} : { "x-openclaw-cost-usd": String(costUsd) }),
  };
}
