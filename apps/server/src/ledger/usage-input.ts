import { z } from "zod";
import type { LedgerFilter } from "./ledger-types.js";

// A moment as the API's other times, Unix seconds, or as an ISO date or date and time.
const moment = z.union([
  z
    .string()
    .regex(/^\d{1,12}$/)
    .transform((seconds) => Number(seconds) * 1000),
  z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)),
  z.iso.date().transform((text) => Date.parse(`${text}T00:00:00Z`)),
]);

const group = z.enum(["key", "model", "provider", "outcome", "endpoint", "user", "session", "day", "hour", "month"]);

const groupBy = z
  .string()
  .transform((text) => [...new Set(text.split(",").map((name) => name.trim()))])
  .pipe(z.array(group).min(1).max(4));

const names = {
  /** A key's id; `keyId` is its longer name. */
  key: z.string().max(100).optional(),
  keyId: z.string().max(100).optional(),
  model: z.string().max(200).optional(),
  outcome: z.string().max(40).optional(),
  kind: z.string().max(100).optional(),
  session: z.string().max(100).optional(),
};

type Names = Readonly<Partial<Record<keyof typeof names, string | undefined>>>;

function filterOf({ key, keyId, model, outcome, kind, session }: Names): LedgerFilter {
  const id = key ?? keyId;
  return {
    ...(id === undefined ? {} : { keyId: id }),
    ...(model === undefined ? {} : { model }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(kind === undefined ? {} : { endpoint: kind }),
    ...(session === undefined ? {} : { sessionId: session }),
  };
}

/** Query of `GET /admin/usage` and its exports: `from` (inclusive), `to` (exclusive), `groupBy=model,day`, and what rows must be of. */
export const usageQuerySchema = z
  .strictObject({ from: moment.optional(), to: moment.optional(), groupBy: groupBy.optional(), ...names })
  .transform(({ from, to, groupBy: groups, ...rest }) => ({
    filter: {
      ...filterOf(rest),
      ...(from === undefined ? {} : { fromMs: from }),
      ...(to === undefined ? {} : { toMs: to }),
    } satisfies LedgerFilter,
    groupBy: groups ?? [],
  }));

const count = z
  .string()
  .regex(/^\d{1,6}$/)
  .transform(Number);

/** Query of `GET /admin/requests`: newest first, `before` is what the page before gave as `next`. */
export const requestsQuerySchema = z
  .strictObject({
    limit: count.optional(),
    before: z
      .string()
      .regex(/^\d{1,18}$/)
      .optional(),
    ...names,
  })
  .transform(({ limit, before, ...rest }) => ({ filter: filterOf(rest), limit: Math.min(500, Math.max(1, limit ?? 50)), before }));
