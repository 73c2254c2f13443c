import type { StateContext } from "../store/context.js";
import { bigintOf, numberOf } from "../store/sql-value.js";
import type { HeldMoney } from "./budget-types.js";
import { toUsd } from "../store/nano-usd.js";

/** The reservation `r` of a video job that is still worked on is not lost, however old it is. */
export const NO_LIVE_JOB = `NOT EXISTS (
  SELECT 1 FROM video_jobs v WHERE v.request_id = r.request_id AND v.state IN ('queued', 'submitting', 'running', 'fetching'))`;

/** What is held now, of one key or of all; see `Budgets.held`. */
export async function readHeld(
  { engine, clock }: StateContext,
  { graceMs, keyId }: { readonly graceMs: number; readonly keyId: string | undefined },
): Promise<HeldMoney> {
  const [row = {}] = await engine.read(
    `SELECT COUNT(*) AS requests, CAST(COALESCE(SUM(h.held_nano), 0) AS BIGINT) AS held,
        CAST(COALESCE(SUM(h.lost), 0) AS BIGINT) AS lost_requests, CAST(COALESCE(SUM(h.held_nano * h.lost), 0) AS BIGINT) AS lost,
        MIN(CASE WHEN h.lost = 1 THEN h.created_at END) AS lost_since
      FROM (SELECT r.held_nano, r.created_at, CASE WHEN (r.owner = 'reconcile' OR r.expires_at <= ?) AND ${NO_LIVE_JOB} THEN 1 ELSE 0 END AS lost
        FROM reservations r WHERE r.state = 'open'${keyId === undefined ? "" : " AND r.key_id = ?"}) h`,
    [clock.now(), ...(keyId === undefined ? [] : [keyId])],
  );
  const lostRequests = numberOf(row, "lost_requests");
  return {
    usd: toUsd(bigintOf(row, "held")),
    requests: numberOf(row, "requests"),
    lost: {
      usd: toUsd(bigintOf(row, "lost")),
      requests: lostRequests,
      ...(lostRequests === 0 ? {} : { countedFromMs: numberOf(row, "lost_since") + graceMs }),
    },
  };
}
