import type { JSX } from "preact";
import type { Attempt } from "../api/requests.js";

export const OUTCOME_WORDS: Readonly<Record<string, string>> = {
  ok: "OK",
  error: "Failed",
  cancelled: "Cancelled",
  truncated: "Cut off",
  refused: "Refused",
  assumed: "Assumed",
};

/** How an attempt ended, with its cause. */
export function OutcomeTag({ row }: { readonly row: Attempt }): JSX.Element {
  const tone = row.outcome === "ok" ? "good" : row.outcome === "error" ? "bad" : "warn";
  return <span class={`tag ${tone}`}>{row.errorCode?.replaceAll("_", " ") ?? OUTCOME_WORDS[row.outcome] ?? row.outcome}</span>;
}
