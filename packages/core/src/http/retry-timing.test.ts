import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { backoffMs, readRetryAfterMs } from "./retry-timing.js";

const nowMs = Date.UTC(2026, 0, 1, 12, 0, 0);
const wait = (headers: Record<string, string>): number | undefined => readRetryAfterMs(new Headers(headers), nowMs);

// NET-3
describe("Retry-After", () => {
  it.each([
    ["0", 0],
    ["7", 7_000],
    [" 7 ", 7_000],
    ["1.5", 1_500],
    ["Thu, 01 Jan 2026 12:00:30 GMT", 30_000],
    ["Thursday, 01-Jan-26 12:00:30 GMT", 30_000],
    ["Thu, 01 Jan 2026 11:00:00 GMT", 0],
    ["Thu, 01 Jan 2099 00:00:00 GMT", 86_400_000],
    ["99999999999999999999", 86_400_000],
  ])("%j waits %i ms", (value, ms) => {
    expect(wait({ "retry-after": value })).toBe(ms);
  });

  it.each(["", "-5", "soon", "2 apples", "NaN", "1e9", "Infinity", "Thu, 99 Foo 2026"])("%j says nothing", (value) => {
    expect(wait({ "retry-after": value })).toBeUndefined();
  });

  it.each(["America/New_York", "Asia/Tokyo", "UTC"])("a date without a zone means GMT, also in %s", (zone) => {
    vi.stubEnv("TZ", zone);
    try {
      expect(wait({ "retry-after": "Thu Jan  1 12:00:30 2026" })).toBe(30_000);
    } finally {
      vi.unstubAllEnvs();
    }
  });

  it("says nothing when it is absent", () => {
    expect(wait({})).toBeUndefined();
  });

  it("gives way to the exact retry-after-ms, unless that is garbage", () => {
    expect(wait({ "retry-after": "7", "retry-after-ms": "250" })).toBe(250);
    expect(wait({ "retry-after": "7", "retry-after-ms": "-1" })).toBe(7_000);
    expect(wait({ "retry-after-ms": "x" })).toBeUndefined();
  });

  it("never gives anything but a wait between nothing and a day", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[ -~]{0,30}$/), (value) => {
        const ms = wait({ "retry-after": value }) ?? 0;
        expect(ms).toBeGreaterThanOrEqual(0);
        expect(ms).toBeLessThanOrEqual(86_400_000);
      }),
    );
  });
});

// NET-3: full jitter
describe("backoff", () => {
  it("lies between a quarter of the ceiling and the ceiling, which doubles up to its cap", () => {
    fc.assert(
      fc.property(
        fc.nat(2_000),
        fc.integer({ min: 1, max: 5_000 }),
        fc.integer({ min: 5_000, max: 100_000 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (attempt, baseMs, capMs, random) => {
          const ceiling = Math.min(capMs, baseMs * 2 ** attempt);
          const ms = backoffMs(attempt, { baseMs, capMs, random: () => random });
          expect(ms).toBeGreaterThanOrEqual(Math.floor(ceiling / 4));
          expect(ms).toBeLessThanOrEqual(ceiling);
        },
      ),
    );
  });

  it("spreads over the whole range", () => {
    expect([0, 0.5, 0.999_999].map((random) => backoffMs(0, { random: () => random }))).toEqual([125, 313, 500]);
    expect([0, 1, 2, 3].map((attempt) => backoffMs(attempt, { random: () => 0.999_999 }))).toEqual([500, 1_000, 2_000, 4_000]);
  });
});
