import { expectNoSecrets, plantedSecrets } from "@openclaw/testing";
import { expect, it } from "vitest";
import { testTarget } from "../__fixtures__/test-target.js";
import { ApiError } from "../errors/api-error.js";
import { candidateId, failedAttempt } from "./attempt.js";

const times = { startedAtMs: 1, durationMs: 2 };

// FAIL-3
it("the same model with another key, or elsewhere, is another candidate", () => {
  const ids = [
    testTarget("x/y"),
    testTarget("x/z"),
    testTarget("x/y", { keyLabel: "key-2" }),
    testTarget("x/y", { baseUrl: "https://llm.example/v1" }),
  ].map((target) => candidateId(target));
  expect(new Set(ids).size).toBe(4);
});

// FAIL-3
it("the same model for another use is another candidate", () => {
  const target = testTarget("x/y");
  expect(new Set([candidateId(target), candidateId(target, "chat"), candidateId(target, "speech")]).size).toBe(2);
});

// FAIL-6
it("a failed try is recorded with its cause and its times", () => {
  const error = new ApiError("gone", { code: "not_found", status: 404 });
  expect(failedAttempt(testTarget("x/y"), { ...times, error, reason: "model_not_found", costUsd: 0.1 })).toEqual({
    model: "openrouter/x/y",
    keyLabel: "key-1",
    outcome: "failed",
    ...times,
    costUsd: 0.1,
    reason: "model_not_found",
    code: "not_found",
    status: 404,
    message: "gone",
  });
});

it("an aborted try is told from a failed one", () => {
  expect(failedAttempt(testTarget("x/y"), { ...times, error: "gone", reason: "aborted" })).toMatchObject({
    outcome: "aborted",
    message: "gone",
  });
});

// KEY-6
it("a record holds no key, whatever the error says", () => {
  const secrets = plantedSecrets("attempt");
  expectNoSecrets(failedAttempt(testTarget("x/y"), { ...times, error: new Error(`bad ${secrets.apiKey}`), reason: "unknown" }), secrets);
});
