import { describe, expect, it, vi } from "vitest";
import { testClock } from "../__fixtures__/test-clock.js";
import { abortReason, systemClock } from "./clock.js";
import { delay } from "./delay.js";

describe("a delay", () => {
  it("lasts as long as it says", async () => {
    const { clock, fake } = testClock();
    let over = false;
    const waiting = delay(100, { clock }).then(() => (over = true));
    await fake.advance(99);
    expect(over).toBe(false);
    await fake.advance(1);
    await waiting;
    expect(over).toBe(true);
  });

  it("ends at once when it is aborted, with the caller's reason, and leaves no timer behind", async () => {
    const { clock, fake } = testClock();
    const abort = new AbortController();
    const waiting = delay(100, { clock, signal: abort.signal });
    const reason = new Error("enough");
    abort.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    expect(fake.pending()).toEqual([]);
  });

  it("does not begin under a signal that has fired", async () => {
    const { clock, fake } = testClock();
    await expect(delay(100, { clock, signal: AbortSignal.abort() })).rejects.toMatchObject({ name: "AbortError" });
    expect(fake.pending()).toEqual([]);
  });

  it("listens to a long-lived signal no longer than it lasts", async () => {
    const { clock, fake } = testClock();
    const { signal } = new AbortController();
    let listeners = 0;
    signal.addEventListener = () => void (listeners += 1);
    signal.removeEventListener = () => void (listeners -= 1);
    const waiting = delay(5, { clock, signal });
    expect(listeners).toBe(1);
    await fake.advance(5);
    await waiting;
    expect(listeners).toBe(0);
  });
});

it("a reason that is no error becomes an AbortError", () => {
  expect(abortReason(AbortSignal.abort("because"))).toMatchObject({ name: "AbortError" });
  expect(abortReason(undefined)).toMatchObject({ name: "AbortError" });
});

it("the system's clock calls back, and not when it is told not to", async () => {
  const called = await new Promise<string>((resolve) => {
    systemClock.after(0, () => resolve("first"))();
    systemClock.after(1, () => resolve("second"));
  });
  expect(called).toBe("second");
  expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(1_000);
});

// NET-3
it.each([Number.POSITIVE_INFINITY, 2 ** 31, 1e15])("the system's clock does not take a wait of %d ms for none", (waitMs) => {
  const timers = vi.spyOn(globalThis, "setTimeout");
  try {
    systemClock.after(waitMs, () => undefined)();
    // More is an overflow, after which every runtime calls back at once.
    expect(timers.mock.calls[0]?.[1]).toBe(2_147_483_647);
  } finally {
    timers.mockRestore();
  }
});
