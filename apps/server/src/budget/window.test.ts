import fc from "fast-check";
import { expect, it } from "vitest";
import { windowEndMs, windowStartMs } from "./window.js";

// SRV-3
it("begins days at midnight UTC, weeks on Monday and months on the first", () => {
  const sundayMs = Date.UTC(2026, 10, 22, 23, 59);
  expect(windowStartMs("day", sundayMs)).toBe(Date.UTC(2026, 10, 22));
  expect(windowStartMs("week", sundayMs)).toBe(Date.UTC(2026, 10, 16));
  expect(windowStartMs("week", sundayMs + 60_000)).toBe(Date.UTC(2026, 10, 23));
  expect(windowStartMs("month", sundayMs)).toBe(Date.UTC(2026, 10));
  expect(windowEndMs("month", Date.UTC(2026, 11, 31))).toBe(Date.UTC(2027, 0));
  expect(windowEndMs("total", sundayMs)).toBeUndefined();
});

it("holds every moment in exactly one window, and the next begins where it ends", () => {
  const moments = fc.integer({ min: 0, max: Date.UTC(2100, 0) });
  fc.assert(
    fc.property(moments, fc.constantFrom("day", "week", "month"), (nowMs, window) => {
      const startMs = windowStartMs(window, nowMs);
      const endMs = windowEndMs(window, nowMs) ?? 0;
      expect(startMs <= nowMs && nowMs < endMs).toBe(true);
      expect(windowStartMs(window, endMs - 1)).toBe(startMs);
      expect(windowStartMs(window, endMs)).toBe(endMs);
    }),
  );
});
