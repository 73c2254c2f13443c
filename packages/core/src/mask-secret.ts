import type { Secret } from "./secret.js";

/** First two and last two characters, for telling keys apart on screen: `sk…9f`. Shorter values show nothing. */
export function maskSecret(secret: Secret): string {
  const value = secret.reveal();
  return value.length < 12 ? "…" : `${value.slice(0, 2)}…${value.slice(-2)}`;
}
