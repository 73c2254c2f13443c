import type { Warning } from "@openclaw/core";
import { given } from "../../given.js";
import type { JobRecord } from "./job-record.js";

/** What the kept answers of a job say together. */
export interface KeptSummary {
  readonly model: string;
  readonly costUsd?: number;
  readonly generationIds: readonly string[];
  readonly text?: string;
}

export function summarizeKept({ kept = [], model }: JobRecord): KeptSummary {
  const costs = kept.flatMap(({ costUsd }) => costUsd ?? []);
  const text = kept
    .map((answer) => answer.text ?? "")
    .join("")
    .trim();
  return {
    model: kept[0]?.model ?? model,
    generationIds: kept.flatMap(({ generationId }) => generationId ?? []),
    ...given({
      costUsd: costs.length === 0 ? undefined : costs.reduce((sum, cost) => sum + cost, 0),
      text: text === "" ? undefined : text,
    }),
  };
}

/** Says that nothing was bought now, and what became of requests of that job whose answer nobody saw. */
export function recoveredWarning({ id, kind, sentAtMs, parts = {} }: JobRecord): Warning {
  const at = sentAtMs === undefined ? "earlier" : `at ${new Date(sentAtMs).toISOString()}`;
  const lost = Object.values(parts).filter((part) => part === "sent" || part === "unknown").length;
  const rest = lost === 0 ? "" : ` Of ${lost} more request${lost === 1 ? "" : "s"} of then it is not known whether they were billed.`;
  return { code: "job_continued", message: `The same ${kind} was bought ${at} (${id}) and kept: nothing was bought again.${rest}` };
}
