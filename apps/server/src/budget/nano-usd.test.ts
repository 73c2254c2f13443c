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
