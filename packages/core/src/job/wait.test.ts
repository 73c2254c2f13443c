import { fakeClock } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { ApiError } from "../errors/api-error.js";
import { NetworkError } from "../errors/network-error.js";
import type { Clock } from "../http/clock.js";
import { type JobPoll, type JobProgress, waitForJob, type WaitForJobOptions } from "./wait.js";

type Step = JobPoll<string> | Error | "hang";
const pending: Step = { done: false, status: "in_progress" };
const done: Step = { done: true, value: "file" };
const network = new NetworkError("gone", { code: "network_interrupted" });
const api = (status: number, code: ConstructorParameters<typeof ApiError>[1]["code"], retryAfterMs?: number): ApiError =>
  new ApiError(`HTTP ${status}`, { code, status, ...(retryAfterMs === undefined ? {} : { retryAfterMs }), retryable: status >= 429 });

function start(steps: readonly Step[], options: Partial<WaitForJobOptions> = {}) {
  const fake = fakeClock(0);
  const clock: Clock = {
    now: fake.now,
    after(delayMs, callback) {
      const handle = fake.setTimeout(callback, delayMs);
      return () => fake.clearTimeout(handle);
    },
  };
  const at: number[] = [];
  const progress: JobProgress[] = [];
  const result = waitForJob<string>(
    (signal) => {
      at.push(clock.now());
      const step = steps[Math.min(at.length, steps.length) - 1] ?? pending;
      if (step === "hang") return new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason as Error)));
      return step instanceof Error ? Promise.reject(step) : Promise.resolve(step);
    },
    { jobId: "job-1", clock, random: () => 0.5, onPoll: (seen) => progress.push(seen), ...options },
  );
  const outcome = result.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  return { fake, at, progress, outcome };
}

// VID-1, VID-6
describe("waitForJob", () => {
  it("looks at once, then with growing pauses that stop growing at the limit", async () => {
    const { fake, at, outcome } = start([pending, pending, pending, pending, pending, pending, pending, done]);
    await fake.runAll();
    expect(await outcome).toEqual({ value: "file" });
    expect(at.map((moment, index) => moment - (at[index - 1] ?? 0))).toEqual([0, 5_000, 7_500, 11_250, 16_875, 25_313, 30_000, 30_000]);
  });

  it.each([
    ["429", api(429, "rate_limit_exceeded")],
    ["500", api(500, "server")],
    ["502", api(502, "provider_unavailable")],
    ["an HTML page", api(200, "response_malformed")],
    ["a lost network", network],
    ["a time-out", api(504, "timeout")],
  ])("survives %s, many times over", async (_what, error) => {
    const { fake, outcome, progress } = start([...Array.from({ length: 8 }, () => error), done]);
    await fake.runAll();
    expect(await outcome).toEqual({ value: "file" });
    expect(progress.filter((seen) => seen.error !== undefined)).toHaveLength(8);
  });

  it("waits as long as the server asks", async () => {
    const { fake, at } = start([api(429, "rate_limit_exceeded", 42_000), done]);
    await fake.runAll();
    expect(at).toEqual([0, 42_000]);
  });

  it("takes a status that nobody knows as not finished", async () => {
    const { fake, outcome, progress } = start([{ done: false, status: "warming_up" }, done]);
    await fake.runAll();
    expect(await outcome).toEqual({ value: "file" });
    expect(progress[0]).toMatchObject({ status: "warming_up", polls: 1, nextPollMs: 5_000 });
  });

  it("tells the last status too", async () => {
    const { fake, progress } = start([pending, { done: true, value: "file", status: "completed" }]);
    await fake.runAll();
    expect(progress.at(-1)).toEqual({ polls: 2, elapsedMs: 5_000, status: "completed" });
  });

  it("keeps the deadline: no pause and no look reaches past it", async () => {
    const { fake, at, outcome } = start([pending], { timeoutMs: 20_000 });
    await fake.runAll();
    expect(await outcome).toMatchObject({ error: { code: "timeout_total", jobId: "job-1", hint: expect.stringContaining("same job") } });
    expect(fake.now()).toBe(20_000);
    expect(at.at(-1)).toBeLessThan(20_000);
  });

  it.each([
    ["slept for eight hours", 8 * 3_600_000],
    ["has its clock set back by a day", -24 * 3_600_000],
  ])("waits neither shorter nor longer when the machine %s", async (_what, jumpMs) => {
    const fake = fakeClock(0);
    let jumped = 0;
    const clock: Clock = {
      now: () => fake.now() + jumped,
      after(delayMs, callback) {
        const handle = fake.setTimeout(() => {
          jumped = jumpMs;
          callback();
        }, delayMs);
        return () => fake.clearTimeout(handle);
      },
    };
    const elapsed: number[] = [];
    const outcome = waitForJob<string>(() => Promise.resolve(pending as JobPoll<string>), {
      jobId: "job-1",
      clock,
      random: () => 0.5,
      timeoutMs: 20_000,
      onPoll: ({ elapsedMs }) => elapsed.push(elapsedMs),
    }).catch((error: unknown) => error);
    await fake.runAll();
    expect(await outcome).toMatchObject({ code: "timeout_total" });
    expect(fake.now()).toBe(20_000);
    expect(elapsed).toEqual([0, 5_000, 12_500]);
  });

  it("cuts a look that hangs and looks again", async () => {
    const { fake, outcome } = start(["hang", done], { callMs: 1_000 });
    await fake.runAll();
    expect(await outcome).toEqual({ value: "file" });
    expect(fake.pending()).toEqual([]);
  });

  it("stops at once when it is aborted, while it pauses", async () => {
    const controller = new AbortController();
    const { fake, outcome } = start([pending], { signal: controller.signal });
    await fake.advance(1_000);
    controller.abort();
    expect(await outcome).toMatchObject({ error: { name: "AbortError" } });
    expect(fake.pending()).toEqual([]);
  });

  it.each([
    ["401", api(401, "authentication")],
    ["a refused certificate", new NetworkError("tls", { code: "tls_rejected" })],
  ])("gives up on %s", async (_what, error) => {
    const { outcome, at } = start([error]);
    expect(await outcome).toEqual({ error });
    expect(at).toHaveLength(1);
  });

  it("looks five times for a job that is not found, because a new one may not be visible yet", async () => {
    const missing = api(404, "not_found");
    const late = start([missing, missing, missing, missing, done]);
    await late.fake.runAll();
    expect(await late.outcome).toEqual({ value: "file" });
    const gone = start([missing]);
    await gone.fake.runAll();
    expect(await gone.outcome).toEqual({ error: missing });
    expect(gone.at).toHaveLength(5);
  });
});
