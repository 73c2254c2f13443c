import fc from "fast-check";
import { expect, it } from "vitest";
import { formatNanoUsd, toNanoUsd, toUsd } from "./nano-usd.js";

// SRV-4, SRV-5
it.each([
  [0, 0n],
  [0.1, 100_000_000n],
  [0.000_000_001, 1n],
  [1.4e-10, 0n],
  [6e-10, 1n],
  [1.000_000_000_4, 1_000_000_000n],
  [123_456.789, 123_456_789_000_000n],
  [1e21, 10n ** 30n],
])("reads %d dollars as %d billionths", (usd, nano) => {
  expect(toNanoUsd(usd)).toBe(nano);
});

it("rounds what is held up, and only that", () => {
  expect(toNanoUsd(1e-12, "up")).toBe(1n);
  expect(toNanoUsd(1e-12)).toBe(0n);
  expect(toNanoUsd(0.3, "up")).toBe(300_000_000n);
});

it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])("refuses %d as an amount", (usd) => {
  expect(() => toNanoUsd(usd)).toThrow(RangeError);
});

it("adds ten dimes to a dollar, and comes back unchanged from any amount", () => {
  expect(Array.from({ length: 10 }, () => toNanoUsd(0.1)).reduce((sum, dime) => sum + dime, 0n)).toBe(toNanoUsd(1));
  fc.assert(
    fc.property(fc.bigInt(0n, 10n ** 15n), (nano) => {
      expect(toNanoUsd(toUsd(nano))).toBe(nano);
      expect(toNanoUsd(Number(formatNanoUsd(nano)), "up")).toBe(nano);
    }),
  );
  expect(formatNanoUsd(-1_500_000_000n)).toBe("-1.5");
});

it("reads any number by its own decimal digits", () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1e9, noNaN: true }), fc.constantFrom("nearest", "up"), (usd, rounding) => {
      const [whole = "0", fraction = ""] = plainDigits(usd).split(".");
      const rest = fraction.slice(9);
      const roundsUp = rounding === "up" ? /[1-9]/.test(rest) : rest !== "" && Number(rest[0]) >= 5;
      expect(toNanoUsd(usd, rounding)).toBe(BigInt(whole + fraction.slice(0, 9).padEnd(9, "0")) + (roundsUp ? 1n : 0n));
    }),
    { numRuns: 2_000 },
  );
});

/** The digits that JavaScript prints, without an exponent. */
function plainDigits(value: number): string {
  const [digits = "", exponent = "0"] = value.toExponential().split("e");
  const all = digits.replace(".", "");
  const point = Number(exponent) + 1;
  if (point <= 0) return `0.${"0".repeat(-point)}${all}`;
  return all.length <= point ? all.padEnd(point, "0") : `${all.slice(0, point)}.${all.slice(point)}`;
}
