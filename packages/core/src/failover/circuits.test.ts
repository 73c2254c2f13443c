import { describe, expect, it } from "vitest";
import { testClock } from "../__fixtures__/test-clock.js";
import { type CircuitOptions, createCircuits } from "./circuits.js";

function setUp(options: CircuitOptions = {}) {
  const { clock, fake } = testClock();
  const circuits = createCircuits({ clock, random: () => 0.5, threshold: 3, cooldownMs: 1_000, maxCooldownMs: 8_000, ...options });
  const fail = (times: number, id = "a"): void => {
    for (let count = 0; count < times; count += 1) circuits.failed(id);
  };
  return { circuits, fail, fake };
}

// FAIL-3
describe("a circuit", () => {
  it("stays closed below its threshold, and a success forgets the failures", () => {
    const { circuits, fail } = setUp();
    fail(2);
    expect(circuits.admit("a")).toBe(true);
    circuits.succeeded("a");
    fail(2);
    expect(circuits.state("a")).toBe("closed");
  });

  it("opens at the threshold, for its candidate alone", () => {
    const { circuits, fail } = setUp();
    fail(3);
    expect(circuits.state("a")).toBe("open");
    expect(circuits.admit("a")).toBe(false);
    expect(circuits.openUntilMs("a")).toBe(Date.UTC(2026, 0, 1) + 1_000);
    expect(circuits.admit("b")).toBe(true);
    expect(circuits.openUntilMs("b")).toBeUndefined();
  });

  it("lets one probe through when the rest is over, and only one", async () => {
    const { circuits, fail, fake } = setUp();
    fail(3);
    await fake.advance(999);
    expect(circuits.admit("a")).toBe(false);
    await fake.advance(1);
    expect(circuits.state("a")).toBe("half-open");
    expect([circuits.admit("a"), circuits.admit("a"), circuits.admit("a")]).toEqual([true, false, false]);
  });

  it("closes when the probe succeeds", async () => {
    const { circuits, fail, fake } = setUp();
    fail(3);
    await fake.advance(1_000);
    circuits.admit("a");
    circuits.succeeded("a");
    expect(circuits.state("a")).toBe("closed");
    expect([circuits.admit("a"), circuits.admit("a")]).toEqual([true, true]);
  });

  it("rests twice as long for each probe that fails, up to its longest rest", async () => {
    const { circuits, fail, fake } = setUp();
    fail(3);
    for (const restMs of [1_000, 2_000, 4_000, 8_000, 8_000]) {
      await fake.advance(restMs - 1);
      expect(circuits.state("a")).toBe("open");
      await fake.advance(1);
      expect(circuits.admit("a")).toBe(true);
      circuits.failed("a");
    }
  });

  it("gives the probe's place to the next when the probe ended without a verdict", async () => {
    const { circuits, fail, fake } = setUp();
    fail(3);
    await fake.advance(1_000);
    circuits.admit("a");
    circuits.released("a");
    expect(circuits.admit("a")).toBe(true);
  });

  it("is not shut for ever by a probe that never comes back", async () => {
    const { circuits, fail, fake } = setUp();
    fail(3);
    await fake.advance(1_000);
    expect(circuits.admit("a")).toBe(true);
    await fake.advance(7_999);
    expect(circuits.admit("a")).toBe(false);
    await fake.advance(1);
    expect(circuits.admit("a")).toBe(true);
  });

  it("takes the failures of requests that were on their way as one outage", async () => {
    const { circuits, fail, fake } = setUp();
    fail(20);
    await fake.advance(1_000);
    expect(circuits.state("a")).toBe("half-open");
  });

  it("rests as long as the provider asks, when that is longer", async () => {
    const { circuits, fail, fake } = setUp();
    fail(2);
    circuits.failed("a", 60_000);
    await fake.advance(59_999);
    expect(circuits.state("a")).toBe("open");
    circuits.failed("a", 10_000);
    await fake.advance(9_999);
    expect(circuits.state("a")).toBe("open");
    await fake.advance(1);
    expect(circuits.state("a")).toBe("half-open");
  });

  it.each([
    [0, 800],
    [0.999_999, 1_199],
  ])("rests with jitter: a random %d rests about %i ms", async (random, restMs) => {
    const { circuits, fail, fake } = setUp({ random: () => random });
    fail(3);
    await fake.advance(restMs - 1);
    expect(circuits.state("a")).toBe("open");
    await fake.advance(2);
    expect(circuits.state("a")).toBe("half-open");
  });

  it("remembers a bounded number of candidates and forgets the longest unused", () => {
    const { circuits, fail } = setUp({ maxEntries: 2 });
    fail(3, "a");
    fail(3, "b");
    fail(1, "a");
    fail(3, "c");
    expect([circuits.state("a"), circuits.state("b"), circuits.state("c")]).toEqual(["open", "closed", "open"]);
  });

  it("ignores a release of what it does not know", () => {
    const { circuits } = setUp();
    circuits.released("a");
    expect(circuits.state("a")).toBe("closed");
  });
});
