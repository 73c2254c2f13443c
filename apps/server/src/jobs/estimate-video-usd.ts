import { readNumber, readString } from "@openclaw/core/internal";
import type { VideoModelRow, VideoPlan } from "@openclaw/media";

// What a long clip of a dear model costs: held where no price is known.
const UNKNOWN_USD = 10;
const UNKNOWN_SECONDS = 12;
const FRAMES_PER_SECOND = 24;
const LARGEST_PIXELS = 3840 * 2160;

/**
 * The most a video can cost (SRV-4): the dearest of the model's prices for its length, as the names of its price units are free-form and which one
 * will be billed is the provider's to say.
 */
export function estimateVideoUsd({ plan }: Pick<VideoPlan, "plan">, row: VideoModelRow | undefined): number {
  const body = plan.body ?? {};
  const seconds = readNumber(body["duration"]) ?? longest(row?.durations);
  const sound = body["generate_audio"] !== false;
  const prices = Object.entries(row?.pricing ?? {}).flatMap(([unit, text]) => {
    const price = Number(text);
    if (!Number.isFinite(price) || price < 0) return [];
    // What cannot be billed for this clip does not count.
    if ((sound && unit.includes("without_audio")) || (!sound && unit.includes("with_audio"))) return [];
    return [priceOf(unit, price, { seconds, pixels: pixelsOf(readString(body["size"])) })];
  });
  // Up to a micro-dollar, so that it can be read.
  return prices.length === 0 ? UNKNOWN_USD : Math.ceil(Math.max(...prices) * 1e6 - 1e-6) / 1e6;
}

function longest(durations: readonly number[] | undefined): number {
  return durations === undefined || durations.length === 0 ? UNKNOWN_SECONDS : Math.max(...durations);
}

function priceOf(unit: string, price: number, { seconds, pixels }: { readonly seconds: number; readonly pixels: number }): number {
  const usd = unit.includes("cents") ? price / 100 : price;
  if (unit.includes("token")) return (usd * seconds * FRAMES_PER_SECOND * pixels) / 1024;
  return unit.includes("second") ? usd * seconds : usd;
}

function pixelsOf(size: string | undefined): number {
  const [, width, height] = /^(\d{1,5})x(\d{1,5})$/.exec(size ?? "") ?? [];
  return width === undefined || height === undefined ? LARGEST_PIXELS : Number(width) * Number(height);
}
