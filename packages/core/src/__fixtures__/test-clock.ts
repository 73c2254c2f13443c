import { type FakeClock, fakeClock } from "@openclaw/testing";
import type { Clock } from "../http/clock.js";

/** The fake clock of the tests, as what the sources take. */
export function testClock(): { readonly clock: Clock; readonly fake: FakeClock } {
  const fake = fakeClock();
  return {
    fake,
    clock: {
      now: fake.now,
      after(delayMs, callback) {
        const handle = fake.setTimeout(callback, delayMs);
        return () => fake.clearTimeout(handle);
      },
    },
  };
}
