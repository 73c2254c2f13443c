import type { Clock } from "@openclaw/core";
import { fakeClock, type FakeClock } from "@openclaw/testing";

/** A clock that moves only when told, in the form the state takes. */
export function testClock(startMs?: number): { readonly clock: Clock; readonly fake: FakeClock } {
  const fake = fakeClock(startMs);
  const clock: Clock = {
    now: fake.now,
    after(delayMs, callback) {
      const handle = fake.setTimeout(callback, delayMs);
      return () => fake.clearTimeout(handle);
    },
  };
  return { clock, fake };
}
