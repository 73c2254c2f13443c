import { describe, expect, it } from "vitest";
import { testClock } from "../__fixtures__/test-clock.js";
import { TimeoutError, type TimeoutPhase } from "../errors/timeout-error.js";
import { PhaseTimer } from "./phase-timer.js";

// NET-3
describe("the clocks of one request", () => {
  it.each<TimeoutPhase>(["connect", "response", "first_token", "stall", "total"])("%s runs out with its own error", async (phase) => {
    const { clock, fake } = testClock();
    const timer = new PhaseTimer({ clock, what: "x/y at openrouter.ai" });
    timer.start(phase, 100);
    await fake.advance(99);
    expect(timer.signal.aborted).toBe(false);
    await fake.advance(1);
    expect(timer.signal.reason).toBeInstanceOf(TimeoutError);
    expect(timer.signal.reason).toMatchObject({
      code: `timeout_${phase}`,
      limitMs: 100,
      message: expect.stringContaining("x/y at openrouter.ai"),
    });
    expect(fake.pending()).toEqual([]);
  });

  it("starting a phase ends the one before it", async () => {
    const { clock, fake } = testClock();
    const timer = new PhaseTimer({ clock });
    timer.start("response", 100);
    await fake.advance(90);
    timer.start("stall", 100);
    await fake.advance(90);
    expect(timer.signal.aborted).toBe(false);
    await fake.advance(10);
    expect(timer.signal.reason).toMatchObject({ phase: "stall" });
  });

  it("progress starts the phase over, however often it comes", async () => {
    const { clock, fake } = testClock();
    const timer = new PhaseTimer({ clock });
    timer.start("stall", 100);
    for (let count = 0; count < 50; count += 1) {
      await fake.advance(60);
      timer.progress();
    }
    expect(timer.signal.aborted).toBe(false);
    await fake.advance(99);
    expect(timer.signal.aborted).toBe(false);
    await fake.advance(1);
    expect(timer.signal.reason).toMatchObject({ phase: "stall", limitMs: 100 });
  });

  it("sets no timer anew for a token", async () => {
    const { clock, fake } = testClock();
    let armed = 0;
    const timer = new PhaseTimer({ clock: { ...clock, after: (ms, callback) => ((armed += 1), clock.after(ms, callback)) } });
    timer.start("stall", 100);
    for (let count = 0; count < 1_000; count += 1) timer.progress();
    expect(armed).toBe(1);
    timer.stop();
    expect(fake.pending()).toEqual([]);
  });

  it("needs one timer for phases that each end later than the one before", async () => {
    const { clock, fake } = testClock();
    let armed = 0;
    const timer = new PhaseTimer({ clock: { ...clock, after: (ms, callback) => ((armed += 1), clock.after(ms, callback)) } });
    timer.start("response", 100);
    timer.start("first_token", 200);
    await fake.advance(10);
    timer.start("stall", 300);
    expect(armed).toBe(1);
    await fake.advance(299);
    expect(timer.signal.aborted).toBe(false);
    await fake.advance(1);
    expect(timer.signal.reason).toMatchObject({ phase: "stall", limitMs: 300 });
    expect(fake.pending()).toEqual([]);
  });

  it("ends a phase at its own limit when the one before had a longer one", async () => {
    const { clock, fake } = testClock();
    const timer = new PhaseTimer({ clock });
    timer.start("response", 1_000);
    timer.start("stall", 50);
    await fake.advance(50);
    expect(timer.signal.reason).toMatchObject({ phase: "stall", limitMs: 50 });
    expect(fake.pending()).toEqual([]);
  });

  it("forgets the timer of a phase when the next one has no limit", async () => {
    const { clock, fake } = testClock();
    const timer = new PhaseTimer({ clock });
    timer.start("response", 100);
    timer.start("stall", 0);
    expect(fake.pending()).toEqual([]);
    await fake.advance(1_000);
    expect(timer.signal.aborted).toBe(false);
  });

  it("a limit of 0 never runs out", async () => {
    const { clock, fake } = testClock();
    const timer = new PhaseTimer({ clock });
    timer.start("total", 0);
    await fake.advance(10_000_000);
    expect(timer.signal.aborted).toBe(false);
    expect(fake.pending()).toEqual([]);
  });

  it("a stopped timer never runs out", async () => {
    const { clock, fake } = testClock();
    const timer = new PhaseTimer({ clock });
    timer.start("total", 100);
    timer.stop();
    await fake.advance(1_000);
    expect(timer.signal.aborted).toBe(false);
  });
});

// NET-4
describe("the caller's abort", () => {
  it("passes on at once with its own reason and stops the clock", () => {
    const { clock, fake } = testClock();
    const abort = new AbortController();
    const timer = new PhaseTimer({ clock, signal: abort.signal });
    timer.start("total", 100);
    const reason = new Error("enough");
    abort.abort(reason);
    expect(timer.signal.reason).toBe(reason);
    expect(fake.pending()).toEqual([]);
  });

  it("counts when it came before the request", () => {
    expect(new PhaseTimer({ signal: AbortSignal.abort() }).signal.reason).toMatchObject({ name: "AbortError" });
  });

  it("is no longer listened for after the request", () => {
    const abort = new AbortController();
    const timer = new PhaseTimer({ signal: abort.signal });
    timer.stop();
    abort.abort();
    expect(timer.signal.aborted).toBe(false);
  });
});
