/** Integer billionths of a US dollar: the only form in which money is added up. */
export type NanoUsd = bigint;

const NANO = 1_000_000_000n;
// Below it, a number holds every digit of a whole number and of its billionth.
const EXACT = 1e15;

/**
 * Dollars to billionths. The number's own decimal digits count (`0.1` is 100 000 000 exactly); what lies below a billionth is rounded to the
 * nearest, or `up` for what is held.
 *
 * @throws RangeError for what is no amount: negative, infinite, NaN
 */
export function toNanoUsd(usd: number, rounding: "nearest" | "up" = "nearest"): NanoUsd {
  if (!Number.isFinite(usd) || usd < 0) throw new RangeError(`${usd} is no amount of money.`);
  // Nearly every amount: the number that a whole count of billionths is written as has no other digits than those.
  const scaled = Math.round(usd * 1e9);
  if (scaled < EXACT && scaled / 1e9 === usd) return BigInt(scaled);
  const [digits = "0", exponent = "0"] = usd.toExponential().split("e");
  const [whole = "0", fraction = ""] = digits.split(".");
  const mantissa = BigInt(whole + fraction);
  const shift = Number(exponent) - fraction.length + 9;
  if (shift >= 0) return mantissa * 10n ** BigInt(shift);
  const divisor = 10n ** BigInt(-shift);
  const floor = mantissa / divisor;
  const rest = mantissa % divisor;
  const roundsUp = rounding === "up" ? rest > 0n : rest * 2n >= divisor;
  return roundsUp ? floor + 1n : floor;
}

/** The nearest number, for showing. Never add these up. */
export function toUsd(nano: NanoUsd): number {
  const number = Number(nano);
  // One division of two exact numbers is rounded as their digits would be.
  return Math.abs(number) < EXACT ? number / 1e9 : Number(formatNanoUsd(nano));
}

/** Every digit, without exponent: `0.000000123`, `-1.5`. */
export function formatNanoUsd(nano: NanoUsd): string {
  const size = nano < 0n ? -nano : nano;
  const fraction = String(size % NANO)
    .padStart(9, "0")
    .replace(/0+$/, "");
  return `${nano < 0n ? "-" : ""}${size / NANO}${fraction === "" ? "" : `.${fraction}`}`;
}
