import { z } from "zod";

/** Above this a number no longer holds every billionth. */
const MAX_BUDGET_USD = 1_000_000;

const name = z.string().trim().min(1).max(200);
const budgetUsd = z.number().min(0).max(MAX_BUDGET_USD);
const budgetWindow = z.enum(["day", "week", "month", "total"]);
const perMinute = z.int().min(1).max(1_000_000_000);
// A star elsewhere would fit no model, and open nothing without a word.
const model = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^[^*]*\*?$/, "A star stands for the rest, at the end only.");
const models = z.array(model).min(1).max(200);
// Unix seconds, as the API's other times, or an ISO date.
const expiresAt = z.union([
  z
    .int()
    .min(0)
    .max(253_402_300_799)
    .transform((seconds) => seconds * 1000),
  z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)),
]);

/** Body of `POST /admin/keys`; `expiresAt` is Unix seconds or an ISO date and becomes `expiresAtMs`. */
export const createKeySchema = z
  .strictObject({
    name,
    budgetUsd: budgetUsd.optional(),
    budgetWindow: budgetWindow.optional(),
    rpm: perMinute.optional(),
    tpm: perMinute.optional(),
    models: models.optional(),
    expiresAt: expiresAt.optional(),
  })
  .transform(({ expiresAt: expiresAtMs, ...rest }) => ({ ...rest, ...(expiresAtMs === undefined ? {} : { expiresAtMs }) }));

/** Query of `GET /admin/keys`: newest first, `before` is what the page before gave as `next`. */
export const keysQuerySchema = z
  .strictObject({
    limit: z
      .string()
      .regex(/^\d{1,6}$/, "a whole number; at most 500 are given")
      .transform(Number)
      .optional(),
    before: z.string().max(100).optional(),
  })
  .transform(({ limit = 100, before }) => ({ limit: Math.min(500, Math.max(1, limit)), beforeId: before }));

/** Body of `PATCH /admin/keys/{id}`; `null` takes a limit away. */
export const patchKeySchema = z
  .strictObject({
    name: name.optional(),
    budgetUsd: budgetUsd.nullable().optional(),
    budgetWindow: budgetWindow.optional(),
    rpm: perMinute.nullable().optional(),
    tpm: perMinute.nullable().optional(),
    models: models.nullable().optional(),
    expiresAt: expiresAt.nullable().optional(),
  })
  .transform(({ expiresAt: expiresAtMs, ...rest }) => ({ ...rest, ...(expiresAtMs === undefined ? {} : { expiresAtMs }) }));
