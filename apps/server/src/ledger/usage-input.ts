import { z } from "zod";

// A moment as the API's other times, Unix seconds, or as an ISO date or date and time.
const moment = z.union([
  z
    .string()
    .regex(/^\d{1,12}$/)
    .transform((seconds) => Number(seconds) * 1000),
  z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)),
  z.iso.date().transform((text) => Date.parse(`${text}T00:00:00Z`)),
]);

const group = z.enum(["key", "model", "provider", "outcome", "endpoint", "user", "day", "hour", "month"]);

const groupBy = z
  .string()
  .transform((text) => [...new Set(text.split(",").map((name) => name.trim()))])
  .pipe(z.array(group).min(1).max(4));

/** Query of `GET /admin/usage` and its exports: `from` (inclusive), `to` (exclusive), `groupBy=model,day`, `keyId`, `model`. */
export const usageQuerySchema = z
  .strictObject({
    from: moment.optional(),
    to: moment.optional(),
    groupBy: groupBy.optional(),
    keyId: z.string().max(100).optional(),
    model: z.string().max(200).optional(),
  })
  .transform(({ from, to, groupBy: groups, ...rest }) => ({
    filter: { ...rest, ...(from === undefined ? {} : { fromMs: from }), ...(to === undefined ? {} : { toMs: to }) },
    groupBy: groups ?? [],
  }));
