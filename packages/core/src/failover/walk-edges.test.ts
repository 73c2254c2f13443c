import { describe, expect, it } from "vitest";
import { testClock } from "../__fixtures__/test-clock.js";
import { testTarget } from "../__fixtures__/test-target.js";
import { createTarget } from "../create-target.js";
import { ApiError, type ApiErrorOptions } from "../errors/api-error.js";
import type { ErrorCode } from "../errors/codes.js";
import { candidateId } from "./attempt.js";
import { createCircuits } from "./circuits.js";
import { DEFAULT_FAILOVER } from "./policy.js";
import { type CandidateWalk, createCandidateWalk, type NextStep } from "./walk.js";

const A = testTarget("a/a");
const B = testTarget("b/b");
const C = testTarget("c/c");
const A2 = testTarget("a/a", { keyLabel: "key-2" });

const api = (code: ErrorCode, options: Partial<ApiErrorOptions> = {}): ApiError =>
  new ApiError(`${code} happened`, { status: 400, ...options, code });
const overloaded = api("provider_overloaded", { retryable: true });
const denied = api("not_found");
const refusal = new ApiError("does not support assistant message prefill", { code: "invalid_request", status: 400 });

const named = (step: NextStep): string =>
  step.kind === "try" ? `${step.target.model.wireId} ${step.target.keyLabel}` : step.error.message;
/** The last error of a walk in which every try fails, in order, as listed. */
function endOf(walk: CandidateWalk, failures: readonly unknown[]): Error {
  const last = failures.reduce<NextStep>((_step, failure) => walk.afterFailure(failure), walk.first());
  if (last.kind === "try") throw new Error("The walk goes on.");
  return last.error;
}
function setUp(threshold = 1) {
  const { clock, fake } = testClock();
  const circuits = createCircuits({ clock, threshold, cooldownMs: 1_000, random: () => 0.5 });
  const walk = (...targets: readonly (typeof A)[]): CandidateWalk =>
    createCandidateWalk({ targets, circuits, clock, random: () => 0, policy: { retries: 0 } });
  return { clock, fake, circuits, walk };
}

it("retries twice, rests half a minute and recovers broken answers unless told otherwise", () => {
  expect(DEFAULT_FAILOVER).toEqual({ retries: 2, cooldownMs: 30_000, recoverMidStream: true });
});

it("the first try has no reason", () => {
  expect(createCandidateWalk({ targets: [A] }).first()).toStrictEqual({ kind: "try", target: A, waitMs: 0 });
});

// FAIL-5
describe("a refused prefill", () => {
  it("that was the caller's own is not tried again, however many retries there are", () => {
    for (const [targets, next] of [
      [[A, B], "b/b key-1"],
      [[A], refusal.message],
    ] as const) {
      const walk = createCandidateWalk({ targets, policy: { retries: 5 } });
      walk.first();
      expect(named(walk.afterFailure(refusal, { prefilled: false }))).toBe(next);
    }
  });

  it("is the only failure that `prefilled` has a say in", () => {
    const walk = createCandidateWalk({ targets: [A, B], random: () => 0 });
    walk.first();
    expect(named(walk.afterFailure(overloaded, { prefilled: false }))).toBe("a/a key-1");
    expect(walk.afterFailure(overloaded, { prefilled: true })).toMatchObject({ target: A, waitMs: 250 });
  });
});

// FAIL-2
describe("what another key of the same model is good for", () => {
  it("is not a conversation that is too long, also where nobody knows the window", () => {
    const walk = createCandidateWalk({ targets: [A, A2] });
    walk.first();
    expect(named(walk.afterFailure(api("context_length_exceeded")))).toBe("context_length_exceeded happened");
  });
});

// FAIL-2: what one provider moderates is not sent to the next.
it("a refusal of the content stops the chain, whichever provider said so", () => {
  const walk = createCandidateWalk({ targets: [A, B] });
  walk.first();
  expect(walk.afterFailure(api("content_policy_violation", { provider: "Acme" })).kind).toBe("give-up");
});

// FAIL-3
describe("circuits in a walk", () => {
  it("count rate limits", () => {
    const { circuits, walk } = setUp();
    endOf(walk(A), [api("rate_limit_exceeded", { retryable: true })]);
    expect(circuits.state(candidateId(A))).toBe("open");
  });

  it("a probe that failed has no place left to give back", async () => {
    const { circuits, walk, fake } = setUp();
    circuits.failed(candidateId(A));
    await fake.advance(1_000);
    const failed = walk(A);
    expect(failed.first().kind).toBe("try");
    expect(failed.afterFailure(overloaded).kind).toBe("give-up");
    await fake.advance(2_000);
    expect(walk(A).first().kind).toBe("try");
    failed.released();
    expect(walk(A).first().kind).toBe("give-up");
  });

  it("hear nothing from a walk that has not begun", () => {
    const { circuits, walk } = setUp();
    const idle = walk(A);
    idle.succeeded();
    idle.released();
    expect(circuits.state(candidateId(A))).toBe("closed");
  });
});

// FAIL-4: one clear error
describe("the error at the end", () => {
  it("says when the first of the resting ones is tried again, and what to do meanwhile", async () => {
    const { circuits, walk, fake } = setUp();
    circuits.failed(candidateId(A), 5_000);
    circuits.failed(candidateId(B));
    expect(endOf(walk(A, B), [])).toMatchObject({
      message: "Every candidate is resting after repeated failures: openrouter/a/a, openrouter/b/b. It is tried again in 1 s.",
      hint: "Wait, or give a fallback model.",
    });
    await fake.advance(1_000);
    // B is being probed by somebody else: only A has a time.
    expect(walk(B).first().kind).toBe("try");
    expect(endOf(walk(A, B), []).message).toMatch(/: openrouter\/a\/a, openrouter\/b\/b\. It is tried again in 4 s\.$/);
    expect(endOf(walk(B), []).message).toBe("Every candidate is resting after repeated failures: openrouter/b/b.");
  });

  it("has the last failure as its cause, and its hint only when there is one", () => {
    const last = api("not_found", { status: 410 });
    const error = endOf(createCandidateWalk({ targets: [A, B, C] }), [api("not_found", { hint: "First." }), denied, last]);
    expect(error.cause).toBe(last);
    expect(error).not.toHaveProperty("hint", "First.");
    expect((error as { hint?: unknown }).hint).toBeUndefined();
    const foreign = Object.assign(new Error("odd"), { hint: "A stranger's." });
    const mixed = endOf(createCandidateWalk({ targets: [A, B] }), [denied, foreign]);
    expect(mixed.message).toBe(
      "All models failed (2): openrouter/a/a: not_found happened (model_not_found) | openrouter/b/b: odd (unknown)",
    );
    expect((mixed as { hint?: unknown }).hint).toBeUndefined();
  });

  it("is not worth another try when one of the failures was for good", () => {
    const walk = createCandidateWalk({ targets: [A, B], policy: { retries: 0 } });
    expect(endOf(walk, [denied, overloaded])).toMatchObject({ retryable: false });
  });
});

// FAIL-3
it("gives back only a probe of its own: an older request that ends must not let a second probe through", async () => {
  const { clock, fake } = testClock();
  const circuits = createCircuits({ clock, random: () => 0.5 });
  const older = createCandidateWalk({ targets: [A], circuits, clock });
  expect(older.first().kind).toBe("try");
  for (let failures = 0; failures < 3; failures++) circuits.failed(candidateId(A));
  await fake.advance(60_000);
  const probe = createCandidateWalk({ targets: [A], circuits, clock });
  expect(probe.first().kind).toBe("try");
  older.released();
  expect(createCandidateWalk({ targets: [A], circuits, clock }).first().kind).toBe("give-up");
  probe.released();
  expect(createCandidateWalk({ targets: [A], circuits, clock }).first().kind).toBe("try");
});

// FAIL-3
it("what fails in one use leaves the model's other uses alone", () => {
  const circuits = createCircuits({ threshold: 1 });
  const broken = (use?: string): CandidateWalk => createCandidateWalk({ targets: [A], policy: { retries: 0 }, circuits, use });
  const speech = broken("speech");
  speech.first();
  speech.afterFailure(api("server"));
  expect(broken("speech").first().kind).toBe("give-up");
  expect(broken().first().kind).toBe("try");
});

// FAIL-2
describe("the same model again", () => {
  const limited = api("rate_limit_exceeded", { retryable: true, retryAfterMs: 3_000 });

  it("with the same key is no other candidate: a rate limit is waited for", () => {
    const walk = createCandidateWalk({ targets: [A, testTarget("a/a"), testTarget("a/a")], random: () => 0 });
    walk.first();
    for (const _retry of [1, 2]) expect(walk.afterFailure(limited)).toMatchObject({ kind: "try", target: A, waitMs: 3_000 });
    expect(walk.afterFailure(limited)).toMatchObject({ kind: "give-up", error: limited });
  });

  it("at another address is another candidate", () => {
    const elsewhere = testTarget("a/a", { baseUrl: "https://gateway.example/v1" });
    const walk = createCandidateWalk({ targets: [A, elsewhere] });
    walk.first();
    expect(walk.afterFailure(limited)).toMatchObject({ target: elsewhere, waitMs: 0 });
  });

  it.each([api("authentication"), limited])("with another key is another candidate, also where nobody named the keys: $code", (error) => {
    const [first, second] = ["sk-or-v1-test-one", "sk-or-v1-test-two"].map((apiKey) => createTarget({ model: "a/a", apiKey })) as [
      typeof A,
      typeof A,
    ];
    const walk = createCandidateWalk({ targets: [first, second] });
    walk.first();
    expect(walk.afterFailure(error)).toMatchObject({ target: second, waitMs: 0 });
  });
});
