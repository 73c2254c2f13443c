import type { AttemptRecord } from "@openclaw/core";

const UNPRINTABLE = /[^\x20-\x7e]/;

/** The response headers that tell of an answer. */
export function answerHeaders(
  model: string,
  attempts: readonly AttemptRecord[] | number,
  costUsd?: number,
): Readonly<Record<string, string>> {
  const tries = typeof attempts === "number" ? attempts : attempts.filter((attempt) => attempt.outcome !== "skipped").length;
  return {
    // A provider may call its model anything; a header takes printable characters only.
    "x-openclaw-model": UNPRINTABLE.test(model) || model.length > 200 ? model.slice(0, 200).replaceAll(/[^\x20-\x7e]/g, "?") : model,
    "x-openclaw-attempts": String(tries),
    ...(costUsd === undefined ? {} : { "x-openclaw-cost-usd": String(costUsd) }),
  };
}
