import { expect, it } from "vitest";
import { fakeClock } from "./fake-clock.js";

it("runs timers in order of their time, then of their start", async () => {
  const clock = fakeClock(0);
  const seen: string[] = [];
  clock.setTimeout(() => seen.push(`c@${clock.now()}`), 30);
  clock.setTimeout(() => seen.push(`a@${clock.now()}`), 10);
  clock.setTimeout(() => seen.push(`b@${clock.now()}`), 10);
  await clock.advance(29);
  expect(seen).toEqual(["a@10", "b@10"]);
  expect(clock.now()).toBe(29);
  expect(clock.pending()).toEqual([1]);
  await clock.advance(1);
  expect(seen).toEqual(["a@10", "b@10", "c@30"]);
});

it("never runs a cleared timer", async () => {
  const clock = fakeClock();
  let ran = false;
  const handle = clock.setTimeout(() => (ran = true), 5);
  clock.clearTimeout(handle);
  await clock.advance(100);
  expect(ran).toBe(false);
  expect(clock.pending()).toEqual([]);
});

it("lets code that awaits between timers start its next timer in time", async () => {
  const clock = fakeClock(0);
  const wakes: number[] = [];
  const sleep = (ms: number) => new Promise<void>((resolve) => clock.setTimeout(resolve, ms));
  const loop = (async () => {
    for (let turn = 0; turn < 3; turn += 1) {
      await sleep(10);
      wakes.push(clock.now());
    }
  })();
  await clock.advance(30);
  await loop;
  expect(wakes).toEqual([10, 20, 30]);
});

it("stops a timer that starts itself for ever", async () => {
  const clock = fakeClock();
  const again = () => void clock.setTimeout(again, 0);
  again();
  await expect(clock.advance(1)).rejects.toThrow("a timer starts itself again");
});
