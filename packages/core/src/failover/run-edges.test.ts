import { describe, expect, it } from "vitest";
import { testClock } from "../__fixtures__/test-clock.js";
import { testTarget } from "../__fixtures__/test-target.js";
import { ApiError } from "../errors/api-error.js";
import { candidateId } from "./attempt.js";
import { createCircuits } from "./circuits.js";
import { attemptsOf, runWithFailover } from "./run.js";

const A = testTarget("a/a");
const B = testTarget("b/b");
const overloaded = new ApiError("busy", { code: "provider_overloaded", status: 503, retryable: true });
const gone = new ApiError("gone", { code: "not_found", status: 404 });

// FAIL-6
it("records how long each try took, without the waits between them", async () => {
  const { clock, fake } = testClock();
  let tries = 0;
  const running = runWithFailover({ targets: [A, B], clock, random: () => 0 }, async () => {
    tries += 1;
    await fake.advance(tries * 10);
    if (tries < 3) throw tries === 1 ? overloaded : gone;
    return "answer";
  });
  await fake.runAll();
  const { attempts } = await running;
  expect(attempts.map(({ outcome, durationMs }) => [outcome, durationMs])).toEqual([
    ["failed", 10],
    ["failed", 20],
    ["succeeded", 30],
  ]);
});

// FAIL-4
it.each([
  ["a wait that would reach the end of the call's time", 9_000, 1],
  ["one that leaves time for another try", 11_000, 2],
])("ends instead of %s", async (_what, limitMs, tries) => {
  const { clock, fake } = testClock();
  const startedAtMs = clock.now();
  const limited = new ApiError("slow down", { code: "rate_limit_exceeded", status: 429, retryable: true, retryAfterMs: 10_000 });
  const asked: number[] = [];
  const running = runWithFailover({ targets: [A], clock, random: () => 0, deadlineMs: startedAtMs + limitMs }, () => {
    asked.push(clock.now() - startedAtMs);
    return Promise.reject(limited);
  });
  const failure = running.catch((error: unknown) => error);
  await fake.runAll();
  expect(await failure).toBe(limited);
  expect(asked).toEqual([0, 10_000].slice(0, tries));
});

// FAIL-1
it("asks no other candidate once the call's time is up", async () => {
  const { clock, fake } = testClock();
  const asked: string[] = [];
  const running = runWithFailover({ targets: [A, B], clock, deadlineMs: clock.now() + 10 }, async ({ model }) => {
    asked.push(model.wireId);
    await fake.advance(10);
    throw gone;
  });
  await expect(running).rejects.toBe(gone);
  expect(asked).toEqual(["a/a"]);
});

// NET-4
describe("an abort", () => {
  it("before the call gives the probe's place back too", async () => {
    const { clock, fake } = testClock();
    const circuits = createCircuits({ clock, threshold: 1, cooldownMs: 1_000 });
    circuits.failed(candidateId(A));
    await fake.advance(1_200);
    await expect(runWithFailover({ targets: [A], clock, circuits, signal: AbortSignal.abort() }, async () => 1)).rejects.toMatchObject({
      name: "AbortError",
    });
    expect(circuits.admit(candidateId(A))).toBe(true);
  });

  it.each(["enough", null, 7])("for the reason %j is that reason", async (reason) => {
    const running = runWithFailover({ targets: [A], signal: AbortSignal.abort(reason) }, async () => 1);
    expect(await running.catch((error: unknown) => ({ error }))).toEqual({ error: reason });
    expect(attemptsOf(reason)).toEqual([]);
  });
});
