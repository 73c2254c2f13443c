import { signal } from "@preact/signals";

export interface TimeRange {
  readonly fromMs: number;
  readonly toMs: number;
  /** How wide a bar of time is. */
  readonly bucket: "hour" | "day";
}

export const SPANS = [
  { name: "24 h", hours: 24 },
  { name: "7 days", hours: 7 * 24 },
  { name: "30 days", hours: 30 * 24 },
  { name: "90 days", hours: 90 * 24 },
] as const;
export type SpanName = (typeof SPANS)[number]["name"];

export const span = signal<SpanName>("24 h");

const HOUR_MS = 3_600_000;

/** The span that ends now, from a whole hour or day on: hours up to a week, then days. */
export function rangeOf(name: SpanName, nowMs: number): TimeRange {
  const hours = SPANS.find((one) => one.name === name)?.hours ?? 24;
  const bucket = hours <= 48 ? "hour" : "day";
  const stepMs = bucket === "hour" ? HOUR_MS : 24 * HOUR_MS;
  const lastBucketMs = Math.floor(nowMs / stepMs) * stepMs;
  return { fromMs: lastBucketMs - hours * HOUR_MS + stepMs, toMs: nowMs + 60_000, bucket };
}

/** Every bar of a range, in Unix seconds, those without a request too. */
export function timesOf({ fromMs, toMs, bucket }: TimeRange): readonly number[] {
  const stepMs = bucket === "hour" ? HOUR_MS : 24 * HOUR_MS;
  const times: number[] = [];
  for (let atMs = fromMs; atMs < toMs; atMs += stepMs) times.push(atMs / 1000);
  return times;
}

/** The server's name of a bar (`2026-11-22T22:00Z`, `2026-11-22`) as Unix seconds. */
export function bucketTime(name: string): number {
  return Date.parse(name) / 1000;
}
