import type { Timeouts } from "./target.js";

/**
 * Defaults that a reasoning model can live with: it may think for minutes before its first visible token, but its stream is never
 * silent for that long once it speaks.
 */
export const DEFAULT_TIMEOUTS: Timeouts = {
  connectMs: 10_000,
  responseMs: 120_000,
  firstTokenMs: 180_000,
  stallMs: 90_000,
  totalMs: 1_800_000,
};
