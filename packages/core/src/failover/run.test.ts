import { describe, expect, it } from "vitest";
import { testClock } from "../__fixtures__/test-clock.js";
import { testTarget } from "../__fixtures__/test-target.js";
import { ApiError } from "../errors/api-error.js";
import { createCircuits } from "./circuits.js";
import { attemptsOf, runWithFailover } from "./run.js";

const A = testTarget("a/a");
const B = testTarget("b/b");
const overloaded = new ApiError("busy", { code: "provider_overloaded", status: 503, retryable: true });
const gone = new ApiError("gone", { code: "not_found", status: 404 });

describe("a call over several candidates", () => {
  // FAIL-1, FAIL-6
  it("returns the first answer, who gave it, and every try before it", async () => {
    const { clock, fake } = testClock();
    const told: string[] = [];
    const running = runWithFailover(
      {
        targets: [A, B],
        clock,
        random: () => 0,
        onFailure: (attempt, next) => told.push(`${attempt.model} ${attempt.reason} → ${next?.model.ref}`),
      },
      async (target) => {
        if (target === A) throw overloaded;
        return "answer";
      },
    );
    await fake.runAll();
    const { value, target, attempts } = await running;
    expect(value).toBe("answer");
    expect(target).toBe(B);
    expect(attempts.map(({ model, outcome, startedAtMs }) => [model, outcome, startedAtMs - Date.UTC(2026, 0, 1)])).toEqual([
      ["openrouter/a/a", "failed", 0],
      ["openrouter/a/a", "failed", 125],
      ["openrouter/a/a", "failed", 375],
      ["openrouter/b/b", "succeeded", 375],
    ]);
    expect(told).toEqual([
      "openrouter/a/a overloaded → openrouter/a/a",
      "openrouter/a/a overloaded → openrouter/a/a",
      "openrouter/a/a overloaded → openrouter/b/b",
    ]);
  });

  // FAIL-4
  it("fails with one error, behind which every try is found", async () => {
    const failing = runWithFailover({ targets: [A, B] }, () => Promise.reject(gone));
    await expect(failing).rejects.toMatchObject({ code: "candidates_exhausted" });
    const error: unknown = await failing.catch((reason: unknown) => reason);
    expect(attemptsOf(error)).toMatchObject([{ model: "openrouter/a/a", code: "not_found", status: 404 }, { model: "openrouter/b/b" }]);
    expect(attemptsOf(new Error("x"))).toEqual([]);
    expect(attemptsOf("text")).toEqual([]);
  });

  // FAIL-3
  it("records who was passed over", async () => {
    const circuits = createCircuits({ threshold: 1 });
    circuits.failed("chat https://openrouter.ai a/a key-1");
    const { attempts } = await runWithFailover({ targets: [A, B], circuits }, async () => 1);
    expect(attempts.map(({ outcome }) => outcome)).toEqual(["skipped", "succeeded"]);
  });

  it("closes the circuit of who answered", async () => {
    const circuits = createCircuits({ threshold: 2 });
    circuits.failed("chat https://openrouter.ai a/a key-1");
    await runWithFailover({ targets: [A], circuits }, async () => 1);
    circuits.failed("chat https://openrouter.ai a/a key-1");
    expect(circuits.state("chat https://openrouter.ai a/a key-1")).toBe("closed");
  });
});

// NET-4
describe("an abort", () => {
  it("before the call sends nothing", async () => {
    let calls = 0;
    const running = runWithFailover({ targets: [A], signal: AbortSignal.abort() }, async () => (calls += 1));
    await expect(running).rejects.toMatchObject({ name: "AbortError" });
    expect(calls).toBe(0);
  });

  it("during the call ends everything with the caller's reason, whatever the call made of it", async () => {
    const abort = new AbortController();
    const reason = new Error("enough");
    const running = runWithFailover({ targets: [A, B], signal: abort.signal }, async () => {
      abort.abort(reason);
      throw overloaded;
    });
    await expect(running).rejects.toBe(reason);
    expect(attemptsOf(reason)).toMatchObject([{ model: "openrouter/a/a" }]);
  });

  it("during a wait ends it at once, and the tries before it are kept", async () => {
    const { clock, fake } = testClock();
    const abort = new AbortController();
    const reason = new Error("enough");
    const running = runWithFailover(
      { targets: [A], clock, signal: abort.signal, onFailure: () => queueMicrotask(() => abort.abort(reason)) },
      () => Promise.reject(overloaded),
    );
    await expect(running).rejects.toBe(reason);
    expect(attemptsOf(reason)).toMatchObject([{ model: "openrouter/a/a", outcome: "failed" }]);
    expect(fake.pending()).toEqual([]);
  });

  it("says nothing about the candidate: its probe's place is free again", async () => {
    const { clock, fake } = testClock();
    const circuits = createCircuits({ clock, threshold: 1, cooldownMs: 1_000 });
    const id = "chat https://openrouter.ai a/a key-1";
    circuits.failed(id);
    await fake.advance(1_200);
    const abort = new AbortController();
    const running = runWithFailover({ targets: [A], clock, circuits, signal: abort.signal }, async () => {
      abort.abort();
      throw overloaded;
    });
    await expect(running).rejects.toMatchObject({ name: "AbortError" });
    expect(circuits.admit(id)).toBe(true);
  });
});
