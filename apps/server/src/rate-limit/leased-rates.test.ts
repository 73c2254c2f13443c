import { expect, it } from "vitest";
import { testClock } from "../store/testing/test-clock.js";
import type { Rates } from "./rate-types.js";
import { costMs, MINUTE_MS, retryAfterMs } from "./gcra.js";
import { createLeasedRates } from "./leased-rates.js";

/** The limits themselves, in memory, and how often they were asked. */
function counted(now: () => number) {
  const at = new Map<string, { requests: number; tokens: number }>();
  const asked = { takes: 0, adjusts: 0 };
  const rates: Rates = {
    async take({ id, rpm, tpm, tokens, requests = 1 }) {
      asked.takes++;
      const known = at.get(id) ?? { requests: 0, tokens: 0 };
      const [requestsMs, tokensMs] = [costMs(requests, rpm), costMs(tokens, tpm)];
      const next = { requests: Math.max(now(), known.requests) + requestsMs, tokens: Math.max(now(), known.tokens) + tokensMs };
      if (next.requests > now() + MINUTE_MS || next.tokens > now() + MINUTE_MS)
        return { ok: false, limit: "rpm", retryAfterMs: retryAfterMs(Math.max(now(), known.requests), requestsMs, now()) };
      at.set(id, next);
      return { ok: true };
    },
    async adjust({ id, tpm, tokens }) {
      asked.adjusts++;
      const known = at.get(id);
      if (known !== undefined) known.tokens += (tokens / tpm) * MINUTE_MS;
    },
  };
  return { rates, asked };
}

const start = () => {
  const { clock, fake } = testClock();
  const { rates, asked } = counted(clock.now);
  return { rates: createLeasedRates(rates, clock), asked, fake };
};

// SRV-3
it("lets exactly a minute's worth of a large limit through, and asks once for many", async () => {
  const { rates, asked } = start();
  let passed = 0;
  for (let count = 0; count < 7_000; count++) if ((await rates.take({ id: "k", rpm: 6_000, tpm: 60_000_000, tokens: 500 })).ok) passed++;
  expect(passed).toBe(6_000);
  expect(asked.takes).toBeLessThan(6_000 / 10 + 2 * 1_000 + 20);
});

it("asks for every request of a small limit, and refuses the same ones", async () => {
  const { rates, asked } = start();
  const answers: boolean[] = [];
  for (let count = 0; count < 70; count++) answers.push((await rates.take({ id: "k", rpm: 60, tokens: 1 })).ok);
  expect(answers.filter(Boolean)).toHaveLength(60);
  expect(asked.takes).toBe(70);
});

it("never lets more tokens through than the limit, whatever is given back in between", async () => {
  const { rates } = start();
  let used = 0;
  for (let count = 0; count < 2_000; count++) {
    if (!(await rates.take({ id: "k", tpm: 600_000, tokens: 900 })).ok) continue;
    used += 600;
    await rates.adjust({ id: "k", tpm: 600_000, tokens: -300 });
  }
  expect(used).toBeLessThanOrEqual(600_000);
  expect(used).toBeGreaterThan(590_000);
});

it("forgets what was taken in advance after a second", async () => {
  const { rates, asked, fake } = start();
  await rates.take({ id: "k", rpm: 6_000, tokens: 0 });
  await rates.take({ id: "k", rpm: 6_000, tokens: 0 });
  expect(asked.takes).toBe(1);
  await fake.advance(1_001);
  await rates.take({ id: "k", rpm: 6_000, tokens: 0 });
  expect(asked.takes).toBe(2);
});

it("gives back at the next request what short answers left of the tokens, second after second", async () => {
  const { rates, fake } = start();
  let used = 0;
  // Each request might take 900 tokens and takes 90; all of a second's are on their way together.
  for (let second = 0; second < 60; second++) {
    let passed = 0;
    for (let count = 0; count < 100; count++) if ((await rates.take({ id: "k", tpm: 600_000, tokens: 900 })).ok) passed++;
    for (let count = 0; count < passed; count++) await rates.adjust({ id: "k", tpm: 600_000, tokens: -810 });
    used += passed * 90;
    await fake.advance(1_001);
  }
  expect(used).toBe(60 * 100 * 90);
});
