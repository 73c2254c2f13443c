import { listKeys } from "../api/keys.js";
import { getUsage, type UsageRow, type UsageSums } from "../api/usage.js";
import { whoami } from "../api/whoami.js";
import type { TimeRange } from "./time-range.js";

/** Everything that the dashboard shows of a span of time. */
export interface Report {
  readonly range: TimeRange;
  readonly totals: UsageSums;
  readonly overTime: readonly UsageRow[];
  /** By the dimension that was chosen for the spend. */
  readonly overTimeBy: { readonly dimension: SpendDimension; readonly rows: readonly UsageRow[] };
  readonly byModel: readonly UsageRow[];
  readonly byKey: readonly UsageRow[];
  readonly byProvider: readonly UsageRow[];
  readonly keyName: (id: string | undefined) => string;
}

export const SPEND_DIMENSIONS = ["model", "key", "provider"] as const;
export type SpendDimension = (typeof SPEND_DIMENSIONS)[number];

export async function loadReport(range: TimeRange, dimension: SpendDimension, signal: AbortSignal): Promise<Report> {
  const { bucket } = range;
  const admin = whoami.value?.admin === true;
  const [overTime, overTimeBy, byModel, byKey, byProvider, keys] = await Promise.all([
    getUsage({ ...range, groupBy: [bucket] }, signal),
    getUsage({ ...range, groupBy: [bucket, dimension] }, signal),
    getUsage({ ...range, groupBy: ["model"] }, signal),
    getUsage({ ...range, groupBy: ["key"] }, signal),
    getUsage({ ...range, groupBy: ["provider"] }, signal),
    admin ? listKeys().catch(() => []) : [],
  ]);
  const names = new Map(keys.map(({ id, name }) => [id, name]));
  return {
    range,
    totals: overTime.totals,
    overTime: overTime.rows,
    overTimeBy: { dimension, rows: overTimeBy.rows },
    byModel: byModel.rows,
    byKey: byKey.rows,
    byProvider: byProvider.rows,
    keyName: (id) => (id === undefined ? "Gateway token" : (names.get(id) ?? (admin ? `${id} (revoked)` : (whoami.value?.keyName ?? id)))),
  };
}
