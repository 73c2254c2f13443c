import { describe, expect, it } from "vitest";
import { testTarget } from "../__fixtures__/test-target.js";
import { attemptsOf, runWithFailover } from "../failover/run.js";
import { billOf, withBill } from "./bill.js";
import { JobError } from "./job-error.js";
import { ToolkitError } from "./toolkit-error.js";

const useless = () => new ToolkitError("No picture came.", { code: "output_invalid" });

// FAIL-6
describe("what was billed for a failure", () => {
  it("stands in the record of the try that failed", async () => {
    const running = runWithFailover({ targets: [testTarget("a/a")] }, async () => {
      throw withBill(useless(), { costUsd: 0.04, generationId: "gen-1" });
    });
    const error: unknown = await running.catch((reason: unknown) => reason);
    expect(attemptsOf(error)).toMatchObject([{ outcome: "failed", costUsd: 0.04, generationId: "gen-1" }]);
  });

  it("is found behind the error that tells of it in other words, and nowhere else", () => {
    const cause = withBill(useless(), { costUsd: 0.04, generationId: undefined });
    const told = new JobError("Nobody knows.", { code: "job_outcome_unknown", cause });
    expect(billOf(told)).toEqual({ costUsd: 0.04 });
    for (const other of [useless(), "text", undefined]) expect(billOf(other)).toEqual({});
    expect(withBill("text", { costUsd: 1, generationId: undefined })).toBe("text");
  });

  it("is looked for in an error that is its own cause without end", () => {
    const error = useless();
    error.cause = error;
    expect(billOf(error)).toEqual({});
  });
});
