// Amounts as people read them; each form stands here once, so that every command writes them alike.

/** `$0.0012`, `$1.25`, `free`. */
export function shownUsd(usd: number): string {
  if (usd === 0) return "$0";
  const size = Math.abs(usd);
  if (size >= 1) return `$${usd.toFixed(2)}`;
  if (size >= 0.01) return `$${usd.toFixed(3)}`;
  return size < 0.000001 ? "<$0.000001" : `$${usd.toFixed(6).replace(/0+$/, "")}`;
}

/** What something will cost: `$0.400`, `$0.400, at most $0.480`, `at most $2.40`. */
export function shownPrice({ likelyUsd, mostUsd }: { readonly likelyUsd?: number; readonly mostUsd: number }): string {
  if (likelyUsd === mostUsd) return shownUsd(mostUsd);
  const most = `at most ${shownUsd(mostUsd)}`;
  return likelyUsd === undefined ? most : `${shownUsd(likelyUsd)}, ${most}`;
}

/** A price per token as it is compared: per million. */
export function shownPerMillion(usdPerToken: number | undefined): string {
  if (usdPerToken === undefined) return "-";
  const price = usdPerToken * 1_000_000;
  if (price === 0) return "free";
  return price >= 100 ? price.toFixed(0) : price >= 0.1 ? price.toFixed(2) : price.toFixed(3);
}

/** `1.2 s`, `340 ms`, `2 min 05 s`. */
export function shownMs(durationMs: number): string {
  if (durationMs < 1000) return `${Math.round(durationMs)} ms`;
  if (durationMs < 60_000) return `${(durationMs / 1000).toFixed(1)} s`;
  const seconds = Math.round(durationMs / 1000);
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")} s`;
}

/** `512 B`, `48 KB`, `1.4 MB`. */
export function shownBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`;
  return `${(bytes / (1024 * 1024)).toFixed(1)} MB`;
}

/** A context window, as its maker writes it: `200k`, `1M`. */
export function shownTokens(tokens: number | undefined): string {
  if (tokens === undefined) return "-";
  if (tokens < 1000) return String(tokens);
  return tokens < 1_000_000 ? `${Math.floor(tokens / 1000)}k` : `${Number((tokens / 1_000_000).toFixed(1))}M`;
}
