import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { testClock } from "../__fixtures__/test-clock.js";
import { testTarget } from "../__fixtures__/test-target.js";
import { ApiError, type ApiErrorOptions } from "../errors/api-error.js";
import { type ErrorCode, LOCAL_ERROR_CODES, UPSTREAM_ERROR_CODES } from "../errors/codes.js";
import { TimeoutError } from "../errors/timeout-error.js";
import { ToolkitError } from "../errors/toolkit-error.js";
import type { ModelTarget } from "../target.js";
import { createCircuits } from "./circuits.js";
import { createCandidateWalk, type NextStep, type WalkOptions } from "./walk.js";

const A = testTarget("a/a");
const B = testTarget("b/b");
const C = testTarget("c/c");
const A2 = testTarget("a/a", { keyLabel: "key-2" });
const B2 = testTarget("b/b", { keyLabel: "key-2" });

const api = (code: ErrorCode, options: Partial<ApiErrorOptions> = {}): ApiError =>
  new ApiError(`${code} happened`, { status: 400, ...options, code });
const overloaded = api("provider_overloaded", { retryable: true });
const gone = api("not_found");
const limited = (retryAfterMs?: number): ApiError =>
  api("rate_limit_exceeded", { retryable: true, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) });

/** An error, or `{ committed: error }` for one that came after the first token. */
type Failure = unknown;

/** What is tried, in order, when every try fails as listed; `…` for giving up. */
function walkOf(targets: readonly ModelTarget[], failures: readonly Failure[], options: Partial<WalkOptions> = {}) {
  const { clock } = testClock();
  const walk = createCandidateWalk({ targets, clock, random: () => 0, ...options });
  const steps: NextStep[] = [walk.first()];
  for (const failure of failures) {
    if (steps.at(-1)?.kind !== "try") throw new Error("There are more failures than tries.");
    const committed = typeof failure === "object" && failure !== null && "committed" in failure ? failure : undefined;
    steps.push(committed === undefined ? walk.afterFailure(failure) : walk.afterFailure(committed.committed, { committed: true }));
  }
  const last = steps.at(-1);
  return {
    walk,
    steps,
    tried: steps
      .map((step) => (step.kind === "try" ? `${step.target.model.wireId}${step.target.keyLabel === "key-1" ? "" : "#2"}` : "…"))
      .join(" "),
    waits: steps.map((step) => (step.kind === "try" ? step.waitMs : -1)),
    error: last?.kind === "give-up" ? last.error : undefined,
  };
}

// FAIL-1
describe("the order of candidates", () => {
  it("is the order they are given in, each once", () => {
    expect(walkOf([A, B, C], [gone, gone, gone]).tried).toBe("a/a b/b c/c …");
  });

  it("a single candidate is strict: its own error comes back", () => {
    const { tried, error } = walkOf([A], [gone]);
    expect(tried).toBe("a/a …");
    expect(error).toBe(gone);
  });
});

// FAIL-2
describe("what a failure means for the next try", () => {
  it("a passing trouble is retried as often as the policy says, then the next one is asked", () => {
    expect(walkOf([A, B], [overloaded, overloaded, overloaded, gone]).tried).toBe("a/a a/a a/a b/b …");
    expect(walkOf([A], [overloaded, overloaded, overloaded]).tried).toBe("a/a a/a a/a …");
    expect(walkOf([A, B], [overloaded, overloaded], { policy: { retries: 0 } }).tried).toBe("a/a b/b …");
  });

  it("a policy whose settings are undefined is the usual one", () => {
    const policy = { retries: undefined, cooldownMs: undefined };
    expect(walkOf([A, B], [overloaded, overloaded, overloaded, gone], { policy }).tried).toBe("a/a a/a a/a b/b …");
  });

  it("retries wait longer and longer; another candidate is asked at once", () => {
    expect(walkOf([A, B], [overloaded, overloaded, overloaded]).waits).toEqual([0, 125, 250, 0]);
  });

  it.each<[string, unknown]>([
    ["moderation", api("content_policy_violation")],
    ["no credit", api("payment_required")],
    ["a request that OpenRouter refuses", api("invalid_request")],
    ["a mistake of this side", new ToolkitError("m", { code: "input_invalid" })],
    ["the limit of everything", new TimeoutError("total", 1)],
    ["something unknown", new Error("x")],
  ])("%s stops the chain", (_what, error) => {
    const { tried, error: thrown } = walkOf([A, B], [error]);
    expect(tried).toBe("a/a …");
    expect(thrown).toBe(error);
  });

  it("a refused key leaves every candidate with that key out, for good", () => {
    expect(walkOf([A, B, A2, B2, C], [api("authentication"), gone, overloaded, overloaded, overloaded]).tried).toBe(
      "a/a a/a#2 b/b#2 b/b#2 b/b#2 …",
    );
    expect(walkOf([A, B], [api("authentication")]).tried).toBe("a/a …");
  });

  it("a used-up key leads to the next key, an empty account to nobody", () => {
    expect(walkOf([A, A2], [api("payment_required", { limitSource: "openrouter_key_limit" })]).tried).toBe("a/a a/a#2");
    expect(walkOf([A, A2], [api("payment_required")]).tried).toBe("a/a …");
  });

  it("a model that is gone is not asked again with another key", () => {
    expect(walkOf([A, A2, B], [gone]).tried).toBe("a/a b/b");
  });

  it("a conversation that is too long goes to a larger window only, for good", () => {
    const small = testTarget("s/s", { contextTokens: 8_000 });
    const medium = testTarget("m/m", { contextTokens: 8_000 });
    const large = testTarget("l/l", { contextTokens: 1_000_000 });
    const overflow = api("context_length_exceeded");
    expect(walkOf([small, medium, large], [overflow]).tried).toBe("s/s l/l");
    expect(walkOf([small, large, medium], [overflow, gone]).tried).toBe("s/s l/l …");
    expect(walkOf([small, medium], [overflow]).tried).toBe("s/s …");
    // A window that nobody knows may be large enough.
    expect(walkOf([small, B], [overflow]).tried).toBe("s/s b/b");
  });

  it("a rate limit moves on at once where there is somewhere to go, also to another key of the same model", () => {
    expect(walkOf([A, A2], [limited()]).tried).toBe("a/a a/a#2");
    expect(walkOf([A, B], [limited()]).tried).toBe("a/a b/b");
    expect(walkOf([A], [limited()]).tried).toBe("a/a a/a");
  });

  it("a refused prefill is asked again at once without counting against the candidate", () => {
    const { clock } = testClock();
    const circuits = createCircuits({ clock, threshold: 1 });
    const refusal = new ApiError("does not support assistant message prefill", { code: "invalid_request", status: 400 });
    const { tried, waits } = walkOf([A], [refusal], { circuits });
    expect(tried).toBe("a/a a/a");
    expect(waits).toEqual([0, 0]);
    expect(circuits.state("chat https://openrouter.ai a/a key-1")).toBe("closed");
  });
});

// FAIL-5
describe("a prefill that is refused", () => {
  const refusal = new ApiError("does not support assistant message prefill", { code: "invalid_request", status: 400 });
  const walk = (options: Parameters<ReturnType<typeof createCandidateWalk>["afterFailure"]>[1]): string => {
    const walk = createCandidateWalk({ targets: [A, B], policy: { retries: 0 } });
    walk.first();
    const step = walk.afterFailure(refusal, options);
    return step.kind === "try" ? step.target.model.wireId : "…";
  };

  it("is left out in one more try, whatever the policy says", () => {
    expect(walk({ prefilled: true })).toBe("a/a");
  });

  it("that was the caller's own leads to another candidate", () => {
    expect(walk({ prefilled: false })).toBe("b/b");
  });

  it("is the end for who wants no other try", () => {
    expect(walk({ prefilled: true, last: true })).toBe("…");
  });
});

// NET-3, FAIL-4: Retry-After within patience, and nobody is hammered
describe("the wait that a server asks for", () => {
  it.each([
    ["is kept when it is short", [A, B], api("provider_overloaded", { retryAfterMs: 1_500 }), "a/a a/a", 1_500],
    ["is not worth it with somewhere else to go", [A, B], api("provider_overloaded", { retryAfterMs: 2_500 }), "a/a b/b", 0],
    ["is worth a minute without", [A], api("provider_overloaded", { retryAfterMs: 60_000 }), "a/a a/a", 60_000],
    ["is not worth more than a minute", [A], api("provider_overloaded", { retryAfterMs: 60_001 }), "a/a …", -1],
    ["still means a pause when it is 0", [A], api("provider_overloaded", { retryAfterMs: 0 }), "a/a a/a", 125],
  ])("%s", (_what, targets, error, tried, waitMs) => {
    const walked = walkOf(targets, [error]);
    expect(walked.tried).toBe(tried);
    expect(walked.waits.at(-1)).toBe(waitMs);
  });

  // maxWaitMs: a gateway's client waits on a line
  it.each([
    ["within it", [A], 5_000, "a/a a/a", 5_000],
    ["beyond it", [A], 5_001, "a/a …", -1],
    ["beyond it, with somebody else to ask", [A, B], 5_001, "a/a b/b", 0],
  ])("is bounded by maxWaitMs: %s", (_what, targets, retryAfterMs, tried, waitMs) => {
    const walked = walkOf(targets, [api("provider_overloaded", { retryAfterMs })], { policy: { maxWaitMs: 5_000 } });
    expect(walked.tried).toBe(tried);
    expect(walked.waits.at(-1)).toBe(waitMs);
  });

  it("is never longer than maxWaitMs, also with somebody else to ask", () => {
    const error = api("provider_overloaded", { retryAfterMs: 1_000 });
    expect(walkOf([A, B], [error], { policy: { maxWaitMs: 500 } }).tried).toBe("a/a b/b");
  });

  it("is worth a minute when everybody else is resting", () => {
    const { clock } = testClock();
    const circuits = createCircuits({ clock, threshold: 1 });
    circuits.failed("chat https://openrouter.ai b/b key-1");
    const patient = createCircuits({ clock });
    const both = { ...circuits, failed: patient.failed };
    expect(walkOf([A, B], [api("provider_overloaded", { retryAfterMs: 30_000 })], { circuits: both }).waits).toEqual([0, 30_000]);
  });
});

// trap 39
describe("a free model", () => {
  it("is retried once at most: every try counts toward its daily allowance", () => {
    const free = testTarget("f/f:free");
    expect(walkOf([free], [overloaded, overloaded], { policy: { retries: 9 } }).tried).toBe("f/f:free f/f:free …");
    expect(walkOf([free], [overloaded], { policy: { retries: 0 } }).tried).toBe("f/f:free …");
  });
});

// FAIL-5
describe("an answer that broke off after its first token", () => {
  it("is continued by another candidate before the same one", () => {
    expect(walkOf([A, B], [{ committed: overloaded }]).tried).toBe("a/a b/b");
  });

  it("is continued by the same one when there is no other", () => {
    expect(walkOf([A], [{ committed: overloaded }]).tried).toBe("a/a a/a");
    expect(walkOf([A, B], [{ committed: gone }, { committed: overloaded }]).tried).toBe("a/a b/b b/b");
  });
});

// FAIL-3
describe("circuits in a walk", () => {
  const setUp = (threshold = 1) => {
    const { clock, fake } = testClock();
    return { clock, fake, circuits: createCircuits({ clock, threshold, cooldownMs: 1_000, random: () => 0.5 }) };
  };

  it("a resting candidate is passed over and recorded once", () => {
    const { clock, circuits } = setUp();
    circuits.failed("chat https://openrouter.ai b/b key-1");
    const { tried, walk } = walkOf([A, B, C], [gone, gone], { circuits, clock });
    expect(tried).toBe("a/a c/c …");
    expect(walk.skipped).toMatchObject([{ model: "openrouter/b/b", outcome: "skipped" }]);
  });

  it("when everybody is resting, that is said, with the time it lasts", () => {
    const { clock, circuits } = setUp();
    circuits.failed("chat https://openrouter.ai a/a key-1");
    circuits.failed("chat https://openrouter.ai b/b key-1", 9_000);
    const { tried, error } = walkOf([A, B], [], { circuits, clock });
    expect(tried).toBe("…");
    expect(error).toMatchObject({ code: "candidates_exhausted", retryable: true });
    expect(error?.message).toContain("openrouter/a/a, openrouter/b/b");
    expect(error?.message).toContain("1 s");
  });

  it("a probe that fails is not followed by a retry of the same candidate", async () => {
    const { clock, fake, circuits } = setUp();
    circuits.failed("chat https://openrouter.ai a/a key-1");
    await fake.advance(1_000);
    expect(walkOf([A, B], [overloaded], { circuits, clock }).tried).toBe("a/a b/b");
    await fake.advance(2_000);
    expect(walkOf([A], [overloaded], { circuits, clock }).tried).toBe("a/a …");
  });

  it("success closes, release frees the probe's place, a fault of ours counts for nothing", async () => {
    const { clock, fake, circuits } = setUp();
    const id = "chat https://openrouter.ai a/a key-1";
    circuits.failed(id);
    await fake.advance(1_000);
    const walk = createCandidateWalk({ targets: [A], circuits, clock });
    walk.first();
    expect(circuits.admit(id)).toBe(false);
    walk.released();
    expect(circuits.admit(id)).toBe(true);
    circuits.released(id);
    walkOf([A], [new ToolkitError("m", { code: "input_invalid" })], { circuits, clock });
    const again = createCandidateWalk({ targets: [A], circuits, clock });
    expect(again.first().kind).toBe("try");
    again.succeeded();
    expect(circuits.state(id)).toBe("closed");
  });
});

// FAIL-4: one clear error
describe("when all have failed", () => {
  it("the error names each model with its cause, and keeps the last hint and cause", () => {
    const { error } = walkOf([A, B], [gone, api("permission_denied", { hint: "Look there." })]);
    expect(error).toMatchObject({ code: "candidates_exhausted", hint: "Look there.", retryable: false });
    expect(error?.message).toBe(
      "All models failed (2): openrouter/a/a: not_found happened (model_not_found) | openrouter/b/b: permission_denied happened (auth)",
    );
    expect(error?.cause).toMatchObject({ code: "permission_denied" });
  });

  it("is one sentence, also of causes that are sentences of their own", () => {
    const unknown = new ToolkitError("Could not reach b: the name is not known.", { code: "network_unreachable" });
    const { error } = walkOf([A, B], [gone, unknown]);
    expect(error?.message).toMatch(/ \| openrouter\/b\/b: Could not reach b: the name is not known \(network\)$/);
  });

  it("is worth another try later only when every failure was", () => {
    const all = Array.from({ length: 6 }, () => overloaded);
    expect(walkOf([A, B], all).error).toMatchObject({ retryable: true });
  });

  it("counts the resting ones too, once each", () => {
    const { clock } = testClock();
    const circuits = createCircuits({ clock, threshold: 1 });
    circuits.failed("chat https://openrouter.ai c/c key-1");
    const { error } = walkOf([A, B, C], [gone, gone], { circuits, clock });
    expect(error?.message).toMatch(/^All models failed \(3\): .* \| openrouter\/c\/c: resting after repeated failures$/);
  });

  it("an abort stays an abort, whoever failed before it", () => {
    const abort = new DOMException("x", "AbortError");
    expect(walkOf([A, B], [gone, abort]).error).toBe(abort);
  });

  it("what is no Error is made one", () => {
    expect(walkOf([A], ["text"]).error).toMatchObject({ code: "internal", message: "text" });
    expect(createCandidateWalk({ targets: [A] }).afterFailure(gone)).toEqual({ kind: "give-up", error: gone });
  });
});

// FAIL-4: it always ends
describe("whatever happens", () => {
  const codes = fc.constantFrom<ErrorCode>(...UPSTREAM_ERROR_CODES, ...LOCAL_ERROR_CODES);
  const failures = fc.record(
    {
      code: codes,
      message: fc.constantFrom("m", "does not support assistant message prefill", "key limit", "free-models-per-day"),
      retryable: fc.boolean(),
      retryAfterMs: fc.constantFrom(undefined, 0, 10, 3_000, 90_000),
      provider: fc.constantFrom(undefined, "Acme"),
      limitSource: fc.constantFrom(undefined, "openrouter_key_limit", "openrouter_in_flight_budget"),
      committed: fc.boolean(),
      prefilled: fc.constantFrom(undefined, false, true),
    },
    { noNullPrototype: true },
  );
  const someTargets = fc.array(
    fc
      .tuple(
        fc.constantFrom("a/a", "b/b", "c/c:free", "d/d"),
        fc.constantFrom("key-1", "key-2"),
        fc.constantFrom(undefined, 8_000, 1_000_000),
      )
      .map(([model, keyLabel, contextTokens]) =>
        testTarget(model, { keyLabel, ...(contextTokens === undefined ? {} : { contextTokens }) }),
      ),
    { minLength: 1, maxLength: 30 },
  );

  it("a walk ends within twenty tries, never waits longer than a minute, and never tries one candidate more often than its policy says", () => {
    fc.assert(
      fc.property(
        someTargets,
        fc.array(failures, { minLength: 1, maxLength: 8 }),
        fc.nat(4),
        fc.boolean(),
        (targets, script, retries, withCircuits) => {
          const { clock } = testClock();
          const walk = createCandidateWalk({
            targets,
            clock,
            policy: { retries },
            ...(withCircuits ? { circuits: createCircuits({ clock }) } : {}),
          });
          const tries = new Map<ModelTarget, number>();
          let step = walk.first();
          let count = 0;
          let reasked = false;
          for (; step.kind === "try"; count += 1) {
            expect(count).toBeLessThan(20);
            expect(step.waitMs).toBeLessThanOrEqual(60_000);
            // Asked again in another way, without the prefill, is no retry.
            if (step.reason !== "prefill_refused" || !reasked) tries.set(step.target, (tries.get(step.target) ?? 0) + 1);
            const failure = script[count % script.length];
            if (failure === undefined) throw new Error("no script");
            const { message, committed, prefilled, retryAfterMs, provider, limitSource, ...rest } = failure;
            const details = {
              ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
              ...(provider === undefined ? {} : { provider }),
              ...(limitSource === undefined ? {} : { limitSource }),
            };
            step = walk.afterFailure(new ApiError(message, { status: 400, ...rest, ...details }), {
              committed,
              ...(prefilled === undefined ? {} : { prefilled }),
            });
            reasked = prefilled === true;
          }
          expect(step.error).toBeInstanceOf(Error);
          for (const times of tries.values()) expect(times).toBeLessThanOrEqual(retries + 1);
        },
      ),
      { numRuns: 300 },
    );
  });
});
