import { RequestError, type Warning } from "@openclaw/core";

/** One wish that was moved to what the model can do. */
export interface NormalizedValue {
  readonly requested?: string | number;
  readonly applied: string | number;
  /** The other field it was worked out from. */
  readonly derivedFrom?: string;
  readonly supportedValues?: readonly (string | number)[];
}

/** Every wish that was moved, by the request's own field names. */
export type Normalization = Readonly<Record<string, NormalizedValue>>;

/** A wish that could not be met at all and was left out of the request. */
export interface IgnoredOverride {
  readonly key: string;
  readonly value: string | number | boolean;
}

/** The same, as warnings for whoever shows them. */
export function normalizationWarnings(
  model: string,
  normalization: Normalization,
  ignored: readonly IgnoredOverride[],
): readonly Warning[] {
  const moved = Object.entries(normalization)
    .filter(([, value]) => value.requested !== undefined)
    .map(([key, value]) => ({ code: "normalized", message: `${describe(key, value)} for ${model}.` }));
  if (ignored.length === 0) return moved;
  const list = ignored.map(({ key, value }) => `${key}=${String(value)}`).join(", ");
  return [...moved, { code: "ignored_overrides", message: `Ignored unsupported overrides for ${model}: ${list}.` }];
}

/**
 * Under `--strict` nothing is moved or left out: the request is refused, naming what is allowed, and nothing is sent (IMG-3, VID-3).
 *
 * @throws RequestError `input_invalid`
 */
export function refuseChanges(model: string, normalization: Normalization, ignored: readonly IgnoredOverride[]): void {
  const moved = Object.entries(normalization)
    .filter(([, value]) => value.requested !== undefined)
    .map(([key, { requested, supportedValues = [], derivedFrom }]) => {
      const allowed = `${derivedFrom === undefined ? "" : `${key} `}${supportedValues.join(", ")}`;
      return `${derivedFrom ?? key} ${String(requested)} (allowed: ${allowed})`;
    });
  const dropped = ignored.map(({ key }) => `${key} (not supported)`);
  const problems = [...moved, ...dropped];
  if (problems.length === 0) return;
  throw new RequestError(`${model} does not take ${problems.join("; ")}. Nothing was sent.`, {
    code: "input_invalid",
    hint: "Choose an allowed value, or leave strict off to use the nearest.",
  });
}

function describe(key: string, { requested, applied, derivedFrom }: NormalizedValue): string {
  if (derivedFrom !== undefined) return `${derivedFrom} ${String(requested)} became ${key} ${String(applied)}`;
  return `${key} ${String(requested)} became ${String(applied)}`;
}
