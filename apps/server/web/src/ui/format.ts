/** Figures for people: short, and never a false zero. */

const DOLLARS = [
  { least: 100, digits: 0 },
  { least: 1, digits: 2 },
  { least: 0.01, digits: 3 },
];

/** `$12.34`, `$0.0042`; what is not known is a dash. */
export function usd(value: number | undefined): string {
  if (value === undefined) return "–";
  if (value === 0) return "$0";
  const size = Math.abs(value);
  if (size < 0.000001) return "<$0.000001";
  const digits = DOLLARS.find(({ least }) => size >= least)?.digits ?? Math.min(6, 1 - Math.floor(Math.log10(size)));
  return `$${value.toLocaleString("en", { minimumFractionDigits: Math.min(digits, 2), maximumFractionDigits: digits })}`;
}

/** `950`, `12.3k`, `4.1M`. */
export function count(value: number | undefined): string {
  if (value === undefined) return "–";
  if (value < 1_000) return String(Math.round(value));
  if (value < 999_500) return `${trimmed(value / 1_000)}k`;
  return value < 999_500_000 ? `${trimmed(value / 1_000_000)}M` : `${trimmed(value / 1_000_000_000)}B`;
}

function trimmed(value: number): string {
  return value.toFixed(value < 10 ? 1 : 0).replace(/\.0$/, "");
}

export function percent(part: number, whole: number): string {
  return whole === 0 ? "–" : `${((part / whole) * 100).toFixed(part / whole < 0.1 && part > 0 ? 1 : 0)} %`;
}

export function duration(valueMs: number | undefined): string {
  if (valueMs === undefined) return "–";
  if (valueMs < 1_000) return `${Math.round(valueMs)} ms`;
  if (valueMs < 60_000) return `${(valueMs / 1_000).toFixed(valueMs < 10_000 ? 1 : 0)} s`;
  if (valueMs < 3_600_000) return `${Math.floor(valueMs / 60_000)} min ${Math.round((valueMs % 60_000) / 1_000)} s`;
  return `${Math.floor(valueMs / 3_600_000)} h ${Math.round((valueMs % 3_600_000) / 60_000)} min`;
}

export function bytes(value: number): string {
  if (value < 1_000) return `${value} B`;
  return value < 1_000_000 ? `${trimmed(value / 1_000)} KB` : `${trimmed(value / 1_000_000)} MB`;
}

/** A dollar price of one token as dollars per million. */
export function perMillion(perToken: number | undefined): string {
  if (perToken === undefined || perToken < 0) return "–";
  return perToken === 0 ? "free" : `$${(perToken * 1_000_000).toLocaleString("en", { maximumFractionDigits: 3 })}`;
}

/** `14:05` today, `Tue 14:05` within six days, else the date; past or to come. */
export function moment(atMs: number | undefined, nowMs = Date.now()): string {
  if (atMs === undefined) return "–";
  const date = new Date(atMs);
  const time = date.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  if (date.toDateString() === new Date(nowMs).toDateString()) return time;
  if (Math.abs(nowMs - atMs) < 6 * 86_400_000) return `${date.toLocaleDateString([], { weekday: "short" })} ${time}`;
  return date.toLocaleDateString([], {
    day: "numeric",
    month: "short",
    year: date.getFullYear() === new Date(nowMs).getFullYear() ? undefined : "numeric",
  });
}
