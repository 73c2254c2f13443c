import { createHash, randomBytes } from "node:crypto";
import { DEFAULT_LEASE_MS, type StateContext } from "../store/context.js";
import type { SqlValue, Step } from "../store/engine.js";
import { textOf } from "../store/sql-value.js";
import type { StoredFile, SubmitVideoInput, VideoJobState } from "./video-job-types.js";
import { ACTIVE, type JobRow, readJobRow } from "./job-row.js";

/** Rights to work on a job, until they run out or somebody else's are newer. */
export interface Lease {
  readonly jobId: string;
  readonly token: string;
}

export interface JobChange {
  readonly state?: VideoJobState;
  readonly nextAtMs?: number;
  readonly columns?: Readonly<Record<string, SqlValue>>;
  /** Written in the same commit. */
  readonly steps?: readonly Step[];
  /** Ends the lease. Default true. */
  readonly release?: boolean;
}

/** The rows of video jobs. Whoever works on one holds its lease, and every change says so: one that was lost changes nothing. */
export interface JobTable {
  /** Journals a job, leased to the caller; `undefined` when the same request has one already. */
  insert(id: string, input: SubmitVideoInput): Promise<Lease | undefined>;
  find(id: string): Promise<JobRow | undefined>;
  /** Of all files of a key's jobs that are kept. */
  storedBytes(keyId: string): Promise<number>;
  list(owner: string | undefined, page: { readonly beforeId?: string | undefined; readonly limit: number }): Promise<readonly JobRow[]>;
  /** The job that has been due for longest, for this instance alone. */
  claim(): Promise<{ readonly lease: Lease; readonly row: JobRow } | undefined>;
  /** False: the lease was lost, and nothing changed. */
  change(lease: Lease, change: JobChange): Promise<boolean>;
  renew(lease: Lease): Promise<boolean>;
  /** Ends a job whoever works on it. False: it had ended. */
  cancel(id: string, steps: readonly Step[], expiresAtMs: number): Promise<boolean>;
  /** A job that ended: its row goes. */
  remove(id: string): Promise<boolean>;
  /** Ids of those whose time is over. */
  expired(): Promise<readonly string[]>;
}

/** The same idempotent request always has the same id; without one, ids cannot be guessed. */
export function jobIdFor({ idempotency }: Pick<SubmitVideoInput, "idempotency">): string {
  if (idempotency === undefined) return `video_${randomBytes(16).toString("hex")}`;
  const { scope, key, bodyHash } = idempotency;
  return `video_${createHash("sha256")
    .update(JSON.stringify([scope, key, bodyHash]))
    .digest("hex")
    .slice(0, 32)}`;
}

export function createJobTable({ engine, clock, instanceId, leaseMs = DEFAULT_LEASE_MS }: StateContext): JobTable {
  let claims = 0;
  const nextToken = (): string => `${instanceId}:${++claims}`;

  const find = async (id: string): Promise<JobRow | undefined> => {
    const [row] = await engine.read("SELECT * FROM video_jobs WHERE id = ?", [id]);
    return row === undefined ? undefined : readJobRow(row);
  };

  return {
    find,
    async insert(id, input) {
      const nowMs = clock.now();
      const token = nextToken();
      const values: Readonly<Record<string, SqlValue>> = {
        id,
        key_id: input.keyId ?? null,
        request_id: input.requestId,
        state: "queued",
        models: JSON.stringify(input.models),
        request: JSON.stringify(input.request),
        asked: JSON.stringify(input.asked ?? {}),
        files: "[]",
        webhook_url: input.webhookUrl ?? null,
        lease_owner: token,
        lease_until: nowMs + leaseMs,
        next_at: nowMs,
        created_at: nowMs,
        updated_at: nowMs,
      };
      const columns = Object.keys(values);
      const done = await engine.write(
        [
          // A try that certainly bought nothing does not stand in the way of the next one.
          {
            sql: "DELETE FROM video_jobs WHERE id = ? AND state = 'failed' AND provider_job IS NULL AND error_code <> 'job_outcome_unknown'",
            params: [id],
          },
          {
            sql: `INSERT INTO video_jobs (${columns.join(", ")}) VALUES (${columns.map(() => "?").join(", ")}) ON CONFLICT DO NOTHING`,
            params: Object.values(values),
            must: true,
          },
        ],
        "money",
      );
      return done === undefined ? undefined : { jobId: id, token };
    },
    async storedBytes(keyId) {
      // Kept for some days, and deleted with their row.
      const rows = await engine.read("SELECT files FROM video_jobs WHERE key_id = ? AND files <> '[]'", [keyId], { heavy: true });
      return rows.flatMap((row) => JSON.parse(textOf(row, "files")) as StoredFile[]).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    },
    async list(owner, { beforeId, limit }) {
      const conditions = [
        ...(owner === undefined ? [] : ["key_id = ?"]),
        ...(beforeId === undefined ? [] : ["seq < (SELECT seq FROM video_jobs WHERE id = ?)"]),
      ];
      const params = [...(owner === undefined ? [] : [owner]), ...(beforeId === undefined ? [] : [beforeId]), limit];
      const rows = await engine.read(
        `SELECT * FROM video_jobs WHERE ${["1 = 1", ...conditions].join(" AND ")} ORDER BY seq DESC LIMIT ?`,
        params,
      );
      return rows.map(readJobRow);
    },
    async claim() {
      const nowMs = clock.now();
      const token = nextToken();
      const step: Step = {
        sql: `UPDATE video_jobs SET lease_owner = ?, lease_until = ? WHERE seq = (
            SELECT seq FROM video_jobs WHERE state IN ${ACTIVE} AND next_at <= ? AND lease_until <= ? ORDER BY next_at LIMIT 1 ${engine.skipLocked})
          RETURNING *`,
        params: [token, nowMs + leaseMs, nowMs, nowMs],
      };
      const row = (await engine.write([step], "plain"))?.[0]?.rows[0];
      if (row === undefined) return undefined;
      const read = readJobRow(row);
      return { lease: { jobId: read.job.id, token }, row: read };
    },
    async change({ jobId, token }, { state, nextAtMs, columns = {}, steps = [], release = true }) {
      const nowMs = clock.now();
      const values: Readonly<Record<string, SqlValue>> = {
        updated_at: nowMs,
        ...(state === undefined ? {} : { state }),
        ...(nextAtMs === undefined ? {} : { next_at: Math.round(nextAtMs) }),
        lease_until: release ? 0 : nowMs + leaseMs,
        ...columns,
      };
      const sets = Object.keys(values).map((column) => `${column} = ?`);
      const step: Step = {
        sql: `UPDATE video_jobs SET ${sets.join(", ")} WHERE id = ? AND lease_owner = ? AND state IN ${ACTIVE}`,
        params: [...Object.values(values), jobId, token],
        must: true,
      };
      return (await engine.write([step, ...steps], "money")) !== undefined;
    },
    async renew({ jobId, token }) {
      const sql = `UPDATE video_jobs SET lease_until = ? WHERE id = ? AND lease_owner = ? AND state IN ${ACTIVE}`;
      return (await engine.write([{ sql, params: [clock.now() + leaseMs, jobId, token], must: true }], "plain")) !== undefined;
    },
    async cancel(id, steps, expiresAtMs) {
      const nowMs = clock.now();
      const sql = `UPDATE video_jobs SET state = 'cancelled', request = NULL, lease_until = 0, updated_at = ?, completed_at = ?, expires_at = ?
        WHERE id = ? AND state IN ${ACTIVE}`;
      return (await engine.write([{ sql, params: [nowMs, nowMs, expiresAtMs, id], must: true }, ...steps], "money")) !== undefined;
    },
    async remove(id) {
      const sql = `DELETE FROM video_jobs WHERE id = ? AND state NOT IN ${ACTIVE}`;
      return (await engine.write([{ sql, params: [id], must: true }], "money")) !== undefined;
    },
    async expired() {
      const rows = await engine.read("SELECT id FROM video_jobs WHERE expires_at <= ? LIMIT 500", [clock.now()]);
      return rows.map(({ id }) => String(id));
    },
  };
}
