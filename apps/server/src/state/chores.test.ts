import { expect, it } from "vitest";
import { startChores } from "./chores.js";
import { testClock } from "../store/testing/test-clock.js";

// SRV-9
it("runs each chore at once and again after its time, never twice at once, and tells what failed", async () => {
  const { clock, fake } = testClock();
  const problems: string[] = [];
  let running = 0;
  let runs = 0;
  const slow = async (): Promise<void> => {
    runs++;
    running++;
    expect(running).toBe(1);
    await new Promise<void>((resolve) => void clock.after(250, resolve));
    running--;
  };
  const stop = startChores(
    [
      { name: "slow", everyMs: 100, run: slow },
      { name: "broken", everyMs: 1000, run: () => Promise.reject(new Error("no")) },
    ],
    clock,
    (chore) => problems.push(chore),
  );
  await fake.advance(1000);
  expect(runs).toBe(3);
  expect(problems).toEqual(["broken", "broken"]);
  const stopped = stop();
  await fake.advance(250);
  await stopped;
  expect(fake.pending()).toEqual([]);
});

it("tells those that are running that the end has come, and nobody of what fails for it", async () => {
  const { clock } = testClock();
  const problems: string[] = [];
  const told: string[] = [];
  const long = (signal: AbortSignal): Promise<void> =>
    new Promise((_resolve, reject) => {
      const onEnd = (): void => {
        told.push("long");
        reject(new Error("cut off"));
      };
      signal.addEventListener("abort", onEnd, { once: true });
    });
  const stop = startChores([{ name: "long", everyMs: 100, run: long }], clock, (chore) => problems.push(chore));
  await stop();
  expect([told, problems]).toEqual([["long"], []]);
});
